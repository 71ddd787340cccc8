"""Removing evidence whose time is over: what a case holds, or a retention class still keeps, stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.errors import ConflictError
from ledger.tiles.evidence import EvidenceStore

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Pruned:
    """Which files were removed, and which could have been but for a hold, by their hashes."""

    removed: tuple[str, ...]
    held: tuple[str, ...]


def prune(store: EvidenceStore) -> Pruned:
    """Remove the bytes of every file that nothing keeps any more; what is known about them stays.

    Raises:
        ProofError: if what is known about a file is damaged; what came before it is removed.
    """
    removed: list[str] = []
    held: list[str] = []
    after, more = "", True
    while more:
        page, more = store.page(after, _PAGE)
        for one in page:
            if one.availability.state == "missing":
                continue
            try:
                store.remove(one.sha256)  # looks at holds and classes itself, at that moment
                removed.append(one.sha256)
            except ConflictError:
                if one.holds:
                    held.append(one.sha256)
        after = page[-1].sha256 if page else after
    return Pruned(tuple(removed), tuple(held))
