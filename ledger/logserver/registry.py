"""What the log server has accepted: by header, by leaf, and by stream with its head."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from ledger.domain.packed_segment import PackedHeader
from ledger.domain.record_run import Place
from ledger.errors import SequenceGapError

StreamKey = tuple[bytes, int, int]
"""Agent key, epoch, stream."""


class Accepted(msgspec.Struct, frozen=True, gc=False):
    """One accepted segment: its leaf, where the journal keeps it, by when (Unix s) it is to be anchored."""

    header: bytes
    leaf: int
    offset: int
    length: int
    anchor_by: int
    first_seq: int
    end_seq: int


class Registry:
    """Accepted segments in memory, rebuilt from the journal at start: what is in it is on disk.

    One thread adds; any may ask.
    """

    def __init__(self) -> None:
        self.grown: Final = threading.Condition(threading.RLock())
        """Held to read or write; notified when segments were added."""
        self._by_header: dict[bytes, Accepted] = {}
        self._leaves: list[Accepted] = []
        self._streams: dict[StreamKey, list[Accepted]] = {}

    @property
    def size(self) -> int:
        """How many segments were accepted."""
        return len(self._leaves)

    def find(self, header: bytes) -> Accepted | None:
        """Return an accepted segment by its header id."""
        return self._by_header.get(header)

    def leaves(self, begin: int, end: int) -> list[Accepted]:
        """Return the accepted segments of leaves [begin, end)."""
        with self.grown:
            return self._leaves[begin:end]

    def head(self, stream: StreamKey) -> tuple[int, bytes] | None:
        """Return where a stream ends: next sequence number and last header; None if nothing was accepted."""
        with self.grown:
            return _head(self._streams.get(stream, []))

    def overlapping(self, header: Place) -> Accepted | None:
        """Return an accepted segment whose range reaches to or beyond the first record of `header`."""
        with self.grown:
            return _overlapping(self._streams.get(stream_of(header), []), header.first_seq)

    def restore(self, accepted: Accepted, stream: StreamKey) -> None:
        """Take up one segment at start, when nobody asks yet."""
        self._by_header[accepted.header] = accepted
        self._leaves.append(accepted)
        self._streams.setdefault(stream, []).append(accepted)

    def add(self, added: Iterable[tuple[PackedHeader, Accepted]]) -> None:
        """Add segments that are on disk."""
        with self.grown:
            for header, accepted in added:
                self._by_header[accepted.header] = accepted
                self._leaves.append(accepted)
                self._streams.setdefault(stream_of(header), []).append(accepted)
            self.grown.notify_all()


class Draft:
    """What the registry would be with the segments of one group, before the disk has them.

    Args:
        registry: What was accepted before; nobody else adds to it meanwhile.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._by_header: dict[bytes, Accepted] = {}
        self._streams: dict[StreamKey, list[Accepted]] = {}
        self.added: Final[list[tuple[PackedHeader, Accepted]]] = []
        """What is new, in order."""

    @property
    def size(self) -> int:
        """How many segments there would be."""
        return self._registry.size + len(self.added)

    def find(self, header: bytes) -> Accepted | None:
        """Return an accepted or new segment by its header id."""
        return self._by_header.get(header) or self._registry.find(header)

    def overlapping(self, header: Place) -> Accepted | None:
        """Return an accepted or new segment whose range reaches to or beyond the first record of `header`."""
        new = self._streams.get(stream_of(header))
        if new and header.first_seq >= new[0].first_seq:
            return _overlapping(new, header.first_seq)
        return self._registry.overlapping(header)

    def continues(self, header: PackedHeader, opening_head: bytes) -> bool:
        """Say whether a segment begins where its stream ends: then it is new, and contradicts nothing.

        Args:
            header: Its header.
            opening_head: The `prevHeader` of the stream's first segment.
        """
        return (header.first_seq, header.prev_header) == self._end(header, opening_head)

    def gap(self, header: PackedHeader, opening_head: bytes) -> SequenceGapError:
        """Return what is to be told of a segment that does not begin where its stream ends."""
        next_seq, head = self._end(header, opening_head)
        return SequenceGapError(
            f"the segment begins at record {header.first_seq} after header {header.prev_header.hex()[:16]}; "
            f"the stream goes on at record {next_seq} after header {head.hex()[:16]}",
            hint="send the segments in between first",
            next_seq=next_seq,
            head=head.hex(),
        )

    def _end(self, header: PackedHeader, opening_head: bytes) -> tuple[int, bytes]:
        """Return the next sequence number of a stream and its last header."""
        stream = stream_of(header)
        new = self._streams.get(stream)
        return (_head(new) if new else self._registry.head(stream)) or (0, opening_head)

    def add(self, header: PackedHeader, accepted: Accepted) -> None:
        """Add a segment."""
        self._by_header[accepted.header] = accepted
        self._streams.setdefault(stream_of(header), []).append(accepted)
        self.added.append((header, accepted))


def _head(stream: Sequence[Accepted]) -> tuple[int, bytes] | None:
    return (stream[-1].end_seq, stream[-1].header) if stream else None


def _overlapping(stream: Sequence[Accepted], first_seq: int) -> Accepted | None:
    if not stream or first_seq >= stream[-1].end_seq:
        return None
    at = bisect_right(stream, first_seq, key=lambda item: item.first_seq) - 1
    return stream[max(at, 0)]


def stream_of(header: Place) -> StreamKey:
    """Return the stream that a header belongs to."""
    return header.agent, header.epoch, header.stream
