"""Finished case files, kept between questions, and given out only while they are what a fresh answer would be.

A case file rests on the keys that it read. Each write of the indexer leaves a list of what it touched (its undo), and
hashes it into the mirror's history: so a look at the mirror tells whether anything was written since the last one, and
if so, what. What was touched is forgotten; after a fork, a flush, a swap of the index, or writes that left no list,
all of it. What changes with the block alone (what is due, finality, the block itself) is written anew each time, and
whether evidence can be had is looked up each time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ledger.store.books import Books
from ledger.store.mirror import Mirror

if TYPE_CHECKING:
    from ledger.queries.exhibits import Exhibit
    from ledger.queries.next_steps import NextStep

KEPT_BYTES: Final = 64 << 20
"""Most bytes that one process keeps, roughly: some three thousand cases."""
_KEY_BYTES: Final = 120
"""What a key that a case read costs, roughly."""


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One case file as JSON, without what changes with the block.

    `before` and `after` are its fields up to and behind `deadline`; `completeness` stands beside them. `steps` and
    `due` give the deadline as of any block (`next_steps.due_of`).
    """

    before: bytes
    after: bytes
    completeness: bytes
    steps: list[NextStep]
    due: int
    evidence: list[Exhibit]
    keys: frozenset[str]

    @property
    def cost(self) -> int:
        """Bytes that it takes, roughly."""
        return len(self.before) + len(self.after) + _KEY_BYTES * len(self.keys)


@dataclass(slots=True)
class _Shelf:
    """What is kept of one history, up to the write that `books` saw; `orders` says at which write each was made."""

    books: Books
    cases: OrderedDict[int, KeptCase] = field(default_factory=OrderedDict)
    orders: dict[int, int] = field(default_factory=dict)
    readers: dict[str, set[int]] = field(default_factory=dict)
    cost: int = 0

    def forget(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            case = self.cases.pop(number)
            del self.orders[number]
            self.cost -= case.cost
            for key in case.keys:
                self.readers[key].discard(number)
                if not self.readers[key]:
                    del self.readers[key]


class KeptCases:
    """Case files of one process; safe to share between threads.

    Args:
        most: Most bytes to keep, roughly.
    """

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._shelf: _Shelf | None = None

    def find(self, mirror: Mirror, books: Books, number: int) -> KeptCase | None:
        """Return the case file of a dispute, if it still stands as of the cursor of `books`.

        Args:
            mirror: The mirror.
            books: As just read.
            number: The dispute.

        Raises:
            UnavailableError: if the mirror cannot be reached.
        """
        with self._lock:
            shelf = self._at(mirror, books)
            if shelf is None or shelf.orders.get(number, books.order + 1) > books.order:
                return None
            shelf.cases.move_to_end(number)
            return shelf.cases[number]

    def keep(self, mirror: Mirror, books: Books, number: int, case: KeptCase) -> None:
        """Keep a case file that was made of the mirror as `books` saw it.

        Raises:
            UnavailableError: if the mirror cannot be reached.
        """
        with self._lock:
            shelf = self._at(mirror, books)
            if shelf is None or not _same(shelf.books, books) or case.cost > self._most:
                return  # it was written meanwhile: the next question keeps it
            shelf.forget([number] if number in shelf.cases else [])
            shelf.cases[number] = case
            shelf.orders[number] = books.order
            shelf.cost += case.cost
            for key in case.keys:
                shelf.readers.setdefault(key, set()).add(number)
            while shelf.cost > self._most:
                shelf.forget([next(iter(shelf.cases))])

    def _at(self, mirror: Mirror, books: Books) -> _Shelf | None:
        """Return what is kept, with everything forgotten that was touched since; None for a mirror without history."""
        shelf = self._shelf
        if shelf is not None and _same(shelf.books, books):
            return shelf
        self._shelf = None  # what a failed read leaves behind is not kept
        if not books.history:
            return None
        if shelf is None or not _one_index(shelf.books, books):
            shelf = _Shelf(books)
        else:
            touched = mirror.touched(shelf.books)
            if touched is None:
                shelf = _Shelf(books)
            else:
                shelf.forget({number for key in touched.keys for number in shelf.readers.get(key, ())})
                shelf.books = replace(shelf.books, order=touched.order, history=touched.history)
        self._shelf = shelf
        return shelf


def _same(one: Books, other: Books) -> bool:
    return one.is_same(other) and one.stated == other.stated


def _one_index(one: Books, other: Books) -> bool:
    return (one.instance, one.generation, one.stated) == (other.instance, other.generation, other.stated)
