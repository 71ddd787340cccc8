"""Reading an anchored range out of a log: proved against the anchored root first, then chunk by chunk.

The log's server is not trusted. The first pass reads the entries alone and recomputes the root; the second
reads them again with their segments and holds each chunk against the tree of the first pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain.entry import Entry, SignedSegment, leaf_hash
from ledger.domain.tree import Frontier
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from ledger.indexer.source import LogSource
from ledger.store.log_view import Anchor
from ledger.store.rows import LogCursor

CHUNK: Final = 32
"""Leaves a write holds at most. Chunks end at multiples of it, so that any two indexers cut alike."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Leaves `[first, first + len(leaves))` with their segments, and the tree after them."""

    first: int
    leaves: list[bytes]
    segments: list[SignedSegment | None]
    peaks: tuple[bytes, ...]

    @property
    def end(self) -> int:
        """The first leaf after the chunk."""
        return self.first + len(self.leaves)


def chunks_of(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Split leaves [begin, end) at multiples of the chunk's size."""
    while begin < end:
        stop = min(end, (begin // CHUNK + 1) * CHUNK)
        yield begin, stop
        begin = stop


class ProvedRange:
    """The leaves from a log's cursor to an anchor, proved to lead to the anchored root.

    Args:
        source: The log.
        cursor: How far it is applied.
        anchor: The anchor to reach.

    Raises:
        ConflictError: if the log's entries do not lead to the anchored root.
        NotFoundError, UnavailableError: if the log does not have them, or cannot be reached.
    """

    def __init__(self, source: LogSource, cursor: LogCursor, anchor: Anchor) -> None:
        self.anchor = anchor
        self._source = source
        self._trees: dict[int, tuple[bytes, ...]] = {cursor.size: cursor.peaks}
        frontier = Frontier(cursor.size, cursor.peaks)
        for begin, end in chunks_of(cursor.size, anchor.row.size):
            for leaf in _exactly(source.entries(begin, end), end - begin):
                frontier.append(leaf_hash(leaf))
            self._trees[end] = frontier.peaks
        if frontier.root() != anchor.row.root:
            raise ConflictError(
                f"the log's first {anchor.row.size} entries have root {frontier.root().hex()}, "
                f"the chain anchored {anchor.row.root.hex()}",
                hint="the log serves another history than it anchored; nothing of it was applied",
                code="contradicted",
            )

    def chunk(self, begin: int) -> Chunk:
        """Read the chunk that begins at a leaf, with its segments.

        Raises:
            ConflictError: if the log serves other entries than at the first pass.
            NotFoundError, UnavailableError: if the log withholds something.
        """
        begin, end = next(chunks_of(begin, self.anchor.row.size))
        leaves = _exactly(self._source.entries(begin, end), end - begin)
        frontier = Frontier(begin, self._trees[begin])
        for leaf in leaves:
            frontier.append(leaf_hash(leaf))
        if frontier.peaks != self._trees[end]:
            raise ConflictError("the log changed its entries while they were read", code="contradicted")
        return Chunk(begin, leaves, self._segments(begin, leaves), frontier.peaks)

    def covers(self, cursor: LogCursor) -> bool:
        """Whether the range can go on from a cursor."""
        return self._trees.get(cursor.size) == cursor.peaks

    def _segments(self, begin: int, leaves: list[bytes]) -> list[SignedSegment | None]:
        try:
            found: list[SignedSegment | None] = [s for _, s in self._source.segments(begin, begin + len(leaves))]
        except InvalidInputError:
            found = [self._segment(begin + number, leaf) for number, leaf in enumerate(leaves)]
        if len(found) != len(leaves):
            raise _withheld(begin + len(found))
        for number, (leaf, segment) in enumerate(zip(leaves, found, strict=True)):
            if segment is not None and segment.entry.pack() != leaf:
                raise _withheld(begin + number)
        return found

    def _segment(self, index: int, leaf: bytes) -> SignedSegment | None:
        """Read one segment; None where the entry itself is no entry, so that there can be none."""
        try:
            return next((segment for _, segment in self._source.segments(index, index + 1)), None)
        except InvalidInputError as error:
            try:
                Entry.unpack(leaf)
            except InvalidInputError:
                return None
            raise _withheld(index) from error


def _exactly(leaves: Iterator[bytes], count: int) -> list[bytes]:
    found = list(leaves)
    if len(found) != count:
        raise NotFoundError(f"the log gave {len(found)} entries, not {count}", code="short_log")
    return found


def _withheld(leaf: int) -> UnavailableError:
    return UnavailableError(
        f"the log does not give the records of leaf {leaf}",
        hint="its operator must restore the pack that holds them",
        code="withheld",
    )
