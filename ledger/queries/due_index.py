"""Running disputes by what they wait for, kept folded between questions: a page costs a page.

The first question folds every running dispute. Later ones fold those that moved since, which the mirror lists by block
(`c:moved`), and after a fork those that stood on blocks it may have taken back. Nothing else is kept, and nothing is
answered here that folding everything would not answer.
"""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ledger.store.books import Books
from ledger.store.court_view import CourtView
from ledger.store.view import View

if TYPE_CHECKING:
    from ledger.queries.dockets import Docket

Fold: TypeAlias = "Callable[[Sequence[int]], list[Docket]]"
"""Folds disputes by number; leaves out those that are not there."""
Bound: TypeAlias = "Callable[[Docket], int | None]"
"""The earliest time that a dispute can be due (Unix seconds); None if it is over."""


@dataclass(slots=True)
class _Kept:
    """What is kept of one mirror: `order` is (bound, number), `last` the newest block that a dispute stands on."""

    books: Books
    block: int
    dockets: dict[int, Docket] = field(default_factory=dict)
    bounds: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    panels: dict[int, int] = field(default_factory=dict)
    order: list[tuple[int, int]] = field(default_factory=list)


class DueIndex:
    """Folded disputes of one process; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: _Kept | None = None

    def running(self, view: View, fold: Fold, bound: Bound) -> tuple[list[tuple[int, Docket]], list[Docket]]:
        """Return the running disputes of a view of the newest block.

        Args:
            view: Of the newest block.
            fold: Folds disputes.
            bound: Says how early one can be due.

        Returns:
            (bound and docket of each, the earliest first; those with doubts, by number).
        """
        with self._lock:
            kept, self._kept = self._kept, None  # what a failed read leaves behind is not kept
            if kept is None or not _follows(kept, view):
                kept = _Kept(view.books, view.block)
                self._take(kept, CourtView(view).running(), fold, bound)
            else:
                self._take(kept, sorted(_moved(kept, view)), fold, bound)
                kept.books, kept.block = view.books, view.block
            self._kept = kept
            found = [(at, kept.dockets[number]) for at, number in kept.order]
            doubted = [kept.dockets[number] for number in sorted(kept.dockets) if kept.dockets[number].doubts]
        return found, doubted

    @staticmethod
    def _take(kept: _Kept, numbers: Sequence[int], fold: Fold, bound: Bound) -> None:
        """Fold disputes again, and forget those that are over or were never opened."""
        for number in numbers:
            if number in kept.bounds:
                kept.order.remove((kept.bounds.pop(number), number))
            kept.dockets.pop(number, None)
            kept.last.pop(number, None)
        for docket in fold(numbers):
            kept.last[docket.number] = docket.last_block
            if docket.bench is not None:
                kept.panels[docket.bench.number] = docket.number
            at = bound(docket)
            if at is None:
                continue
            kept.dockets[docket.number], kept.bounds[docket.number] = docket, at
            insort(kept.order, (at, docket.number))


def _follows(kept: _Kept, view: View) -> bool:
    """Whether a view is of the same index, not before what is kept."""
    before, now = kept.books, view.books
    same = (before.instance, before.generation) == (now.instance, now.generation)
    return same and (view.block >= kept.block or before.forks != now.forks)


def _moved(kept: _Kept, view: View) -> Iterator[int]:
    """Yield the disputes to fold again."""
    since = kept.block
    if kept.books.forks != view.books.forks:
        since = kept.books.floor  # nothing below it can have been taken back
        yield from (number for number, last in kept.last.items() if last > since)
    disputes, panels = CourtView(view).moved(since)
    yield from disputes
    yield from (kept.panels[panel] for panel in panels if panel in kept.panels)
