"""The causal trace of one record: what led to it and what it led to, whichever agents and logs hold it.

Effects name their causes, never the other way round, so all that logs hold is read. Records made on chain are followed
as causes; what they in turn caused is found where it is in a log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from ledger.domain import record as records
from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.causes import trace
from ledger.domain.ids import parse_hex32
from ledger.domain.provenance import prov_json
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import InvalidInputError, NotFoundError, ProofError, TooLargeError
from ledger.queries.answers import Answer, Completeness
from ledger.queries.asking import ask
from ledger.queries.coverage import waiting_logs
from ledger.queries.lifecycle import fold
from ledger.queries.sources import Sources
from ledger.queries.trace_faults import TracedFault, faults_of
from ledger.store.log_view import LogEntry, LogView
from ledger.store.view import View

MAX_RECORDS: Final = 200_000
"""Most records that are read for one trace."""
MAX_LOGS: Final = 10_000
MOST_DOCUMENTED: Final = 2_000
"""Most records of one document of PROV-JSON."""
BASIS: Final = "all accepted entries of all logs as of the block; records made on chain are followed as causes alone"
ACCEPTED: Final = "accepted"
"""What the row of an entry says that passed all checks: only then its records are its agent's."""
FAILED: Final = ("failure", "timeout")
"""Outcomes by which a record says itself that its action did not succeed, without anybody's decision."""
_LEAVES: Final = 512


@dataclass(frozen=True, slots=True)
class TracedRecord:
    """A record of the trace. `home` is its log, or `chain`; of one made on chain not all fields are known.

    `place` is epoch, stream and sequence number; `receipt_of` the record whose receipt this one carries.
    """

    record_id: str
    agent: str
    home: str
    session: str | None
    op: str | None
    tool: str | None
    phase: str | None
    ts: int | None
    parents: list[str]
    outcome: str | None = None
    principal: str | None = None
    place: tuple[int, int, int] | None = None
    receipt_of: str | None = None


@dataclass(frozen=True, slots=True)
class TraceEdge:
    """A cause and its effect. `crosses`: they are of two agents.

    Then `receipt` is `carried` if a record of the effect's agent in this trace carries a receipt for the cause, which
    the cause's agent signed, or else `missing`. None within one agent.
    """

    cause: str
    effect: str
    crosses: bool
    receipt: str | None


@dataclass(frozen=True, slots=True)
class TraceView:
    """The trace of `record`: causes before effects. `unknown` are ids that are named as causes and held nowhere.

    `faults` are what was held against records of the trace, in their order; `first_fault` is the first of these records
    with a fault that was upheld or proved, `first_failure` the first that says itself that it failed.
    """

    record: TracedRecord
    ancestors: list[TracedRecord]
    descendants: list[TracedRecord]
    unknown: list[str]
    edges: list[TraceEdge] = field(default_factory=list)
    faults: list[TracedFault] = field(default_factory=list)
    first_fault: str | None = None
    first_failure: str | None = None


def record_trace(sources: Sources, record_id: str, *, as_of: int | None) -> Answer[TraceView]:
    """Trace a record across agents.

    Raises:
        ConflictError: if what is traced is its own cause somewhere.
        InvalidInputError: if the id has another form.
        NotFoundError: if no agent has such a record.
        StaleMirrorError: if the mirror cannot vouch for its answer.
        TooLargeError: if the logs hold over 200,000 records.
    """
    wanted = parse_hex32(record_id, what="record id")

    def question(view: View) -> tuple[TraceView, Completeness]:
        reader = LogView(view)
        logs = [log for log, _ in reader.logs(None, MAX_LOGS)]
        nodes = {node.record_id: node for node in _in_logs(reader, logs)}
        _add_chain(sources, view, nodes, wanted.hex())
        if wanted.hex() not in nodes:
            raise NotFoundError(
                f"no agent has a record {wanted.hex()} as of block {view.block}",
                hint="records appear once their log is anchored",
                code="no_such_record",
            )
        found = trace({name: node.parents for name, node in nodes.items()}, wanted.hex())
        whole = [nodes[name] for name in (*found.ancestors, wanted.hex(), *found.descendants)]
        faults = faults_of(sources, view, whole)
        answer = TraceView(
            record=nodes[wanted.hex()],
            ancestors=[nodes[name] for name in found.ancestors],
            descendants=[nodes[name] for name in found.descendants],
            unknown=list(found.unknown),
            edges=_edges(view, whole),
            faults=faults,
            first_fault=next((fault.record_id for fault in faults if fault.holds), None),
            first_failure=next((node.record_id for node in whole if node.outcome in FAILED), None),
        )
        waiting = waiting_logs(view, logs)
        return answer, Completeness(not waiting, BASIS, [], waiting)

    return ask(sources, question, as_of)


def trace_provenance(sources: Sources, record_id: str, *, as_of: int | None) -> Answer[dict[str, Any]]:
    """Return a trace as a document of W3C PROV-JSON; records made on chain are activities without attributes.

    Raises:
        ConflictError: if what is traced is its own cause somewhere.
        InvalidInputError: if the id has another form.
        NotFoundError: if no agent has such a record.
        StaleMirrorError: if the mirror cannot vouch for its answer.
        TooLargeError: if the trace has over 2,000 records.
    """
    found = record_trace(sources, record_id, as_of=as_of)
    names = [node.record_id for node in (*found.data.ancestors, found.data.record, *found.data.descendants)]
    if len(names) > MOST_DOCUMENTED:
        raise TooLargeError(f"the trace has {len(names)} records, over {MOST_DOCUMENTED}", hint="trace a later record")

    def question(view: View) -> tuple[dict[str, Any], Completeness]:
        reader, held = LogView(view), []
        for name in names:
            entry = reader.held_entry(bytes.fromhex(name))
            if entry is not None and entry[1].segment is not None:
                held.append((name, records.decode(entry[1].segment.records[entry[0].position])))
        return msgspec.json.decode(prov_json(held)), found.completeness

    return ask(sources, question, found.as_of.number)


def _edges(view: View, whole: Sequence[TracedRecord]) -> list[TraceEdge]:
    """Return who caused whom; between agents, whether the cause's agent signed a receipt for it."""
    agents = {node.record_id: node.agent for node in whole}
    carried = {(node.receipt_of, node.agent) for node in whole if node.receipt_of in agents and _is_signed(view, node)}
    out = []
    for node in whole:
        for cause in node.parents:
            if cause not in agents:
                continue
            crosses = agents[cause] != node.agent
            receipt = None if not crosses else "carried" if (cause, node.agent) in carried else "missing"
            out.append(TraceEdge(cause, node.record_id, crosses, receipt))
    return out


def _is_signed(view: View, node: TracedRecord) -> bool:
    """Whether a session key of the agent that it is from signed the receipt that a record carries."""
    held = LogView(view).held_entry(bytes.fromhex(node.record_id))
    if held is None or held[1].segment is None:
        return False
    receipt = _receipt(records.decode(held[1].segment.records[held[0].position]))
    number = None if receipt is None else view.agent_number(receipt.receipt.agent)
    if receipt is None or number is None:
        return False
    (life,) = view.lives([number])
    agent, epoch = fold(number, life), receipt.receipt.epoch
    try:
        return agent is not None and epoch < len(agent.epochs) and receipt.signer() in agent.epochs[epoch].keys
    except ProofError:
        return False


def _in_logs(reader: LogView, logs: list[bytes]) -> Iterator[TracedRecord]:
    count = 0
    held = zip(logs, reader.last_anchors(logs), reader.cursors(logs), strict=True)
    for log, anchor, cursor in held:
        size = min(anchor.row.size if anchor else 0, cursor.size if cursor else 0)
        for begin in range(0, size, _LEAVES):
            for entry in reader.entries([(log, leaf) for leaf in range(begin, min(begin + _LEAVES, size))]):
                for node in _records(log, entry):
                    count += 1
                    if count > MAX_RECORDS:
                        raise TooLargeError(
                            f"the logs hold over {MAX_RECORDS} records",
                            hint="trace within a session: `ombud session prov`",
                        )
                    yield node


def _records(log: bytes, entry: LogEntry) -> Iterator[TracedRecord]:
    if entry.row.check != ACCEPTED or entry.segment is None:
        return
    for data in entry.segment.records:
        item = records.decode(data)
        yield TracedRecord(
            record_id=records.record_id(data).hex(),
            agent=item.agent,
            home=log.hex(),
            session=item.session,
            op=item.op,
            tool=item.tool,
            phase=item.phase,
            ts=item.ts,
            parents=list(item.parents or ()),
            outcome=item.outcome,
            principal=item.principal,
            place=(item.epoch, item.stream, item.seq),
            receipt_of=_receipt_of(item),
        )


def _receipt_of(item: records.Record) -> str | None:
    found = _receipt(item)
    return None if found is None else found.receipt.record_hash.hex()


def _receipt(item: records.Record) -> SignedReceipt | None:
    if item.receipt is None:
        return None
    try:
        return CarriedReceipt.unpack(bytes.fromhex(item.receipt)).signed
    except InvalidInputError:
        return None  # whoever carries what is no receipt has none


def _add_chain(sources: Sources, view: View, nodes: dict[str, TracedRecord], wanted: str) -> None:
    """Add the records made on chain that are causes of what is wanted, or that itself."""
    waiting, seen = [wanted], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name not in nodes:
            for block, log_index, place in view.chain_places(bytes.fromhex(name))[:1]:
                row = view.direct_row(place, block, log_index)
                nodes[name] = TracedRecord(
                    record_id=name,
                    agent=str(sources.agent(place.agent_id)),
                    home="chain",
                    session=None,
                    op=None,
                    tool=None,
                    phase=None,
                    ts=None,
                    parents=[parent.hex() for parent in row.parents],
                    place=(place.epoch, place.stream, row.seq),
                )
        waiting += nodes[name].parents if name in nodes else ()
