"""Merkle trees in the shape of RFC 6962, with the proofs of RFC 9162 §2.1.3 and §2.1.4.

Leaves are given as hashes: what is hashed, and under which tag, is the caller's business (`record`,
`entry`, `commitment`). Positions and sizes count leaves from 0; every hash is 32 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256 as _sha256
from typing import Final

from ledger.domain.hashing import NODE_TAG
from ledger.errors import InvalidInputError, ProofError

EMPTY_ROOT: Final = _sha256(b"").digest()
MAX_SIZE: Final = (1 << 63) - 1


def node(left: bytes, right: bytes) -> bytes:
    """Hash two 32-byte children into their parent: SHA-256(0x01 || left || right)."""
    return _sha256(NODE_TAG + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[tuple[bytes, ...]]:
    """Return every level of the tree, leaves first; an odd last node rises unchanged.

    Lifting the odd node gives exactly the RFC 6962 tree: the split at the largest power of two leaves
    the right edge as the only incomplete subtree on each level. Levels are tuples, which the garbage collector looks
    through once and then leaves alone; with a million leaves in lists, each full collection took 30 ms more.
    """
    out = [tuple(leaves)]
    while len(out[-1]) > 1:
        out.append(tuple(_above(out[-1])))
    return out


def _above(below: Sequence[bytes]) -> list[bytes]:
    """Return the level above one; `node` written out, since its call would cost a third of the time."""
    pairs = iter(below)
    above = [_sha256(NODE_TAG + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
    if len(below) % 2:
        above.append(below[-1])
    return above


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a tree over leaf hashes; SHA-256("") for none (RFC 9162 §2.1.1)."""
    level = leaves
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY_ROOT


def inclusion_path(tree: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """Read the audit path of leaf `index` out of `levels(...)`, bottom up (RFC 9162 §2.1.3.1).

    Raises:
        InvalidInputError: if the index is outside the tree.
    """
    if not tree or not 0 <= index < len(tree[0]):
        raise InvalidInputError(f"leaf index {index} is outside the tree", code="bad_index")
    path: list[bytes] = []
    for level in tree[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return path


def inclusion_paths(tree: Sequence[Sequence[bytes]], write: Callable[[bytes], str], between: str) -> list[str]:
    """Write the audit paths of all leaves of `levels(...)`; each node is written once, and each path's end shared.

    Args:
        tree: The levels.
        write: Writes a node.
        between: What stands between two nodes.
    """
    above = [""]
    for level in reversed(tree[:-1]):
        own = [write(node) for node in level]
        paths = []
        for index in range(len(level)):
            rest = above[index >> 1]
            sibling = index ^ 1
            if sibling >= len(level):
                paths.append(rest)
            else:
                paths.append(own[sibling] + between + rest if rest else own[sibling])
        above = paths
    return above


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected_root: bytes) -> None:
    """Check that `leaf` stands at `index` in the tree of `size` leaves under `expected_root` (RFC 9162 §2.1.3.2).

    Raises:
        ProofError: if it does not, or the path has the wrong length.
    """
    if root_of_path(leaf, index, size, path) != expected_root:
        raise ProofError(f"leaf {index} does not lead to the root of size {size}", code="root_mismatch")


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a path leads from the leaf at `index` of `size` (RFC 9162 §2.1.3.2).

    Raises:
        ProofError: if the path has another length than that place needs.
    """
    if not 0 <= index < size:
        raise ProofError(f"leaf index {index} is not below the tree size {size}", code="bad_index")
    position, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofError(f"inclusion path of leaf {index} is too long for size {size}", code="bad_inclusion_path")
        if position % 2 or position == last:
            current = node(sibling, current)
            while position % 2 == 0 and position:
                position >>= 1
                last >>= 1
        else:
            current = node(current, sibling)
        position >>= 1
        last >>= 1
    if last != 0:
        raise ProofError(f"inclusion path of leaf {index} is too short for size {size}", code="bad_inclusion_path")
    return current


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `new_size` extends the tree of `old_size` (RFC 9162 §2.1.4.2).

    Edges as in `ActionLog.anchor`: from size 0 the old root is SHA-256("") and the proof is empty;
    between equal sizes the roots are equal and the proof is empty.

    Raises:
        ProofError: if it does not extend it, shrinks, or the proof has the wrong length.
    """
    if not 0 <= old_size <= new_size:
        raise ProofError(f"a log of size {old_size} cannot become size {new_size}", code="shrinking_log")
    if old_size in (0, new_size):
        start = EMPTY_ROOT if old_size == 0 else new_root
        if proof or old_root != start or (new_size == 0 and new_root != start):
            raise ProofError(
                f"sizes {old_size} and {new_size} need an empty proof and matching roots", code="inconsistent"
            )
        return
    hashes = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not hashes:
        raise ProofError("the consistency proof is empty", code="inconsistent")
    position, last = old_size - 1, new_size - 1
    while position % 2:
        position >>= 1
        last >>= 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofError(f"consistency proof {old_size} -> {new_size} is too long", code="inconsistent")
        if position % 2 or position == last:
            old, new = node(sibling, old), node(sibling, new)
            while position % 2 == 0 and position:
                position >>= 1
                last >>= 1
        else:
            new = node(new, sibling)
        position >>= 1
        last >>= 1
    if last != 0 or old != old_root or new != new_root:
        raise ProofError(
            f"the tree of size {new_size} does not extend the tree of size {old_size}", code="inconsistent"
        )


def subtree_ranges(begin: int, end: int) -> Iterable[tuple[int, int]]:
    """Split leaves [begin, end) into maximal aligned subtrees, as (level, index) from left to right."""
    while begin < end:
        level = 0
        while begin % (2 << level) == 0 and begin + (2 << level) <= end:
            level += 1
        yield level, begin >> level
        begin += 1 << level


def consistency_ranges(old_size: int, new_size: int) -> list[tuple[int, int]]:
    """Name the nodes of the proof old -> new as leaf ranges [begin, end), in proof order (RFC 9162 §2.1.4.1)."""

    def subproof(m: int, begin: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
        size = end - begin
        if m == size:
            return [] if whole else [(begin, end)]
        split = 1 << (size - 1).bit_length() - 1
        if m <= split:
            return [*subproof(m, begin, begin + split, whole=whole), (begin + split, end)]
        return [*subproof(m - split, begin + split, end, whole=False), (begin, begin + split)]

    if not 0 <= old_size <= new_size:
        raise InvalidInputError(f"no consistency proof from size {old_size} to {new_size}", code="bad_size")
    return [] if old_size in (0, new_size) else subproof(old_size, 0, new_size, whole=True)


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Name the nodes of the audit path of leaf `index` as leaf ranges [begin, end), bottom up."""
    if not 0 <= index < size:
        raise InvalidInputError(f"leaf index {index} is not below the tree size {size}", code="bad_index")
    begin, end, path = 0, size, []
    while end - begin > 1:
        split = begin + (1 << (end - begin - 1).bit_length() - 1)
        if index < split:
            path.append((split, end))
            end = split
        else:
            path.append((begin, split))
            begin = split
    return path[::-1]


class Frontier:
    """The right edge of a growing tree: enough to append leaves and know the root, in O(log n) space.

    Args:
        size: Leaves so far.
        peaks: Roots of the maximal full subtrees, largest first (one for each set bit of `size`).
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self._size = size
        self._peaks = list(peaks)
        if len(self._peaks) != size.bit_count():
            raise InvalidInputError(f"a tree of size {size} has {size.bit_count()} peaks, not {len(self._peaks)}")

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """Roots of the maximal full subtrees, largest first."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        current, size = leaf, self._size
        while size & 1:
            current = node(self._peaks.pop(), current)
            size >>= 1
        self._peaks.append(current)
        self._size += 1

    def copy(self) -> Frontier:
        """Return an independent copy."""
        return Frontier(self._size, self._peaks)

    def root(self) -> bytes:
        """Return the root over all leaves so far; SHA-256("") for none."""
        if not self._peaks:
            return EMPTY_ROOT
        current = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            current = node(peak, current)
        return current
