"""One log server without its HTTP face: opened from its folder, started, asked, stopped."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain import tree
from ledger.domain.entry import ENTRY_BYTES, Entry
from ledger.domain.ids import LogId
from ledger.domain.note import LogState, SignedCheckpoint, parse_checkpoint, sign_checkpoint
from ledger.domain.packed_segment import read_header
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Ack, digest
from ledger.domain.tiles_layout import CHECKPOINT
from ledger.errors import LedgerError, NotFoundError, SetupError, UnavailableError
from ledger.logserver.admission import Admission
from ledger.logserver.anchorer import Anchorer
from ledger.logserver.answerer import Answerer, Kept
from ledger.logserver.attestor import Attestor, Outside
from ledger.logserver.checkers import Checkers
from ledger.logserver.committer import Committer, Group, Verdict
from ledger.logserver.conflicts import Conflicts
from ledger.logserver.examiner import Examiner, LocalExaminer
from ledger.logserver.fees import FeeLimit
from ledger.logserver.index import ROWS_A_FRAME, Index, Row, row_of
from ledger.logserver.intake import Intake
from ledger.logserver.journal import Journal
from ledger.logserver.layout import migrate
from ledger.logserver.limits import Limits, Meter
from ledger.logserver.ports import AnchorPort, ChainClock, KeyDirectory, QuestionPort
from ledger.logserver.publisher import Publisher
from ledger.logserver.reception import Reception
from ledger.logserver.registry import Accepted, Registry
from ledger.tiles.append_file import AppendFile, OsAppendFile
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore, ObjectStore, make_folder

LOCAL_TURNS: Final = 2
"""Turns taken at once without checkers: recovering a key lets go of the interpreter."""
FileOpener = Callable[[Path], AppendFile]
_LOG: Final = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LogConfig:
    """What names a log, and how fast it moves.

    `anchor_window` is in seconds of chain time; `gather_seconds` is how long new entries wait for a checkpoint;
    `answer_seconds` is how often challenges are looked for; `anchor_fee_limit` is in wei, 0 sets none;
    `workers` is how many processes check signatures and records, 0 for the serving process alone.
    """

    chain_id: int
    log: LogId
    origin: str
    anchor_window: int = 3600
    anchor_entries: int = 64
    anchor_seconds: float = 5.0
    anchor_fee_limit: int = 0
    answer_seconds: float = 15.0
    gather_seconds: float = 0.2
    workers: int = 0
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class LogKeys:
    """The operator's two keys: the chain key signs acknowledgements and checkpoints, Ed25519 checkpoints."""

    operator: SessionKey
    ed25519: Ed25519PrivateKey


class LogService:
    """The log in one folder: `journal.log`, `conflicts.log`, `anchors.jsonl`, `answers.jsonl`, the published `public/`.

    Args:
        folder: The folder; made if it is not there. One server at a time opens it.
        config: Name and pace.
        keys: The operator's.
        directory: Session keys and streams on chain.
        clock: Chain time.
        anchor: The chain, for anchors; none are made without it.
        questions: The chain, for challenges; none are answered without it.
        outside: Who is asked about checkpoints before they are anchored: witnesses, a time-stamp authority.
        open_file: Opens journal and conflicts.
        store: Where the log is published; the folder `public/` if not given.

    Raises:
        SetupError: if another server has the folder, or its files contradict each other.
    """

    def __init__(
        self,
        folder: Path,
        config: LogConfig,
        keys: LogKeys,
        *,
        directory: KeyDirectory,
        clock: ChainClock,
        anchor: AnchorPort | None = None,
        questions: QuestionPort | None = None,
        outside: Outside | None = None,
        open_file: FileOpener = OsAppendFile,
        store: ObjectStore | None = None,
    ) -> None:
        make_folder(folder)
        self._folder_lock = _take_folder(folder)
        migrate(folder)
        self.config = config
        self.keys = keys
        self.store: ObjectStore = store or FolderStore(folder / "public")
        self.registry = Registry()
        self.conflicts = Conflicts(open_file(folder / "conflicts.log"), folder / "conflicts.log")
        self._journal = Journal(open_file(folder / "journal.log"), folder / "journal.log")
        self.index = Index(open_file(folder / "index.log"))
        self._replay()
        self._examiner: Examiner = Checkers(config.workers) if config.workers else LocalExaminer()
        self._committer = Committer(
            self._journal, self.registry, self.conflicts, clock, config.anchor_window, self.index
        )
        self._reception = Reception(
            self.registry,
            Admission(directory, config.log, self._examiner),
            Meter(config.limits),
            self._journal,
        )
        self.intake = Intake(self._reception, self._committer, config.workers or LOCAL_TURNS)
        self.publisher = Publisher(
            self.store,
            self._journal,
            self.registry,
            sign=self._sign,
            origin=config.origin,
            gather_seconds=config.gather_seconds,
        )
        self.attestor = Attestor(
            outside or Outside(), self.store, LogReader(self.store), sign=self._sign, amend=self.publisher.amend
        )
        self.anchorer = (
            Anchorer(
                anchor,
                LogReader(self.store),
                lambda: self.publisher.published,
                entries=config.anchor_entries,
                seconds=config.anchor_seconds,
                notebook=folder / "anchors.jsonl",
                attest=self.attestor.attest,
                allow=FeeLimit(anchor.fee, config.anchor_fee_limit, self._promised, clock, config.anchor_window).check,
            )
            if anchor
            else None
        )
        self.answerer = (
            Answerer(
                questions,
                config.log,
                LogReader(self.store),
                self._kept,
                seconds=config.answer_seconds,
                notebook=folder / "answers.jsonl",
            )
            if questions
            else None
        )

    def start(self) -> None:
        """Publish what is pending and start the threads.

        Raises:
            ConflictError: if the chain holds an anchor that this log does not extend: to publish would be a fork.
        """
        if self.anchorer:
            try:
                self.anchorer.check_covers(self.registry.size)
            except UnavailableError as error:
                _LOG.warning("anchor_unknown", error=str(error))
        self._examiner.start()
        self.publisher.publish_due()
        self._committer.start()
        self.intake.start()
        self.publisher.start()
        if self.anchorer:
            self.anchorer.start()
        if self.answerer:
            self.answerer.start()

    def stop(self) -> None:
        """Stop the threads in order, publish what is left, and free the folder."""
        self.intake.stop()
        self._examiner.stop()
        self._committer.stop()
        self.publisher.stop()
        if self.anchorer:
            self.anchorer.stop()
        if self.answerer:
            self.answerer.stop()
        self._journal.close()
        self.index.close()
        self.conflicts.close()
        os.close(self._folder_lock)

    def submit(self, packed: Sequence[bytes]) -> list[Verdict]:
        """Check segments and commit, in order, those that hold; one verdict each.

        Raises:
            UnavailableError: if the disk refuses; nothing was accepted.
        """
        received = self._reception.receive(packed)
        return received.decided(self._committer.submit(received.candidates))

    def _promised(self, leaf: int) -> int | None:
        """Return by when a leaf was promised to be anchored."""
        return next((kept.anchor_by for kept in self.registry.leaves(leaf, leaf + 1)), None)

    def acknowledge(self, accepted: Accepted) -> tuple[Ack, bytes]:
        """Sign the promise to anchor an accepted segment; the same segment always gives the same bytes."""
        ack = Ack(self.config.chain_id, self.config.log, accepted.header, accepted.anchor_by)
        return ack, self.keys.operator.sign(digest(ack.hash))

    def acknowledge_in(self, group: Group) -> bytes | None:
        """Make the same promise by one signature over the group in which a segment was accepted.

        The signature is made for whoever asks first. A group of one is acknowledged alone: None.
        """
        batch = group.batch
        if batch is None or batch.size == 1:
            return None
        if group.signature is not None:
            return group.signature
        with group.turn:
            if group.signature is None:
                group.signature = self.keys.operator.sign(batch.digest(self.config.chain_id, self.config.log))
        return group.signature

    def _kept(self, header: bytes) -> Kept | None:
        accepted = self.registry.find(header)
        if accepted is None:
            return None
        entry = Entry.unpack(self._journal.read(accepted.offset, ENTRY_BYTES))
        ack = Ack(self.config.chain_id, self.config.log, header, accepted.anchor_by)
        return Kept(accepted.leaf, ack, entry)

    def _sign(self, state: LogState) -> SignedCheckpoint:
        return sign_checkpoint(state, self.keys.ed25519, self.keys.operator, self.config.chain_id, self.config.log)

    def _replay(self) -> None:
        """Rebuild the registry from index and journal, and check that they still hold what was published."""
        published = self._published()
        frontier = tree.Frontier()
        rows, start = self._indexed()
        for row in rows:
            self._take(row, frontier, published)
        fresh: list[Row] = []
        for item in self._journal.replay(start):
            if len(fresh) >= ROWS_A_FRAME and self._journal.end > start:  # the first item of another group
                start = self._journal.end
                self.index.add(fresh, start)
                fresh = []
            fresh.append(row_of(read_header(item.packed), item.packed, item.offset, item.anchor_by))
            self._take(fresh[-1], frontier, published)
        self.index.add(fresh, self._journal.end)
        if published and (frontier.size, frontier.root()) != (published.size, published.root):
            raise SetupError(
                f"the journal does not hold the {published.size} entries that were published",
                hint="restore the log's folder from a copy; nothing was changed",
                code="journal_damaged",
            )
        _LOG.info("journal_replayed", size=self.registry.size, indexed=len(rows))

    def _indexed(self) -> tuple[list[Row], int]:
        """Return what the index says, if its last row is what the journal holds there."""
        rows, end = self.index.load()
        if not rows:
            return [], 0
        last = rows[-1]
        try:
            packed = self._journal.read(last.offset, last.length)
            fits = last.offset + last.length == end and read_header(packed).header == last.header
            fits = fits and self._journal.is_whole(end)
        except LedgerError:
            fits = False
        if fits:
            return rows, end
        _LOG.warning("index_thrown_away", rows=len(rows))
        self.index.clear()
        return [], 0

    def _take(self, row: Row, frontier: tree.Frontier, published: LogState | None) -> None:
        self.registry.restore(row.accepted(self.registry.size), (row.agent, row.epoch, row.stream))
        if published and frontier.size < published.size:
            frontier.append(row.leaf_hash)

    def _published(self) -> LogState | None:
        try:
            state = parse_checkpoint(self.store.get(CHECKPOINT).decode()).state
        except NotFoundError:
            return None
        if state.origin != self.config.origin:
            raise SetupError(
                f"the folder holds log {state.origin!r}, not {self.config.origin!r}",
                hint="check OMBUD_LOG_ORIGIN and OMBUD_HOME",
            )
        return state


def _take_folder(folder: Path) -> int:
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise SetupError(
            f"another log server runs in {folder}",
            hint="stop it, or set OMBUD_HOME to another folder",
            code="log_taken",
        ) from error
    return descriptor
