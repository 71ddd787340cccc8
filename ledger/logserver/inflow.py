"""Back-pressure: how many bytes of requests may be in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ledger.errors import UnavailableError

MAX_HELD_BYTES: Final = 256 * 1024 * 1024


class Inflow:
    """Counts the bytes of requests that were let in and are not answered yet. For one event loop.

    Args:
        limit: Most bytes at once.
    """

    def __init__(self, limit: int = MAX_HELD_BYTES) -> None:
        self._limit = limit
        self.held = 0
        """Bytes let in now."""

    @contextmanager
    def hold(self, size: int) -> Iterator[None]:
        """Let in a request of `size` bytes, until the block ends.

        Raises:
            UnavailableError: if there are too many already; the request is to come again a little later.
        """
        if self.held + size > self._limit:
            raise UnavailableError(
                f"{self.held} bytes wait to be checked and written, as many as may",
                hint="send again after a pause, with less at once: replays are idempotent",
                code="busy",
            )
        self.held += size
        try:
            yield
        finally:
            self.held -= size
