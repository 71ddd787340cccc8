"""Waiting until the mirror has read what the chain holds, so that one command finds what the one before did."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from ledger.cli import output
from ledger.errors import StaleMirrorError

LONGEST_S: Final = 30.0
_PAUSE_S: Final = 0.2
_QUIET_S: Final = 2.0  # a wait shorter than this is not spoken of


def until_read(read: Callable[[], int], head: int, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait until the mirror stands at a block, and say so if that takes long.

    Args:
        read: Says at which block it stands.
        head: The block.
        sleep: Pauses, in seconds.

    Raises:
        StaleMirrorError: after half a minute.
    """
    pauses, speaks = 0, _QUIET_S
    while (at := read()) < head:
        waited = pauses * _PAUSE_S
        if waited >= LONGEST_S:
            raise StaleMirrorError(
                f"the mirror is at block {at}, the chain at {head}",
                hint="start the indexer (`ombud index run`), or see why it stopped",
                code="mirror_behind",
            )
        if waited >= speaks:
            output.note(f"waiting for the mirror: block {at} of {head}")
            speaks *= 2
        sleep(_PAUSE_S)
        pauses += 1
