"""Windows of final blocks, fetched in threads before their turn: the node works while the one before is written.

Only blocks that no fork takes back are fetched ahead. What comes is handed out strictly in order, and thrown away if
the mirror turns out to be elsewhere. Windows are sized by events: the next ones as those before came out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from ledger.domain.events import RawLog
from ledger.indexer.source import Block

TARGET_EVENTS: Final = 1000
"""Events that a window should hold: about 1 MB on the wire."""
MAX_WINDOW: Final = 5000  # blocks; common limit of hosted nodes for one eth_getLogs
FIRST_WINDOW: Final = 16  # blocks: full ones hold a few thousand events
_GROWTH: Final = 2
THREADS: Final = 2
AHEAD: Final = 3
"""Windows that are fetched or wait, at most; one, while they still grow: the next may hold far more than the last."""


@dataclass(slots=True)
class Fetched:
    """A window as the node gave it; `blocks` holds those with logs and the last, or all if `linked`."""

    first: int
    last: int
    logs: list[RawLog]
    blocks: dict[int, Block]
    linked: bool


class Ahead:
    """Fetches windows in order.

    Args:
        fetch: Fetches blocks from `first` to `last`, both included; called from several threads.
    """

    def __init__(self, fetch: Callable[[int, int], Fetched]) -> None:
        self._fetch = fetch
        self._size = FIRST_WINDOW
        self._sure = False
        self._most = 1
        self._waiting: deque[tuple[int, int, Future[Fetched]]] = deque()
        self._pool: ThreadPoolExecutor | None = None

    def window(self, first: int, floor: int) -> Fetched:
        """Return the window that begins at a block and ends at `floor` at the latest.

        Raises:
            LedgerError: what fetching it raised; it is fetched again the next time.
        """
        if self._waiting and self._waiting[0][0] != first:
            self.forget()
        if not self._waiting and (not self._sure or first + self._size > floor):  # nothing to fetch beside it
            self.forget()
            return self._sized(self._fetch(first, min(first + self._size - 1, floor)))
        self._order(first, floor)
        _, last, future = self._waiting.popleft()
        self._order(last + 1, floor)
        try:
            return self._sized(future.result())
        except BaseException:
            self.forget()
            raise

    def forget(self) -> None:
        """Throw away what was fetched, and let the threads end."""
        for _, _, future in self._waiting:
            future.cancel()
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _order(self, first: int, floor: int) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="ombud-fetch")
        begin = self._waiting[-1][1] + 1 if self._waiting else first
        while len(self._waiting) < self._most and begin <= floor:
            end = min(begin + self._size - 1, floor)
            self._waiting.append((begin, end, self._pool.submit(self._fetch, begin, end)))
            begin = end + 1

    def _sized(self, found: Fetched) -> Fetched:
        per_block = max(len(found.logs), 1) / (found.last - found.first + 1)
        self._sure = True
        self._most = AHEAD if len(found.logs) * _GROWTH >= TARGET_EVENTS or self._size == MAX_WINDOW else 1
        self._size = max(1, min(MAX_WINDOW, _GROWTH * self._size, int(TARGET_EVENTS / per_block)))
        return found
