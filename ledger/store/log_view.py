"""Reading the logs' side of the mirror as of one block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from ledger.domain.entry import ENTRY_BYTES, Entry, SignedSegment
from ledger.store import keys, rows
from ledger.store.rows import LOG_INDEX_BYTES, WIDE_BYTES, Placed
from ledger.store.view import Member, Position, View, lost

SESSION_BYTES: Final = 16
COUNT_BYTES: Final = 4
BAD_ENTRY: Final = "bad_entry"
_LEAF_END: Final = LOG_INDEX_BYTES + WIDE_BYTES
_POSITION_END: Final = _LEAF_END + COUNT_BYTES


def session_hash(session: str) -> bytes:
    """Return the 16 bytes that name a session in a key."""
    return sha256(session.encode()).digest()[:SESSION_BYTES]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One anchored state of a log, and where it was anchored."""

    index: int
    block: int
    row: rows.AnchorRow


@dataclass(frozen=True, slots=True)
class Run:
    """Records `[first, first + count)` of the segment at a leaf, witnessed at (block, log index)."""

    block: int
    log_index: int
    leaf: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One checked entry of a log.

    `segment` is None where its records are not kept; `entry` is None where the leaf is no entry at all.
    """

    leaf: int
    row: rows.EntryRow
    entry: Entry | None
    segment: SignedSegment | None


def agent_member(log_index: int, leaf: int, count: int) -> bytes:
    """Return the member that lists a segment under its agent."""
    return (
        log_index.to_bytes(LOG_INDEX_BYTES, "big")
        + leaf.to_bytes(WIDE_BYTES, "big")
        + count.to_bytes(COUNT_BYTES, "big")
    )


def session_member(log_index: int, leaf: int, first: int, count: int) -> bytes:
    """Return the member that lists a run of records under its session."""
    return agent_member(log_index, leaf, first) + count.to_bytes(COUNT_BYTES, "big")


def agent_run(member: Member) -> Run:
    """Read `agent_member`: the whole segment."""
    log_index, leaf = _leaf(member)
    return Run(member.block, log_index, leaf, 0, int.from_bytes(member.data[_LEAF_END:], "big"))


def session_run(member: Member) -> Run:
    """Read `session_member`."""
    log_index, leaf = _leaf(member)
    first = int.from_bytes(member.data[_LEAF_END:_POSITION_END], "big")
    return Run(member.block, log_index, leaf, first, int.from_bytes(member.data[_POSITION_END:], "big"))


def _leaf(member: Member) -> tuple[int, int]:
    return (
        int.from_bytes(member.data[:LOG_INDEX_BYTES], "big"),
        int.from_bytes(member.data[LOG_INDEX_BYTES:_LEAF_END], "big"),
    )


class LogView:
    """The logs as one view sees them."""

    def __init__(self, view: View) -> None:
        self._view = view

    # -- logs and anchors -------------------------------------------------------------------------------------

    def logs(self, after: Position | None, count: int) -> list[tuple[bytes, Position]]:
        """Return up to `count` log ids after a position, each with its own."""
        return [
            (item.data[LOG_INDEX_BYTES:], Position(item.block, item.data))
            for item in self._view.after(keys.LOGS, after, count)
        ]

    def lives(self, logs: Sequence[bytes]) -> list[list[Placed[rows.LogRow]]]:
        """Return what happened to several logs; nothing for one that is not registered yet."""
        found = self._view.members_of([keys.log_life(log) for log in logs])
        return [[rows.LOG.placed(item.data, item.block) for item in items] for items in found]

    def anchors(self, log: bytes, after: int | None, count: int) -> list[Anchor]:
        """Return up to `count` anchors of a log with an index above `after`."""
        start = 0 if after is None else after + 1
        found = self._view.one("ZRANGE", keys.anchors(log), start, start + count - 1, "WITHSCORES")
        anchors = [_anchor(Member(int(score), data)) for data, score in found]
        return [anchor for anchor in anchors if anchor.block <= self._view.block]

    def anchor(self, log: bytes, index: int) -> Anchor:
        """Return the anchor of a log with an index.

        Raises:
            StaleMirrorError: if the mirror has lost it.
        """
        found = self.anchors(log, index - 1 if index else None, 1)
        if not found or found[0].index != index:
            raise lost(f"anchor {index} of log {log.hex()}")
        return found[0]

    @staticmethod
    def reads_of_anchors(wanted: Iterable[tuple[bytes, int]]) -> list[tuple[Any, ...]]:
        """Return what `anchor` reads of several (log, index), to be read in advance."""
        return [("ZRANGE", keys.anchors(log), index, index, "WITHSCORES") for log, index in wanted]

    def last_anchors(self, logs: Sequence[bytes]) -> list[Anchor | None]:
        """Return the newest anchor of each of several logs."""
        found = self._view.last_of([keys.anchors(log) for log in logs])
        return [None if item is None else _anchor(item) for item in found]

    def cursors(self, logs: Sequence[bytes]) -> list[rows.LogCursor | None]:
        """Return how far several logs are applied, now (not as of the view's block)."""
        found = self._view.many([("GET", keys.log_cursor(log)) for log in logs])
        return [None if item is None else rows.CURSOR.row(item) for item in found]

    def rejected_counts(self, logs: Sequence[bytes]) -> list[int]:
        """Return how many entries of several logs failed a check."""
        found = self._view.many([("ZCOUNT", keys.rejected(log), "-inf", self._view.block) for log in logs])
        return [int(item) for item in found]

    def rejected(self, log: bytes, count: int) -> list[tuple[int, str]]:
        """Return the newest `count` entries of a log that failed a check: (leaf, which check)."""
        found = self._view.one(
            "ZREVRANGEBYSCORE", keys.rejected(log), self._view.block, "-inf", "WITHSCORES", "LIMIT", 0, count
        )
        return [(int.from_bytes(item[:WIDE_BYTES], "big"), item[WIDE_BYTES:].decode()) for item, _ in found]

    # -- entries and records ----------------------------------------------------------------------------------

    def entries(self, wanted: Sequence[tuple[bytes, int]]) -> list[LogEntry]:
        """Return the entries at (log, leaf).

        Raises:
            StaleMirrorError: if the mirror has lost one.
        """
        found = self._view.many(self.reads_of_entries(wanted))
        return [_entry(log, leaf, data) for (log, leaf), data in zip(wanted, found, strict=True)]

    def heads(self, wanted: Sequence[tuple[bytes, int]]) -> list[tuple[rows.EntryRow, Entry | None]]:
        """Return the rows at (log, leaf) with their entries alone, without the records; None for what is no entry.

        Raises:
            StaleMirrorError: if the mirror has lost one.
        """
        found = self._view.many(self.reads_of_entries(wanted))
        return [_head(log, leaf, data) for (log, leaf), data in zip(wanted, found, strict=True)]

    @staticmethod
    def reads_of_entries(wanted: Iterable[tuple[bytes, int]]) -> list[tuple[Any, ...]]:
        """Return what `entries` reads, to be read in advance."""
        return [("HGET", keys.entries(log, leaf), str(leaf)) for log, leaf in wanted]

    def place(self, record: bytes) -> rows.PlaceInLog | None:
        """Return where an accepted record is; its anchor may lie after the view's block."""
        found = self._view.one("HGET", keys.log_place(record), record)
        return None if found is None else rows.IN_LOG.row(found)

    def held_entry(self, record: bytes) -> tuple[rows.PlaceInLog, LogEntry] | None:
        """Return the accepted entry that holds a record, and its place; None if it was anchored later, or never.

        Raises:
            StaleMirrorError: if the mirror has lost it.
        """
        place = self.place(record)
        if place is None:
            return None
        entry = self.entries([(place.log, place.leaf)])[0]
        anchored = self.anchors(place.log, entry.row.anchor - 1 if entry.row.anchor else None, 1)
        return (place, entry) if anchored else None

    def strays(self, record: bytes) -> list[rows.PlaceInLog]:
        """Return where a record stands in segments that failed a check."""
        bucket = self._view.one("HGETALL", keys.stray(record))
        return [rows.IN_LOG.row(value) for field, value in sorted(bucket.items()) if field.startswith(record)]

    def streams(self, wanted: Sequence[tuple[bytes, bytes, int, int]]) -> list[rows.StreamRow | None]:
        """Return the state of streams, each named (log, agent, epoch, stream)."""
        found = self._view.last_of([keys.log_stream(*name) for name in wanted])
        return [None if item is None else rows.STREAM.row(item.data[WIDE_BYTES:]) for item in found]

    def counts(self, log: bytes, agent: bytes) -> dict[str, int]:
        """Return how many of an agent's records name each operation and tool, now."""
        found = self._view.one(*self.read_of_counts(log, agent))
        return {field.decode(): int(value) for field, value in found.items()}

    @staticmethod
    def read_of_counts(log: bytes, agent: bytes) -> tuple[Any, ...]:
        """Return what `counts` reads, to be read in advance."""
        return ("HGETALL", keys.log_counts(log, agent))

    def counted(self, wanted: Sequence[tuple[bytes, bytes]], field: str) -> list[int]:
        """Return one of these counts for each (log, agent), now."""
        found = self._view.many([("HGET", keys.log_counts(log, agent), field) for log, agent in wanted])
        return [int(value or 0) for value in found]


def _anchor(member: Member) -> Anchor:
    block, index, row = rows.ANCHOR.indexed(member.data, member.block)
    return Anchor(index, block, row)


def _head(log: bytes, leaf: int, data: bytes | None) -> tuple[rows.EntryRow, Entry | None]:
    if data is None:
        raise lost(f"entry {leaf} of log {log.hex()}")
    row = rows.ENTRY.row(data)
    return row, None if row.check == BAD_ENTRY else Entry.unpack(row.packed[:ENTRY_BYTES])


def _entry(log: bytes, leaf: int, data: bytes | None) -> LogEntry:
    if data is None:
        raise lost(f"entry {leaf} of log {log.hex()}")
    row = rows.ENTRY.row(data)
    if row.check == BAD_ENTRY:
        return LogEntry(leaf, row, None, None)
    if len(row.packed) == ENTRY_BYTES:
        return LogEntry(leaf, row, Entry.unpack(row.packed), None)
    segment = SignedSegment.unpack(row.packed)
    return LogEntry(leaf, row, segment.entry, segment)
