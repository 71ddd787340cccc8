"""Running disputes by what they wait for, from the mirror's own index: a page costs a page.

The mirror keeps a time for each dispute before which nothing is due in it (`ledger.indexer.dues`). Disputes are folded
in the order of these times, until what is left cannot be more urgent than what was found. Folded disputes are kept
between questions, until they move or a fork may have taken back what they stood on; the order is kept as long as
nothing was written. Nothing rests on either.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.domain.ids import Address
from ledger.store.books import Books
from ledger.store.court_view import CourtView
from ledger.store.view import View

if TYPE_CHECKING:
    from ledger.queries.dockets import Docket

Fold: TypeAlias = "Callable[[Sequence[int]], list[Docket]]"
"""Folds disputes by number; leaves out those that are not there."""
KEPT: Final = 4096
"""Folded disputes that one process keeps."""
_AT_ONCE: Final = 64
_FOLDED_AT_ONCE: Final = 16
"""Folding costs more than a round trip: what nobody asks for any more is not folded."""


@dataclass(slots=True)
class _Kept:
    """What is kept of one mirror, as of a block."""

    books: Books
    block: int
    dockets: OrderedDict[int, Docket] = field(default_factory=OrderedDict)


@dataclass(slots=True)
class _Order:
    """Running disputes in the order of the index, as far as it was read: a time and a number each, batch by batch."""

    books: Books
    batches: list[list[tuple[int, int]]] = field(default_factory=list)
    given: set[int] = field(default_factory=set)
    at: int = 0
    count: int = _AT_ONCE
    ended: bool = False

    def batch(self, court: CourtView, arbitrator: Address, block: int, which: int) -> list[tuple[int, int]] | None:
        """Return a batch, the next one read if it is not there yet; None behind the last one."""
        if which == len(self.batches) and not self.ended:
            self._read(court, arbitrator, block)
        return self.batches[which] if which < len(self.batches) else None

    def _read(self, court: CourtView, arbitrator: Address, block: int) -> None:
        found = court.due(arbitrator, self.at, self.count)
        times: dict[int, int] = {}
        for number in _moved_since(court, arbitrator, block):  # read after the index, which it may differ
            times.setdefault(number, self.at)
        for time, due in found:
            if due is not None:
                times.setdefault(due, time)
        self.batches.append([(time, number) for number, time in times.items() if number not in self.given])
        self.given.update(times)
        if len(found) < self.count:
            self.ended = True
            return
        last = found[-1][0]
        self.count = _AT_ONCE if last > self.at else 2 * self.count  # as many are due at one time
        self.at = last


class DueIndex:
    """Folded disputes of one process; safe to share between threads.

    Args:
        most: Most disputes to keep.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: _Kept | None = None
        self._order: _Order | None = None

    def running(self, view: View, arbitrator: Address, fold: Fold) -> Iterator[tuple[int, Docket]]:
        """Yield the running disputes of a view of the newest block, each with a time before which nothing is due in it.

        Args:
            view: Of the newest block; one that does not remember, for the index goes on with the chain.
            arbitrator: Ours, whose panels have times of their own.
            fold: Folds disputes.

        Yields:
            Time (Unix seconds) and docket; the times never fall. Some that are over may be among them.
        """
        court, order, which = CourtView(view), self._order_of(view), 0
        while True:
            with self._lock:
                batch = order.batch(court, arbitrator, view.block, which)
            if batch is None:
                return
            for begin in range(0, len(batch), _FOLDED_AT_ONCE):
                times = {number: time for time, number in batch[begin : begin + _FOLDED_AT_ONCE]}
                yield from ((times[docket.number], docket) for docket in self._dockets(view, court, list(times), fold))
            which += 1

    def _order_of(self, view: View) -> _Order:
        """Return the order as of a view: what was read of it before, if nothing was written since."""
        with self._lock:
            order = self._order
            if order is None or not order.books.is_same(view.books):
                order = self._order = _Order(view.books)
            return order

    def _dockets(self, view: View, court: CourtView, numbers: Sequence[int], fold: Fold) -> list[Docket]:
        with self._lock:
            kept, self._kept = self._kept, None  # what a failed read leaves behind is not kept
            if kept is None or not _follows(kept, view):
                kept = _Kept(view.books, view.block)
            else:
                for number in _moved(kept, view, court):
                    kept.dockets.pop(number, None)
                kept.books, kept.block = view.books, view.block
            missing = [number for number in numbers if number not in kept.dockets]
            made = {docket.number: docket for docket in fold(missing)} if missing else {}
            found = [made.get(number) or kept.dockets.get(number) for number in numbers]
            kept.dockets.update(made)
            while len(kept.dockets) > self._most:
                kept.dockets.popitem(last=False)
            self._kept = kept
        return [docket for docket in found if docket is not None]


def _moved_since(court: CourtView, arbitrator: Address, block: int) -> list[int]:
    """Return what the index may say something else of than it did at a block."""
    disputes, panels = court.moved(block)
    return [*disputes, *(number for number in court.arbitrated(arbitrator, panels) if number is not None)]


def _follows(kept: _Kept, view: View) -> bool:
    """Whether a view is of the same index, not before what is kept."""
    before, now = kept.books, view.books
    same = (before.instance, before.generation) == (now.instance, now.generation)
    return same and (view.block >= kept.block or before.forks != now.forks)


def _moved(kept: _Kept, view: View, court: CourtView) -> Iterator[int]:
    """Yield the disputes to fold again."""
    if kept.block == view.block and kept.books.forks == view.books.forks:
        return
    since = kept.block
    if kept.books.forks != view.books.forks:
        since = kept.books.floor  # nothing below it can have been taken back
    disputes, panels = court.moved(since)
    wanted = set(disputes)
    of_panel = {bench.number: docket.number for docket in kept.dockets.values() for bench in docket.benches}
    wanted |= {of_panel[panel] for panel in panels if panel in of_panel}
    yield from wanted
    if kept.books.forks != view.books.forks:
        yield from [number for number, docket in kept.dockets.items() if docket.last_block > since]
