"""Tiles of an anchored tree: what answers a challenge, as the contract checks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.domain import tree
from ledger.domain.faults.finding import FaultKind, Finding, key_about
from ledger.domain.hashing import word
from ledger.errors import InvalidInputError, ProofError

TILE: Final = 256
"""Leaf hashes of a whole tile (c2sp.org/tlog-tiles)."""


def tiles_of(size: int) -> int:
    """Return how many tiles hold the leaves of a tree; the last one may be partial."""
    return -(-size // TILE)


def path_over(leaves: Sequence[bytes], tile: int) -> list[bytes]:
    """Return the siblings from a tile's root upwards: its path in the tree whose leaves are the tiles.

    Raises:
        InvalidInputError: if the tree has no such tile.
    """
    if not 0 <= tile < tiles_of(len(leaves)):
        raise InvalidInputError(f"{len(leaves)} leaves have no tile {tile}", hint="tiles are counted from 0")
    roots = [tree.root(leaves[at : at + TILE]) for at in range(0, len(leaves), TILE)]
    return tree.inclusion_path(tree.levels(roots), tile)


def is_shown(size: int, root: bytes, tile: int, hashes: Sequence[bytes], path: Sequence[bytes]) -> bool:
    """Whether these are the leaf hashes of a tile of the tree."""
    if len(hashes) != min(TILE, size - tile * TILE):
        return False
    try:
        tree.verify_inclusion(tree.root(hashes), tile, tiles_of(size), path, root)
    except ProofError:
        return False
    return True


def hidden(log: bytes, root: bytes, tile: int) -> Finding:
    """Return what follows when a tile was asked for and not shown in time."""
    kind = FaultKind.HIDDEN_TILE
    return Finding(kind, key_about(log, root, kind), log, statement_a=root, statement_b=word(tile))
