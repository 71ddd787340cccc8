"""A published log in memory that goes down, lies and withholds on demand: a `LogSource`."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.domain import tree
from ledger.domain.entry import SignedSegment, leaf_hash
from ledger.errors import InvalidInputError, NotFoundError, UnavailableError


class FakeLog:
    """Entries with their segments, as `LogReader` gives them."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.packs: list[bytes] = []
        self.down = False
        self.withheld: set[int] = set()

    def append(self, *segments: SignedSegment) -> int:
        """Add segments; return the new size."""
        for segment in segments:
            self.append_raw(segment.entry.pack(), segment.pack())
        return len(self.leaves)

    def append_raw(self, leaf: bytes, packed: bytes) -> int:
        """Add an entry and whatever stands for its segment; return the new size."""
        self.leaves.append(leaf)
        self.packs.append(packed)
        return len(self.leaves)

    def root(self, size: int) -> bytes:
        return tree.root([leaf_hash(leaf) for leaf in self.leaves[:size]])

    def inclusion_path(self, index: int, size: int) -> list[bytes]:
        self._reach(size)
        return tree.inclusion_path(tree.levels([leaf_hash(leaf) for leaf in self.leaves[:size]]), index)

    def entries(self, begin: int, end: int) -> Iterator[bytes]:
        self._reach(end)
        yield from self.leaves[begin:end]

    def segments(self, begin: int, end: int) -> Iterator[tuple[int, SignedSegment]]:
        self._reach(end)
        for index in range(begin, end):
            if index in self.withheld:
                raise InvalidInputError(f"pack of leaf {index} is garbage", code="bad_frame")
            yield index, SignedSegment.unpack(self.packs[index])

    def _reach(self, size: int) -> None:
        if self.down:
            raise UnavailableError("the log does not answer", code="log_down")
        if size > len(self.leaves):
            raise NotFoundError(f"the log has published {len(self.leaves)} leaves, not {size}")
