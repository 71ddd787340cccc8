"""What the log server has accepted: by header, by leaf, and by stream with its head."""

from __future__ import annotations

import threading
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from ledger.domain.statements import Segment
from ledger.errors import SequenceGapError

StreamKey = tuple[bytes, int, int]
"""Agent key, epoch, stream."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted segment: its leaf, where the journal keeps it, by when (Unix s) it is to be anchored."""

    header: bytes
    leaf: int
    offset: int
    length: int
    anchor_by: int
    first_seq: int
    end_seq: int


@dataclass(slots=True)
class _StreamState:
    segments: list[Accepted] = field(default_factory=list)

    @property
    def next_seq(self) -> int:
        return self.segments[-1].end_seq if self.segments else 0


class Registry:
    """Accepted segments in memory, rebuilt from the journal at start.

    `grown` guards it: the committer holds it from the decision until the disk has the segment, so that
    nobody sees what may still fail.
    """

    def __init__(self) -> None:
        self.grown: Final = threading.Condition(threading.RLock())
        """Held to read or write; notified when segments were added."""
        self._by_header: dict[bytes, Accepted] = {}
        self._leaves: list[Accepted] = []
        self._streams: dict[StreamKey, _StreamState] = {}

    @property
    def size(self) -> int:
        """How many segments were accepted."""
        return len(self._leaves)

    def find(self, header: bytes) -> Accepted | None:
        """Return an accepted segment by its header id."""
        with self.grown:
            return self._by_header.get(header)

    def leaves(self, begin: int, end: int) -> list[Accepted]:
        """Return the accepted segments of leaves [begin, end)."""
        with self.grown:
            return self._leaves[begin:end]

    def head(self, stream: StreamKey) -> tuple[int, bytes] | None:
        """Return where a stream ends: next sequence number and last header; None if nothing was accepted."""
        with self.grown:
            state = self._streams.get(stream)
            return (state.next_seq, state.segments[-1].header) if state and state.segments else None

    def overlapping(self, segment: Segment) -> Accepted | None:
        """Return an accepted segment whose range intersects that of `segment` in the same stream."""
        with self.grown:
            state = self._streams.get(stream_of(segment))
            if state is None or segment.first_seq >= state.next_seq:
                return None
            at = bisect_right(state.segments, segment.first_seq, key=lambda item: item.first_seq) - 1
            return state.segments[max(at, 0)]

    def check_follows(self, segment: Segment, opening_head: bytes) -> None:
        """Check that a segment continues its stream.

        Args:
            segment: Its header.
            opening_head: The `prevHeader` of the stream's first segment.

        Raises:
            SequenceGapError: saying what is expected.
        """
        with self.grown:
            next_seq, head = self.head(stream_of(segment)) or (0, opening_head)
        if (segment.first_seq, segment.prev_header) != (next_seq, head):
            raise SequenceGapError(
                f"the segment begins at record {segment.first_seq} after header {segment.prev_header.hex()[:16]}; "
                f"the stream goes on at record {next_seq} after header {head.hex()[:16]}",
                hint="send the segments in between first",
                next_seq=next_seq,
                head=head.hex(),
            )

    def add(self, segment: Segment, accepted: Accepted) -> None:
        """Add a segment. If it is not on disk yet, the caller holds `grown` until it is, or drops it again."""
        with self.grown:
            self._by_header[accepted.header] = accepted
            self._leaves.append(accepted)
            self._streams.setdefault(stream_of(segment), _StreamState()).segments.append(accepted)
            self.grown.notify_all()

    def drop_last(self, segment: Segment) -> None:
        """Take back the segment added last: the disk refused it."""
        with self.grown:
            del self._by_header[self._leaves.pop().header]
            self._streams[stream_of(segment)].segments.pop()


def stream_of(segment: Segment) -> StreamKey:
    """Return the stream a segment belongs to."""
    return segment.agent, segment.epoch, segment.stream
