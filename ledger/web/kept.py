"""Answers over the whole history, kept until the mirror is written again: however many ask, they are made once.

Some questions of the desk read every dispute there is. What they answer follows from the state of the mirror alone, and
that state has a name (`Books.order`, `Books.history`): as long as it is the same, so is the answer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.queries.answers import Answer
from ledger.queries.asking import vouch
from ledger.queries.sources import Sources
from ledger.store.books import Books

MOST: Final = 32
"""Answers that are kept."""


@dataclass(slots=True)
class _Slot:
    """One answer, the state of the mirror that it is of, and the turn of whoever makes it."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    state: Hashable = None
    answer: Answer[Any] | None = None


class Kept:
    """Answers, each by what was asked; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()

    def answer(
        self, sources: Sources, name: Hashable, as_of: int | None, make: Callable[[], Answer[Any]]
    ) -> Answer[Any]:
        """Return an answer, made now unless one is kept that would come out the same.

        Args:
            sources: What it is made from.
            name: What is asked, with everything that it depends on besides the mirror.
            as_of: As of which block.
            make: Makes it.

        Raises:
            StaleMirrorError: if the mirror cannot vouch for it.
            UnavailableError: if Redis cannot be reached.
        """
        slot = self._slot((name, as_of))
        with slot.turn:  # whoever else asks for the same waits for this one
            books = sources.mirror.books()
            vouch(sources, books, as_of)
            if slot.answer is not None and slot.state == _state(books):
                return slot.answer
            found = make()
            slot.state = _state(books) if _state(sources.mirror.books()) == _state(books) else None
            slot.answer = found if slot.state is not None else None
            return found

    def _slot(self, name: Hashable) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(name, _Slot())
            self._slots.move_to_end(name)
            while len(self._slots) > MOST:
                self._slots.popitem(last=False)
            return slot


def _state(books: Books) -> Hashable:
    """Name everything of the mirror that an answer depends on; `head` because finality grows with it."""
    return (
        books.instance, books.generation, books.cursor, books.order, books.history, books.ranges, books.forks,
        books.stated, books.head,
    )  # fmt: skip
