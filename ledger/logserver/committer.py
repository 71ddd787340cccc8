"""Group commit: one thread decides in order, many requests share one flush, and only then is anyone told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Final

import msgspec
import structlog

from ledger.domain.ack_batch import HeaderBatch
from ledger.errors import EquivocationError, LedgerError, UnavailableError
from ledger.logserver.admission import Candidate
from ledger.logserver.conflicts import Conflicts
from ledger.logserver.index import Index, row_of
from ledger.logserver.journal import ITEM_OVERHEAD, Journal
from ledger.logserver.ports import ChainClock
from ledger.logserver.registry import Accepted, Draft, Registry

GROUP_BYTES: Final = 32 * 1024 * 1024
WAIT_SECONDS: Final = 30.0
_LOG: Final = structlog.get_logger()


class Verdict(msgspec.Struct, frozen=True):
    """What became of a candidate: accepted (now, or before if `replayed`), or refused with a reason.

    What was accepted now came with its group's other headers: `group` is there to be filled once all are known.
    """

    accepted: Accepted | None
    replayed: bool = False
    group: Group | None = None
    refusal: LedgerError | None = None
    contradicts: Accepted | None = None


class Group:
    """What one flush made durable together, so that one signature can acknowledge all of it.

    Args:
        first_leaf: The leaf of its first segment.
    """

    __slots__ = ("batch", "first_leaf", "shown", "signature", "turn")

    def __init__(self, first_leaf: int) -> None:
        self.first_leaf = first_leaf
        self.batch: HeaderBatch | None = None
        """Its headers, once they are on disk."""
        self.signature: bytes | None = None
        """The operator's, once somebody asked for it."""
        self.shown: Sequence[str] = ()
        """The signed promise to each header, as it is sent, once somebody asked for one."""
        self.turn = threading.Lock()
        """Held to sign."""


Tell = Callable[[list[Verdict] | LedgerError], object]
"""Is called in the committer's thread with the verdicts, or with why there are none. It must not fail."""


class _Job(msgspec.Struct, frozen=True):
    candidates: Sequence[Candidate]
    tell: Tell
    size: int


class Committer:
    """Accepts candidates.

    Args:
        journal: Where they become durable.
        registry: What was accepted so far.
        conflicts: Where contradicting ones are kept.
        clock: Chain time, Unix seconds.
        anchor_window: Seconds within which an accepted segment is promised to be anchored.
        index: Where it is noted what the journal holds.
    """

    def __init__(
        self,
        journal: Journal,
        registry: Registry,
        conflicts: Conflicts,
        clock: ChainClock,
        anchor_window: int,
        index: Index,
    ) -> None:
        self._index = index
        self._journal = journal
        self._registry = registry
        self._conflicts = conflicts
        self._clock = clock
        self._window = anchor_window
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ombud-committer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after what was submitted."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def submit(self, candidates: Sequence[Candidate]) -> list[Verdict]:
        """Commit candidates in order and wait until the disk has them.

        Raises:
            UnavailableError: if the disk or the chain refuses; none of them was accepted.
        """
        if not candidates:
            return []
        answer: Future[list[Verdict] | LedgerError] = Future()
        self.enqueue(candidates, answer.set_result)
        try:
            found = answer.result(WAIT_SECONDS)
        except TimeoutError as error:
            raise UnavailableError(
                f"the journal did not answer within {WAIT_SECONDS} s", hint="send again: replays are idempotent"
            ) from error
        if isinstance(found, LedgerError):
            raise found
        return found

    def enqueue(self, candidates: Sequence[Candidate], tell: Tell) -> None:
        """Have candidates committed in order; `tell` hears of it once the disk has them, or refuses."""
        self._jobs.put(_Job(candidates, tell, sum(len(item.packed) for item in candidates)))

    def _run(self) -> None:
        stopping = False
        while not stopping:
            group, stopping = self._gather()
            if group:
                self._serve(group)

    def _gather(self) -> tuple[list[_Job], bool]:
        """Wait for a job and take what has queued up meanwhile; returns the group, and whether to stop after it."""
        group: list[_Job] = []
        size = 0
        while size < GROUP_BYTES:
            try:
                job = self._jobs.get(block=not group)
            except Empty:
                break
            if job is None:
                return group, True
            group.append(job)
            size += job.size
        return group, False

    def _serve(self, group: list[_Job]) -> None:
        found: list[Verdict] | LedgerError
        try:
            found = self._commit([item for job in group for item in job.candidates])
        except LedgerError as error:
            _LOG.warning("commit_refused", code=error.code, detail=error.message)
            found = error
        except Exception as error:  # noqa: BLE001 - a process loop: whoever waits must be told, and the next one served
            _LOG.exception("commit_failed")
            found = UnavailableError(f"the commit failed: {error!r}")
        at = 0
        for job in group:
            count = len(job.candidates)
            job.tell(found if isinstance(found, LedgerError) else found[at : at + count])
            at += count

    def _commit(self, candidates: Sequence[Candidate]) -> list[Verdict]:
        anchor_by = self._clock() + self._window
        draft = Draft(self._registry)
        group = Group(draft.size)
        fresh: list[bytes] = []
        contradictions: list[tuple[Accepted, Candidate]] = []
        verdicts = []
        used = 0
        for item in candidates:
            if draft.continues(item.header, item.opening_head):
                accepted = self._accepted(draft, item, self._journal.offset_behind(used), anchor_by)
                verdicts.append(Verdict(accepted, group=group))
                draft.add(item.header, accepted)
                fresh.append(item.packed)
                used += ITEM_OVERHEAD + len(item.packed)
                continue
            verdict = _refuse(draft, item)
            verdicts.append(verdict)
            if verdict.contradicts is not None:
                contradictions.append((verdict.contradicts, item))
        if fresh:
            self._journal.append(anchor_by, fresh)
            self._registry.add(draft.added)
            rows = zip(draft.added, fresh, strict=True)
            self._index.add(
                [row_of(header, packed, kept.offset, anchor_by) for (header, kept), packed in rows], self._journal.end
            )
            group.batch = HeaderBatch([accepted.header for _, accepted in draft.added], anchor_by)
        self._keep(contradictions)
        return verdicts

    def _accepted(self, draft: Draft, item: Candidate, offset: int, anchor_by: int) -> Accepted:
        header = item.header
        return Accepted(
            header=header.header,
            leaf=draft.size,
            offset=offset,
            length=len(item.packed),
            anchor_by=anchor_by,
            first_seq=header.first_seq,
            end_seq=header.end_seq,
        )

    def _keep(self, contradictions: Sequence[tuple[Accepted, Candidate]]) -> None:
        for other, item in contradictions:
            try:
                self._conflicts.keep(self._journal.read(other.offset, other.length), item.packed)
            except OSError as error:  # refused all the same; the agent's next attempt is kept
                _LOG.warning("conflict_not_kept", header=item.header.header.hex(), error=str(error))
            else:
                _LOG.warning("equivocation_kept", header=item.header.header.hex(), agent=item.header.agent.hex())


def _refuse(draft: Draft, item: Candidate) -> Verdict:
    """Say why a segment does not continue its stream, or that it was accepted before."""
    header = item.header
    before = draft.find(header.header)
    if before is not None:
        return Verdict(before, replayed=True)
    other = draft.overlapping(header)
    if other is not None:
        refusal = EquivocationError(
            f"records {header.first_seq} to {header.end_seq - 1} were signed under header "
            f"{other.header.hex()} before, now under {header.header.hex()}",
            hint="both are kept as evidence; an honest agent signs a range once",
            accepted=other.header.hex(),
        )
        return Verdict(None, refusal=refusal, contradicts=other)
    return Verdict(None, refusal=draft.gap(header, item.opening_head))
