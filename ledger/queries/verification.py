"""Verify a record, for who holds it, or its id alone.

Whose it is and under which key, when the chain first saw it, what contradicts it, what was held against it, and whether
its payloads were erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain import record as records
from ledger.domain.ids import AgentRef, parse_hex32
from ledger.domain.record import Record
from ledger.errors import InvalidInputError, RecordError
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.contents import Written, newest_contents
from ledger.queries.lifecycle import Agent, fold
from ledger.queries.records import RecordView, find
from ledger.queries.sources import Sources
from ledger.queries.trace_faults import TracedFault, faults_of
from ledger.store.log_view import LogView
from ledger.store.view import View

Standing: TypeAlias = Literal["anchored", "on_chain", "rejected", "unknown"]
MOST_RECORDS: Final = 10_000
MOST_REJECTED: Final = 500
FORK: Final = "fork"
_ID_SIGNS: Final = (64, 66)
BASIS: Final = (
    "a record id names one content; contradictions and erasures are looked for among the newest {records} records and "
    "{rejected} rejected entries of its agent's logs"
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known about one record.

    `standing`: anchored (in a log, accepted), on_chain (made there; only its hash is public), rejected (in a log, and
    not its agent's by the check `rejected_by`), or unknown. `record` comes with its proof; `key` is the session key
    that signed it. `contradicted_by` are other records for the same place: of the agent's stream, or signed by it and
    refused as a fork. `erased_by` are the agent's records that say that its payloads were erased.
    """

    record_id: str
    standing: Standing
    rejected_by: str | None
    record: RecordView | None
    key: str | None
    contradicted_by: list[str]
    held_against: list[TracedFault]
    erased_by: list[str]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A record and its place, as `faults_of` asks for it."""

    record_id: str
    agent: str
    place: tuple[int, int, int] | None


def verification(sources: Sources, given: bytes, *, as_of: int | None = None) -> Answer[Verification]:
    """Verify a record.

    Args:
        sources: What to read.
        given: Its canonical bytes, or its id as 64 hex digits.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if it is neither.
        StaleMirrorError: if the mirror cannot vouch for its answer.
        TooLargeError: if it is longer than any record.
    """
    wanted, content = _given(given)

    def question(view: View) -> tuple[Verification, Completeness]:
        return _verified(sources, view, wanted, content), counted(
            BASIS.format(records=MOST_RECORDS, rejected=MOST_REJECTED)
        )

    return ask(sources, question, as_of)


def _given(given: bytes) -> tuple[bytes, Record | None]:
    text = given.strip()
    if len(text) in _ID_SIGNS and not text.startswith(b"{"):
        return parse_hex32(text.decode("ascii", "replace"), what="record id"), None
    try:
        content = records.decode(text)
    except RecordError as error:
        raise InvalidInputError(
            f"this is no record: {error.message}",
            hint="send its canonical bytes as they are, or its id",
            code="bad_record",
        ) from error
    return records.record_id(text), content


def _verified(sources: Sources, view: View, wanted: bytes, content: Record | None) -> Verification:
    found, held = find(sources, view, wanted), LogView(view).held_entry(wanted)
    record = None if found is None else found.record
    if content is None and held is not None and held[1].segment is not None:
        content = records.decode(held[1].segment.records[held[0].position])
    place = _place(record, content, wanted.hex())
    agent = None if place is None else _agent(sources, view, place.agent)
    written = [] if agent is None else newest_contents(sources, view, agent, MOST_RECORDS).items
    rejected = None if record is not None else _rejected_by(view, wanted)
    return Verification(
        record_id=wanted.hex(),
        standing=_standing(record, rejected),
        rejected_by=rejected,
        record=record,
        key=None if held is None or record is None else held[1].row.signer,
        contradicted_by=[] if place is None or agent is None else _contradicting(view, agent, written, place),
        held_against=[] if place is None or agent is None else faults_of(sources, view, [place]),
        erased_by=[
            item.record_id
            for item in written
            if item.content.op == "erase"
            and item.content.outcome == "success"
            and wanted.hex() in (item.content.parents or ())
        ],
    )


def _standing(record: RecordView | None, rejected: str | None) -> Standing:
    if record is not None:
        return "on_chain" if record.content is None else "anchored"
    return "unknown" if rejected is None else "rejected"


def _place(record: RecordView | None, content: Record | None, wanted: str) -> _Placed | None:
    if record is not None:
        return _Placed(record.record_id, record.agent, (record.epoch, record.stream, record.seq))
    if content is None:
        return None
    return _Placed(wanted, content.agent, (content.epoch, content.stream, content.seq))


def _agent(sources: Sources, view: View, name: str) -> Agent | None:
    ref = AgentRef.parse(name)
    if ref != sources.agent(ref.agent_id):
        return None
    (life,) = view.lives([ref.agent_id])
    return fold(ref.agent_id, life)


def _rejected_by(view: View, wanted: bytes) -> str | None:
    reader = LogView(view)
    strays = reader.strays(wanted)
    return None if not strays else reader.entries([(strays[0].log, strays[0].leaf)])[0].row.check


def _contradicting(view: View, agent: Agent, written: list[Written], asked: _Placed) -> list[str]:
    """Return other records for the place of one: accepted, or signed by its agent and refused as a fork."""
    found = [
        item.record_id for item in written if (item.content.epoch, item.content.stream, item.content.seq) == asked.place
    ]
    reader = LogView(view)
    for log in agent.homes():
        forks = [(log, leaf) for leaf, check in reader.rejected(log, MOST_REJECTED) if check == FORK]
        for entry in reader.entries(forks):
            for data in entry.segment.records if entry.segment is not None else ():
                item = records.decode(data)
                if item.agent == asked.agent and (item.epoch, item.stream, item.seq) == asked.place:
                    found.append(records.record_id(data).hex())
    return [name for name in dict.fromkeys(found) if name != asked.record_id]
