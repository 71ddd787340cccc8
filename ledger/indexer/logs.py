"""The follower of the logs: every anchored range, in the order of each log's anchors.

A log that cannot be reached, withholds records or contradicts its anchors waits by itself: the chain and the
other logs go on, the mirror says what is missing, and the log is tried again with growing pauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain.entry import SignedSegment
from ledger.errors import LedgerError, StaleMirrorError, UnavailableError
from ledger.indexer.checks import Checked, Known, StreamName, check
from ledger.indexer.fetch import Chunk, ProvedRange
from ledger.indexer.ranges import Leaf, write_leaves
from ledger.indexer.source import OpenLog
from ledger.queries.lifecycle import Agent, fold
from ledger.store import rows
from ledger.store.books import Books
from ledger.store.log_view import Anchor, LogView
from ledger.store.mirror import LEASE_LOST, Mirror, RangeWrite
from ledger.store.rows import LogCursor, PendingRow, StreamRow

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0
MAX_CHUNKS: Final = 64
"""Chunks of one log before the next log has its turn."""
_LOGS_AT_ONCE: Final = 500
_DOUBLINGS: Final = 16
CONDITIONS: Final = ("contradicted", "withheld", "unreadable")
"""Why a log waits, where it is not simply unreachable."""


@dataclass(frozen=True, slots=True)
class LogStep:
    """What one round over the logs did: entries written, and logs that wait."""

    entries: int
    waiting: int


class LogFollower:
    """Keeps the log space of a mirror equal to the anchored logs.

    Args:
        mirror: Where to write.
        open_log: Opens a log by id and URL.
        clock: Unix seconds.
    """

    def __init__(self, mirror: Mirror, open_log: OpenLog, *, clock: Callable[[], float]) -> None:
        self._mirror = mirror
        self._open = open_log
        self._clock = clock
        self._proved: dict[bytes, ProvedRange] = {}
        self._done: Books | None = None

    def step(self) -> LogStep:
        """Go once over all logs, taking what is anchored and not yet applied.

        Raises:
            UnavailableError: if the mirror cannot be reached, or is empty.
        """
        seen = self._mirror.books()
        waits = self._mirror.pending(seen)
        if not waits and self._done is not None and seen.cursor == self._done.cursor and seen.same_answers(self._done):
            return LogStep(0, 0)
        entries = 0
        behind = dict(self._logs(seen))
        for log in [log for log in waits if log not in behind]:
            self._mirror.set_pending(seen, log, None)  # a fork took its anchors, or another indexer took its entries
            del waits[log]
        for log, url in behind.items():
            wait = waits.get(log)
            if wait is not None and self._clock() < wait.next_try:
                continue
            try:
                entries += self._take(seen, log, url)
            except StaleMirrorError:
                raise
            except (LedgerError, ValueError) as error:  # what a log says is not trusted to be well formed
                if isinstance(error, UnavailableError) and error.code in ("mirror_unavailable", LEASE_LOST):
                    raise
                self._proved.pop(log, None)
                waits[log] = self._postponed(error, wait)
                self._mirror.set_pending(seen, log, waits[log])
            else:
                if wait is not None:
                    del waits[log]
                    self._mirror.set_pending(seen, log, None)
        self._done = None if entries or waits else seen
        return LogStep(entries, len(waits))

    def _logs(self, seen: Books) -> Iterator[tuple[bytes, str]]:
        """Yield the logs with something to take, and their URLs."""
        view = self._mirror.view(seen)
        logs, after = LogView(view), None
        while page := logs.logs(after, _LOGS_AT_ONCE):
            after = page[-1][1]
            names = [log for log, _ in page]
            found = zip(names, logs.last_anchors(names), logs.cursors(names), logs.lives(names), strict=True)
            for log, anchor, cursor, life in found:
                applied = LogCursor() if cursor is None else cursor
                if anchor is not None and anchor.index >= applied.anchors:
                    yield log, url_of(life)

    def _take(self, seen: Books, log: bytes, url: str) -> int:
        view = self._mirror.view(seen)
        taken = 0
        for _ in range(MAX_CHUNKS):
            cursor = LogView(view).cursors([log])[0]
            applied = cursor or LogCursor()
            anchors = LogView(view).anchors(log, applied.anchors - 1 if applied.anchors else None, 1)
            if not anchors:
                break
            chunk = self._proved_range(log, url, applied, anchors[0]).chunk(applied.size)
            write = self._checked(seen, log, anchors[0], chunk, cursor)
            if not self._mirror.apply_range(seen, write):
                self._proved.pop(log, None)  # a fork, or another indexer: the next round starts afresh
                break
            taken += len(chunk.leaves)
        return taken

    def _proved_range(self, log: bytes, url: str, cursor: LogCursor, anchor: Anchor) -> ProvedRange:
        kept = self._proved.get(log)
        if kept is None or kept.anchor != anchor or not kept.covers(cursor):
            kept = ProvedRange(self._open(log, url), cursor, anchor)
            self._proved[log] = kept
        return kept

    def _checked(self, seen: Books, log: bytes, anchor: Anchor, chunk: Chunk, cursor: LogCursor | None) -> RangeWrite:
        """Check a chunk against the mirror as of its anchor, and put the writes together."""
        knowledge = _Knowledge(self._mirror, seen, log, anchor)
        leaves = []
        for number, (data, segment) in enumerate(zip(chunk.leaves, chunk.segments, strict=True)):
            checked = check(data, segment, knowledge.known)
            knowledge.learn(checked)
            leaves.append(Leaf(chunk.first + number, data, checked))
        whole = anchor.index + 1 if chunk.end == anchor.row.size else anchor.index
        after = LogCursor(chunk.end, chunk.peaks, whole)
        return RangeWrite(log, cursor, anchor.block, write_leaves(log, anchor, leaves, after))

    def _postponed(self, error: LedgerError | ValueError, wait: PendingRow | None) -> PendingRow:
        now = self._clock()
        attempts = 1 if wait is None else wait.attempts + 1
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(attempts - 1, _DOUBLINGS))
        code, reason = (error.code, error.message) if isinstance(error, LedgerError) else ("unreadable", repr(error))
        condition = code if code in CONDITIONS else "unreachable"
        return PendingRow(condition, reason, now if wait is None else wait.since, attempts, now + pause)


def url_of(life: list[rows.Placed[rows.LogRow]]) -> str:
    """Return where a log is served, by what its operator said last."""
    return life[-1].row.url if life else ""


class _Knowledge:
    """What entries of one chunk are checked against: the mirror as of the anchor, and the chunk so far."""

    def __init__(self, mirror: Mirror, seen: Books, log: bytes, anchor: Anchor) -> None:
        self._view = mirror.view(seen, anchor.block)
        self._log = log
        self._agents: dict[bytes, Agent | None] = {}
        self._streams: dict[StreamName, StreamRow | None] = {}
        self._new: set[bytes] = set()
        self.known = Known(log, anchor.row.time, self._agent, self._stream, self._held)

    def learn(self, checked: Checked) -> None:
        """Note what an accepted entry changes for those after it."""
        if checked.accepted and checked.entry is not None:
            header = checked.entry.segment
            self._streams[header.agent, header.epoch, header.stream] = checked.stream
            self._new.add(checked.entry.pack())

    def _agent(self, agent: bytes) -> Agent | None:
        if agent not in self._agents:
            number = self._view.agent_number(agent)
            self._agents[agent] = None if number is None else fold(number, self._view.lives([number])[0])
        return self._agents[agent]

    def _stream(self, name: StreamName) -> StreamRow | None:
        if name not in self._streams:
            self._streams[name] = LogView(self._view).streams([(self._log, *name)])[0]
        return self._streams[name]

    def _held(self, segment: SignedSegment) -> bool:
        if segment.entry.pack() in self._new:
            return True
        logs = LogView(self._view)
        place = logs.place(segment.record_ids()[0])
        if place is None or place.log != self._log:
            return False
        held = logs.entries([(self._log, place.leaf)])[0].entry
        return held is not None and held.pack() == segment.entry.pack()
