"""One log entry against everything known about its agent: accepted, or which check failed.

    malformed       bad_entry      the leaf is no entry
                    bad_signature  the signature is not canonical, or recovers to no key
                    bad_records    the records are not the signed ones, not canonical, or out of place
    unattributed    unknown_agent  no such agent
                    unknown_key    the signer is no key of that agent and epoch
                    too_late       first witnessed after the key's or epoch's end and its grace
                    wrong_log      the stream is not granted, or has another home
    contradicting   repeated       the very same entry again
                    fork           it does not follow what the stream already holds
                    gap_limit      the stream has more gaps than are kept track of

Pure: the same entry, agent and stream give the same result, in any run, so a rebuilt mirror agrees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ledger.domain import sealing
from ledger.domain.entry import Entry, SignedSegment
from ledger.domain.hashing import ZERO32
from ledger.domain.record import Record
from ledger.domain.statements import Segment
from ledger.errors import InvalidInputError
from ledger.indexer.carried import Binding, binding_receipts
from ledger.queries.lifecycle import Agent
from ledger.store.log_view import BAD_ENTRY
from ledger.store.rows import StreamRow

ACCEPTED: Final = "accepted"
MAX_GAPS: Final = 256

StreamName = tuple[bytes, int, int]
"""(agent key, epoch, stream)."""


@dataclass(slots=True)
class Checked:
    """One entry as it was checked. `stream` is the stream after it, if it was accepted.

    `receipts` are those of its records that bind the agents who gave them.
    """

    check: str
    reason: str = ""
    signer: str = ""
    agent_id: int | None = None
    entry: Entry | None = None
    segment: SignedSegment | None = None
    records: list[Record] = field(default_factory=list)
    stream: StreamRow | None = None
    receipts: list[Binding] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        """Whether its records are the agent's."""
        return self.check == ACCEPTED


@dataclass(frozen=True, slots=True)
class Known:
    """What the mirror knows when entries are checked, as of the anchor that witnessed them.

    `agent` finds an agent by its key; `stream` the state of one of its streams in this log; `held` says whether
    an entry is in the log already, at its place in its stream. `witnessed` in Unix seconds.
    """

    log: bytes
    witnessed: int
    agent: Callable[[bytes], Agent | None]
    stream: Callable[[StreamName], StreamRow | None]
    held: Callable[[SignedSegment], bool]


def check(leaf: bytes, segment: SignedSegment | None, known: Known) -> Checked:
    """Check one entry.

    Args:
        leaf: The entry's bytes, as the anchored root proves them.
        segment: The signed segment that the log keeps for it; None if those bytes are no segment.
        known: What to check against.
    """
    try:
        entry = Entry.unpack(leaf)
    except InvalidInputError as error:
        return Checked(BAD_ENTRY, error.code)
    result = Checked(ACCEPTED, entry=entry, segment=segment)
    result.check = (
        _check_signer(result, entry, known)
        or _check_home(entry.segment, known)
        or _check_records(result)
        or _check_order(result, entry, known)
    )
    if result.accepted:
        result.receipts = list(binding_receipts(result.records, known.agent, known.witnessed))
    return result


def _check_signer(result: Checked, entry: Entry, known: Known) -> str:
    try:
        result.signer = entry.signer()
    except InvalidInputError as error:
        result.reason = error.code
        return "bad_signature"
    agent = known.agent(entry.segment.agent)
    if agent is None:
        return "unknown_agent"
    result.agent_id = agent.number
    return agent.key_state(result.signer, entry.segment.epoch, known.witnessed)


def _check_home(header: Segment, known: Known) -> str:
    agent = known.agent(header.agent)
    stream = agent.stream(header.epoch, header.stream) if agent else None
    return "" if stream is not None and stream.home == known.log else "wrong_log"


def _check_records(result: Checked) -> str:
    if result.segment is None:
        result.reason = "bad_segment"
        return "bad_records"
    try:
        result.records = sealing.check_records(result.segment)
    except InvalidInputError as error:
        position = error.details.get("position")
        result.reason = error.code if position is None else f"{error.code}: record {position}"
        return "bad_records"
    return ""


def _check_order(result: Checked, entry: Entry, known: Known) -> str:
    header = entry.segment
    before = known.stream((header.agent, header.epoch, header.stream))
    agent = known.agent(header.agent)
    closing = _closing(agent, header) if agent else None
    problem, after = follow(before, header, closing)
    if problem == "fork" and result.segment is not None and known.held(result.segment):
        return "repeated"
    result.stream = after
    return problem or ACCEPTED


def _closing(agent: Agent, header: Segment) -> bytes | None:
    """Return what the first header of an epoch must follow; None if nothing was committed."""
    if header.epoch == 0:
        return ZERO32
    before = agent.stream(header.epoch - 1, header.stream)
    return before.closing[1] if before is not None and before.closing is not None else None


def follow(before: StreamRow | None, header: Segment, opening: bytes | None) -> tuple[str, StreamRow | None]:
    """Put a segment behind a stream.

    Args:
        before: The stream so far; None if nothing of it is held.
        header: The segment's header; its attribution is checked already.
        opening: What the stream's first header must follow; None if that is not known.

    Returns:
        (`""` or the check that failed, the stream afterwards).
    """
    state = before or StreamRow(0, b"", 0, ())
    first, end = header.first_seq, header.end_seq
    expected = opening if before is None else state.head
    if first == state.next_seq:
        if expected is not None and header.prev_header != expected:
            return "fork", None
        return "", StreamRow(end, header.header, state.rows + header.count, state.gaps)
    if first > state.next_seq:
        gaps = (*state.gaps, (state.next_seq, first))
        return _limited(StreamRow(end, header.header, state.rows + header.count, gaps))
    for number, (begin, stop) in enumerate(state.gaps):
        if begin <= first and end <= stop:
            rest = tuple(gap for gap in ((begin, first), (end, stop)) if gap[0] < gap[1])
            gaps = (*state.gaps[:number], *rest, *state.gaps[number + 1 :])
            return _limited(StreamRow(state.next_seq, state.head, state.rows + header.count, gaps))
    return "fork", None


def _limited(after: StreamRow) -> tuple[str, StreamRow | None]:
    return ("gap_limit", None) if len(after.gaps) > MAX_GAPS else ("", after)
