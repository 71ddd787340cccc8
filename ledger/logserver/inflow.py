"""Back-pressure: how many bytes of requests may be in memory at once.

What counts is what has come. If what a request announces counted too, a few that announce much and send nothing would
keep everybody else out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ledger.errors import UnavailableError

MAX_HELD_BYTES: Final = 256 * 1024 * 1024


class Inflow:
    """Counts the bytes of requests that came and are not answered yet. For one event loop.

    Args:
        limit: Most bytes at once.
    """

    def __init__(self, limit: int = MAX_HELD_BYTES) -> None:
        self._limit = limit
        self.held = 0
        """Bytes held now."""

    @contextmanager
    def hold(self) -> Iterator[Callable[[int], None]]:
        """Give what takes in so many bytes more of one request; all of them are let go when the block ends.

        It raises UnavailableError if there are too many already; the request is to come again a little later.
        """
        own = 0

        def take(size: int) -> None:
            nonlocal own
            if self.held + size > self._limit:
                raise UnavailableError(
                    f"{self.held} bytes wait to be checked and written, as many as may",
                    hint="send again after a pause, with less at once: replays are idempotent",
                    code="busy",
                )
            self.held += size
            own += size

        try:
            yield take
        finally:
            self.held -= own
