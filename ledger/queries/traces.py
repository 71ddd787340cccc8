"""The causal trace of one record: what led to it and what it led to, whichever agents and logs hold it.

Effects name their causes, never the other way round, so all that logs hold is read. Records made on chain are followed
as causes; what they in turn caused is found where it is in a log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain import record as records
from ledger.domain.causes import trace
from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError, TooLargeError
from ledger.queries.answers import Answer, Completeness
from ledger.queries.asking import ask
from ledger.queries.coverage import waiting_logs
from ledger.queries.sources import Sources
from ledger.store.log_view import LogEntry, LogView
from ledger.store.view import View

MAX_RECORDS: Final = 200_000
"""Most records that are read for one trace."""
MAX_LOGS: Final = 10_000
BASIS: Final = "all accepted entries of all logs as of the block; records made on chain are followed as causes alone"
ACCEPTED: Final = "accepted"
"""What the row of an entry says that passed all checks: only then its records are its agent's."""
_LEAVES: Final = 512


@dataclass(frozen=True, slots=True)
class TracedRecord:
    """A record of the trace. `home` is its log, or `chain`; of one made on chain only agent and causes are known."""

    record_id: str
    agent: str
    home: str
    session: str | None
    op: str | None
    tool: str | None
    phase: str | None
    ts: int | None
    parents: list[str]


@dataclass(frozen=True, slots=True)
class TraceView:
    """The trace of `record`: causes before effects. `unknown` are ids that are named as causes and held nowhere."""

    record: TracedRecord
    ancestors: list[TracedRecord]
    descendants: list[TracedRecord]
    unknown: list[str]


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
        answer = TraceView(
            record=nodes[wanted.hex()],
            ancestors=[nodes[name] for name in found.ancestors],
            descendants=[nodes[name] for name in found.descendants],
            unknown=list(found.unknown),
        )
        waiting = waiting_logs(sources, view, logs)
        return answer, Completeness(not waiting, BASIS, [], waiting)

    return ask(sources, question, as_of)


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
        )


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
                )
        waiting += nodes[name].parents if name in nodes else ()
