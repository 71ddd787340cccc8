"""Waiting for facts: looked for again and again, with a deadline, never slept for blindly."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

_PAUSE_SECONDS: Final = 0.05
T = TypeVar("T")


class NeverCameError(TimeoutError):
    """A fact that was waited for did not come about in time."""


def until(look: Callable[[], T | None], what: str, seconds: float) -> T:
    """Look until there is something to see.

    Args:
        look: Returns the fact, or None (or False) while it is not there.
        what: What is waited for, for the message.
        seconds: How long at most.

    Raises:
        NeverCameError: if it is not there in time.
    """
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise NeverCameError(f"{what} did not come about within {seconds:.0f} s")
        time.sleep(_PAUSE_SECONDS)
    return found
