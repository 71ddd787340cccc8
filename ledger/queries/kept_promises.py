"""Promises that are kept for good, so that no question looks at them again.

A promise is kept for good once receipt and record are both below the reorganisation depth: nothing takes that back. It
is known by the record that carries the receipt. What is known of one index is of no use for another, nor for a question
about a block before all of it was final.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ledger.store.view import View

LIMIT: Final = 100_000
"""Most receipts that are remembered, some 30 MB; the rest is looked at each time."""


class KeptPromises:
    """Remembers which listed receipts are kept for good, by the member that lists them.

    Args:
        limit: Most that are remembered.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._known: tuple[tuple[int, str], dict[bytes, bytes]] = ((-1, ""), {})

    def names(self, view: View) -> Mapping[bytes, bytes]:
        """Return the hashes of the receipts that a view need not look at, by the members that list them."""
        index, found = self._known
        return found if index == _index(view) and view.block >= view.books.floor else {}

    def note(self, view: View, kept: Iterable[tuple[bytes, bytes]]) -> None:
        """Remember members and the hashes of their receipts, which a view found kept for good."""
        index = _index(view)
        if self._known[0] != index:
            self._known = (index, {})
        found = self._known[1]
        for member, name in kept:
            if len(found) >= self._limit:
                return
            found[member] = name


def _index(view: View) -> tuple[int, str]:
    return view.books.generation, view.books.instance
