"""Proofs of records: the way from a record's bytes to an event on chain, each step checked before it is served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.domain import tree
from ledger.errors import InvalidInputError, LedgerError, StaleMirrorError, UnavailableError
from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.lifecycle import Agent, Witness
from ledger.queries.sources import Sources
from ledger.store.log_view import Anchor, LogEntry, LogView
from ledger.store.rows import LogRow, Placed
from ledger.store.view import View, lost


@dataclass(frozen=True, slots=True)
class SegmentProof:
    """A record in its segment: the signed header (`entry`, 202 bytes) and the path to its records root."""

    header: str
    entry: str
    position: int
    count: int
    records_root: str
    path: list[str]


@dataclass(frozen=True, slots=True)
class LogProof:
    """A segment's entry in its log: the path from the leaf to the root of the first `size` leaves.

    `path` is None when the log does not serve its tiles now; `problem` says why. Nothing else rests on it.
    """

    log: str
    leaf_index: int
    size: int
    root: str
    path: list[str] | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class AnchorProof:
    """The event that put that root on chain: the log's anchor number `index`."""

    log: str
    index: int
    seen: Seen


@dataclass(frozen=True, slots=True)
class KeyProof:
    """The key that signed, and the event that bound it to the agent's epoch."""

    signer: str
    epoch: int
    seen: Seen


@dataclass(frozen=True, slots=True)
class RecordProof:
    """Four steps to the chain; a record made on chain has only `event`, which names its content hash."""

    segment: SegmentProof | None
    log: LogProof | None
    anchor: AnchorProof | None
    key: KeyProof | None
    event: Seen | None


def url_of(life: Sequence[Placed[LogRow]]) -> str:
    """Return where a log is served, by what its operator said last."""
    return life[-1].row.url if life else ""


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the proofs of all records of a segment share, and the tree of their ids."""

    header: str
    entry: str
    count: int
    records_root: str
    levels: list[tuple[bytes, ...]]
    log: LogProof
    anchor: AnchorProof
    key: KeyProof


class Prover:
    """Makes the proofs of one answer; what its records share is read once.

    Args:
        sources: What to read.
        view: As of which block.
        agent: Whose records they are.
    """

    def __init__(self, sources: Sources, view: View, agent: Agent) -> None:
        self._sources = sources
        self._view = view
        self._agent = agent
        self._logs: dict[bytes, LogProofs] = {}
        self._anchors: dict[tuple[bytes, int], Anchor] = {}
        self._seen: dict[tuple[bytes, int], Seen] = {}
        self._segments: dict[tuple[bytes, int], _Whole] = {}

    def record(self, log: bytes, entry: LogEntry, position: int) -> RecordProof:
        """Prove a record in a log.

        Args:
            log: The log.
            entry: The accepted entry that holds it.
            position: Its place in the segment.
        """
        whole = self._segments.get((log, entry.leaf))
        if whole is None:
            whole = self._segments[log, entry.leaf] = self._whole(log, entry)
        path = [item.hex() for item in tree.inclusion_path(whole.levels, position)]
        segment = SegmentProof(whole.header, whole.entry, position, whole.count, whole.records_root, path)
        return RecordProof(segment, whole.log, whole.anchor, whole.key, None)

    def anchor(self, log: bytes, index: int) -> Anchor:
        """Return an anchor of a log."""
        if (log, index) not in self._anchors:
            self._anchors[log, index] = LogView(self._view).anchor(log, index)
        return self._anchors[log, index]

    def seen(self, log: bytes, index: int) -> Seen:
        """Return where the chain saw an anchor of a log."""
        found = self._seen.get((log, index))
        if found is None:
            found = self._seen[log, index] = finding.seen(self._view, witness_of(self.anchor(log, index)))
        return found

    def log(self, log: bytes) -> LogProofs:
        """Return what makes paths in a log."""
        if log not in self._logs:
            life = LogView(self._view).lives([log])[0]
            self._logs[log] = LogProofs(self._sources, self._view, log, url_of(life))
        return self._logs[log]

    def _whole(self, log: bytes, entry: LogEntry) -> _Whole:
        """Make what is the same for all records of a segment."""
        segment = entry.segment
        if segment is None:
            raise lost(f"the records of leaf {entry.leaf}")
        anchor, header = self.anchor(log, entry.row.anchor), segment.entry.segment
        return _Whole(
            header=header.header.hex(),
            entry=segment.entry.pack().hex(),
            count=header.count,
            records_root=header.records_root.hex(),
            levels=tree.levels(segment.record_ids()),
            log=self.log(log).path(entry.leaf, anchor),
            anchor=AnchorProof(log.hex(), anchor.index, self.seen(log, entry.row.anchor)),
            key=self._key(entry),
        )

    def _key(self, entry: LogEntry) -> KeyProof:
        if entry.entry is None:
            raise lost(f"entry {entry.leaf}")
        epoch = self._agent.epochs[entry.entry.segment.epoch]
        key = epoch.keys[entry.row.signer]
        return KeyProof(key.address, epoch.number, finding.seen(self._view, key.registered))


class LogProofs:
    """Makes paths in one log, and stops asking it once it did not answer."""

    def __init__(self, sources: Sources, view: View, log: bytes, url: str) -> None:
        self._sources = sources
        self._view = view
        self._log = log
        self._url = url
        self._problem: str | None = None
        self._paths: dict[tuple[int, int], list[bytes]] = {}

    def path(self, leaf: int, anchor: Anchor) -> LogProof:
        """Return the path of a leaf to an anchored root, or why there is none now."""
        path: list[str] | None = None
        try:
            path = [item.hex() for item in self.checked(leaf, anchor)]
        except StaleMirrorError:
            raise
        except LedgerError as error:
            self._problem = self._problem or error.message
            self._view.settled = False
        problem = self._problem if path is None else None
        return LogProof(self._log.hex(), leaf, anchor.row.size, anchor.row.root.hex(), path, problem)

    def checked(self, leaf: int, anchor: Anchor) -> list[bytes]:
        """Return the path of a leaf to an anchored root, checked.

        Raises:
            NotFoundError: if the log does not serve its tiles.
            UnavailableError: if it cannot be reached, or what it serves does not lead to the anchored root.
        """
        if self._problem is not None:
            raise UnavailableError(self._problem, hint="ask again when the log is back")
        known = self._paths.get((leaf, anchor.row.size))
        if known is not None:
            return known
        entry = LogView(self._view).entries([(self._log, leaf)])[0].entry
        if entry is None:
            raise lost(f"entry {leaf} of log {self._log.hex()}")
        try:
            path = self._sources.open_log(self._log, self._url).inclusion_path(leaf, anchor.row.size)
            tree.verify_inclusion(entry.leaf, leaf, anchor.row.size, path, anchor.row.root)
        except (InvalidInputError, ValueError) as error:  # what a log says is not trusted to be well formed
            reason = error.message if isinstance(error, InvalidInputError) else repr(error)
            raise UnavailableError(
                f"log {self._log.hex()} serves no proof: {reason}", hint="its operator must repair it", code="bad_log"
            ) from error
        self._paths[leaf, anchor.row.size] = path
        return path


def witness_of(anchor: Anchor) -> Witness:
    """Return where the chain saw an anchor."""
    return Witness(anchor.block, anchor.row.log_index, anchor.row.time, anchor.row.tx)
