"""One page of a list of names, with the cursor that goes on after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ledger.queries import cursors
from ledger.queries.answers import Page
from ledger.queries.cursors import Cursor, Place
from ledger.store.named import Named, named
from ledger.store.rows import LOG_INDEX_BYTES
from ledger.store.view import View

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as a reader asks for it: its name, the reader's cursor, most items on a page, as of which block."""

    name: str
    cursor: Cursor | None
    limit: int
    as_of: int | None

    @classmethod
    def parse(cls, name: str, cursor: str | None, limit: int, as_of: int | None) -> Asked:
        """Check what a reader sent.

        Raises:
            InvalidInputError: if the cursor is none of this list, or the limit not in 1..500.
        """
        return cls(name, cursors.parse(cursor, name, as_of), cursors.check_limit(limit), as_of)

    def begin(self, view: View) -> Cursor:
        """Return where the page begins.

        Raises:
            ConflictError: if a fork took back what the cursor has seen.
        """
        at = self.cursor or cursors.start(self.name, self.as_of, view.books.cursor)
        cursors.check_fork(at, view)
        return at


@dataclass(frozen=True, slots=True)
class Turned:
    """The names on a page, each with its place on chain (block, log index), and what the page says of the rest."""

    names: list[bytes]
    places: list[tuple[int, int]]
    next_cursor: str | None
    more: bool

    def page(self, items: list[T]) -> Page[T]:
        """Return the page with what the names stand for."""
        return Page(items, self.next_cursor, self.more)


def paged(view: View, at: Cursor, items: list[T], end: Place | None, *, more: bool) -> Page[T]:
    """Make a page of a list with one source.

    Args:
        view: As of which block.
        at: Where the page began.
        items: What is on it.
        end: The place of its last item; None if there is none.
        more: Whether something is behind it now.
    """
    after = at.behind(view.books.cursor, end or at.chain)
    return Page(items, after.text() if after.chain else None, more)


def turn(view: View, key: str, asked: Asked) -> Turned:
    """Read the next page of a ZSET of names.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
    """
    at = asked.begin(view)
    found: list[Named] = [named(item) for item in view.after(key, at.position, asked.limit + 1)]
    page = found[: asked.limit]
    chain = Place(page[-1].position.block, page[-1].position.prefix) if page else at.chain
    after = at.behind(view.books.cursor, chain)
    places = [(item.position.block, int.from_bytes(item.position.prefix[:LOG_INDEX_BYTES], "big")) for item in page]
    return Turned([item.name for item in page], places, after.text() if chain else None, len(found) > asked.limit)


def cut(view: View, asked: Asked, items: Sequence[T], place_of: Callable[[T], tuple[int, int]]) -> Page[T]:
    """Cut the next page out of a list that is read whole, because what it says of one item may come last.

    Args:
        view: As of which block.
        asked: What the reader asked for.
        items: The list, in the order of its places.
        place_of: Block and log index of an item.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
    """
    at = asked.begin(view)
    after = None if at.chain is None else (at.chain.block, int.from_bytes(at.chain.prefix, "big"))
    rest = [item for item in items if after is None or place_of(item) > after]
    page = list(rest[: asked.limit])
    end = at.chain
    if page:
        block, log_index = place_of(page[-1])
        end = Place(block, log_index.to_bytes(LOG_INDEX_BYTES, "big"))
    return paged(view, at, page, end, more=len(rest) > asked.limit)
