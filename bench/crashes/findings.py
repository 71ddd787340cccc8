"""What must hold after any death: nothing acknowledged is gone, nothing is there twice, nobody said two things."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bench.crashes.scene import FileChain, Place
from ledger.domain import tree
from ledger.domain.entry import Entry, SignedSegment
from ledger.domain.record import decode
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Receipt, Segment
from ledger.sdk import tail
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore


@dataclass(slots=True)
class Findings:
    """What one run, or all of them, left behind."""

    lost: int = 0
    doubled: int = 0
    equivocations: int = 0
    wrong: list[str] = field(default_factory=list)
    acknowledged: int = 0
    checkpoints: int = 0
    epochs_closed: int = 0

    def add(self, other: Findings) -> None:
        """Count another run's."""
        for name in ("lost", "doubled", "equivocations", "acknowledged", "checkpoints", "epochs_closed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong

    def expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - the thing that is expected
        """Write down what does not hold."""
        if not holds:
            self.wrong.append(otherwise)


class _Told:
    """What was told in a run, by kind."""

    def __init__(self, place: Place) -> None:
        self._by_kind: dict[str, list[list[Any]]] = defaultdict(list)
        for kind, *what in place.told():
            self._by_kind[kind].append(what)

    def __getitem__(self, kind: str) -> list[list[Any]]:
        return self._by_kind[kind]


def look(place: Place, *, durable: bool, forgets: bool = False) -> Findings:
    """Look at a run after its end.

    Args:
        place: Of the run; all its processes have ended.
        durable: Whether what was written is on disk whatever happens (fsync `every`, or no power cut).
        forgets: Whether the agent's spool was taken back, so that what it wrote after is gone on purpose.
    """
    told, found = _Told(place), Findings()
    reader = LogReader(FolderStore(place.log / "public"))
    state = reader.checkpoint().state
    segments = [segment for _, segment in reader.segments(0, state.size)]
    _look_at_log(found, told, reader, segments)
    leaves = [segment.entry.leaf for segment in segments]
    found.expect(state.root == tree.root(leaves), "the checkpoint is not that of its entries")
    for size, root in FileChain(place.root).anchors():
        found.expect(
            size <= state.size and reader.root(min(size, state.size)) == root, f"anchor {size} is not extended"
        )
    _look_at_agent(found, told, segments, place, kept=durable and not forgets)
    return found


def _look_at_log(found: Findings, told: _Told, reader: LogReader, segments: list[SignedSegment]) -> None:
    there = Counter(segment.entry.segment.header.hex() for segment in segments)
    found.doubled += sum(count - 1 for count in there.values())
    promised = {header for (header,) in told["acknowledged"]}
    found.acknowledged += len(promised)
    found.lost += len(promised - there.keys())
    for size, root in told["checkpoint"]:
        found.checkpoints += 1
        fits = size <= len(segments) and reader.root(size).hex() == root
        found.expect(fits, f"the checkpoint of {size} that was shown is not extended")
    size, conflicts = told["stopped"][-1]
    found.expect(size == len(segments), f"the log holds {size} segments and shows {len(segments)}")
    found.equivocations += conflicts
    for headers in _by_stream([segment.entry.segment for segment in segments]).values():
        for one, two in pairwise(headers):
            found.doubled += two.first_seq < one.end_seq
            found.expect(two.prev_header == one.header, f"record {two.first_seq} follows another header")


def _look_at_agent(found: Findings, told: _Told, segments: list[SignedSegment], place: Place, *, kept: bool) -> None:
    lines = list(tail(place.spool))
    sessions = Counter(line.statement.session for line in lines)
    found.doubled += sum(count - 1 for count in sessions.values())
    in_spool = {(getattr(line.statement, "epoch", 0), line.seq): line.statement.session for line in lines}
    for session, seq, _, epoch in told["written"] if kept else []:
        found.lost += in_spool.get((epoch or 0, seq)) != session
    logged = [decode(data) for segment in segments for data in segment.records]
    found.doubled += len(logged) - len({record.session for record in logged})
    if kept:
        in_log = {(record.epoch, record.seq): record.session for record in logged}
        found.lost += sum(in_log.get(place) != session for place, session in in_spool.items())
    signed = {packed: Entry.unpack(bytes.fromhex(packed)).segment for line in told["signed"] for packed in line}
    for headers in _by_stream(list(signed.values())).values():
        found.equivocations += sum(
            two.first_seq < one.end_seq and one.header != two.header for one, two in pairwise(headers)
        )
    receipts: dict[tuple[int, int, int], set[Receipt]] = defaultdict(set)
    for (packed,) in told["promised"]:
        given = SignedReceipt.unpack(packed.encode()).receipt
        receipts[given.epoch, given.stream, given.seq].add(given)
    found.equivocations += sum(len(given) - 1 for given in receipts.values())


def _by_stream(headers: list[Segment]) -> dict[tuple[int, int], list[Segment]]:
    found: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for header in sorted(headers, key=lambda one: (one.first_seq, one.end_seq)):
        found[header.epoch, header.stream].append(header)
    return found
