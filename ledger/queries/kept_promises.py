"""Promises that nothing changes any more, so that no question looks at them again; and what the last questions found.

A promise is settled once its receipt and the record at its place are both below the reorganisation depth: nothing
takes that back, whether it was kept, came too late, or another record stands there. It is known by the record that
carries the receipt. What is known of one index is of no use for another, nor for a question about a block before all
of it was final. As long as nothing is written, what was found is what would be found again, so that a page out of it
costs a page.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.store.books import Books
from ledger.store.view import View

if TYPE_CHECKING:
    from ledger.queries.promises import Found, Promise

LIMIT: Final = 100_000
"""Most receipts that are remembered, some 30 MB; the rest is looked at each time."""
_ANSWERS: Final = 16
Unread: TypeAlias = Mapping[bytes, int]
"""When the first anchor of each log was made that is not held whole, Unix seconds: verdicts wait for these."""


@dataclass(slots=True)
class _Settled:
    """What is settled in one index: hashes of receipts by the members that list them, and of these what is broken."""

    index: tuple[int, str]
    names: dict[bytes, bytes] = field(default_factory=dict)
    broken: dict[bytes, Promise] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question found, about one agent or all, as of what."""

    books: Books
    block: int
    unread: Unread
    found: Found


class KeptPromises:
    """Remembers which listed receipts are settled, by the member that lists them; safe to share between threads.

    Args:
        limit: Most that are remembered.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._settled = _Settled((-1, ""))
        self._lock = threading.Lock()
        self._asked: OrderedDict[int | None, _Asked] = OrderedDict()

    def names(self, view: View) -> Mapping[bytes, bytes]:
        """Return the hashes of the receipts that a view need not look at, by the members that list them."""
        return self._of(view).names

    def broken(self, view: View) -> Mapping[bytes, Promise]:
        """Return those of them that were broken, by their hashes."""
        return self._of(view).broken

    def note(self, view: View, settled: Iterable[tuple[bytes, Promise]]) -> None:
        """Remember members, each with the promise of its receipt, which a view found settled."""
        here = self._settled
        if here.index != _index(view):
            here = self._settled = _Settled(_index(view))
        for member, promise in settled:
            if len(here.names) >= self._limit:
                return
            if promise.broken is not None:
                here.broken[promise.shown.name] = promise
            here.names[member] = promise.shown.name

    def found(self, view: View, number: int | None, unread: Unread) -> Found | None:
        """Return what was found about an agent, or (None) all, if a view would find the same."""
        asked = self._asked.get(number)
        if asked is None or asked.block != view.block or not asked.books.is_same(view.books) or asked.unread != unread:
            return None
        return asked.found

    def keep(self, view: View, number: int | None, unread: Unread, found: Found) -> None:
        """Remember what a view of the newest block found."""
        if view.block == view.books.cursor.number:
            with self._lock:
                self._asked[number] = _Asked(view.books, view.block, unread, found)
                while len(self._asked) > _ANSWERS:
                    self._asked.popitem(last=False)

    def _of(self, view: View) -> _Settled:
        here = self._settled
        return here if here.index == _index(view) and view.block >= view.books.floor else _Settled((-1, ""))


def _index(view: View) -> tuple[int, str]:
    return view.books.generation, view.books.instance
