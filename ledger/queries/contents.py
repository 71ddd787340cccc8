"""What an agent wrote in its records, without proofs: for answers that count over many of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain import record as records
from ledger.domain.record import Record
from ledger.queries.lifecycle import Agent, Witness
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.log_view import Anchor, LogView, Run, agent_run
from ledger.store.view import View

_LEAVES: Final = 512


@dataclass(frozen=True, slots=True)
class Written:
    """One record in a log; `witnessed` is the anchor by which the chain first saw it."""

    record_id: str
    log: bytes
    content: Record
    witnessed: Witness


@dataclass(frozen=True, slots=True)
class Contents:
    """An agent's records in the order in which the chain saw them; `more`: older ones were left out."""

    items: list[Written]
    more: bool


def newest_contents(sources: Sources, view: View, agent: Agent, most: int) -> Contents:
    """Return the newest records of an agent that logs hold; of those made on chain only hashes are known.

    Args:
        sources: What names the agent.
        view: As of which block.
        agent: The agent.
        most: How many at most; a segment is read whole or not at all.
    """
    reader, key = LogView(view), sources.agent(agent.number).key
    runs: list[tuple[bytes, Run]] = []
    more = False
    for log in agent.homes():
        found = [agent_run(item) for item in view.newest(keys.log_agent(log, key), most + 1)]
        more = more or len(found) > most
        runs += [(log, run) for run in found[:most]]
    runs.sort(key=lambda item: (item[1].block, item[1].log_index, item[1].leaf), reverse=True)
    taken, count = 0, 0
    while taken < len(runs) and count + runs[taken][1].count <= most:
        count += runs[taken][1].count
        taken += 1
    chosen = runs[:taken][::-1]
    return Contents(_read(reader, chosen), more or taken < len(runs))


def _read(reader: LogView, runs: list[tuple[bytes, Run]]) -> list[Written]:
    anchors: dict[tuple[bytes, int], Anchor] = {}
    out: list[Written] = []
    for begin in range(0, len(runs), _LEAVES):
        chunk = runs[begin : begin + _LEAVES]
        entries = reader.entries([(log, run.leaf) for log, run in chunk])
        for (log, _), entry in zip(chunk, entries, strict=True):
            name = (log, entry.row.anchor)
            if name not in anchors:
                anchors[name] = reader.anchor(*name)
            row = anchors[name].row
            witnessed = Witness(anchors[name].block, row.log_index, row.time, row.tx)
            held = entry.segment.records if entry.segment is not None else ()
            out += [Written(records.record_id(data).hex(), log, records.decode(data), witnessed) for data in held]
    return out
