"""What faults have in common beside their agents: the model, version and tool that the record names, and whose log.

Records say this of themselves. One that names no model counts for none, and one that no log holds is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import action_of
from ledger.queries.contents import Written, newest_contents
from ledger.queries.lifecycle import fold
from ledger.queries.outcomes import Held
from ledger.queries.sources import Sources
from ledger.store import rows
from ledger.store.log_view import LogView
from ledger.store.view import View

MOST_FAULTS: Final = 200
"""Faults, the newest, whose records are looked for."""
MOST_RECORDS: Final = 2_000
"""Records of one agent, the newest, among which they are looked for."""
_TOP: Final = 20


@dataclass(frozen=True, slots=True)
class NamedFaults:
    """How many of the faults that were looked at name which model, agent version, tool; whose log holds the record.

    `unknown` are faults whose record is not among the newest of its agent that logs hold. The 20 most of each.
    """

    looked_at: int
    unknown: int
    by_model: dict[str, int]
    by_version: dict[str, int]
    by_tool: dict[str, int]
    by_log_operator: dict[str, int]


def named_faults(sources: Sources, view: View, faults: Sequence[Held]) -> NamedFaults:
    """Count faults by what their records name.

    Args:
        sources: What names agents.
        view: As of which block.
        faults: Oldest first.
    """
    found = faults[-MOST_FAULTS:]
    written = list(written_of(sources, view, found).values())
    operators = _operators(view, list(dict.fromkeys(item.log for item in written)))
    return NamedFaults(
        looked_at=len(found),
        unknown=len(found) - len(written),
        by_model=_top([item.content.model for item in written]),
        by_version=_top([item.content.agent_version for item in written]),
        by_tool=_top([item.content.tool for item in written]),
        by_log_operator=_top([operators.get(item.log) for item in written]),
    )


def written_of(sources: Sources, view: View, faults: Sequence[Held]) -> dict[str, Written]:
    """Return the records that faults are about, by what names the fault, as far as they are found."""
    by_agent: dict[int, list[Held]] = {}
    for fault in faults[-MOST_FAULTS:]:
        by_agent.setdefault(fault.agent_id, []).append(fault)
    return {
        ref: item for number, those in by_agent.items() for ref, item in _of_agent(sources, view, number, those).items()
    }


def _of_agent(sources: Sources, view: View, number: int, faults: Sequence[Held]) -> dict[str, Written]:
    (life,) = view.lives([number])
    agent, key = fold(number, life), sources.agent(number).key
    if agent is None:
        return {}
    by_place: dict[tuple[int, int, int], Written] = {}
    by_action: dict[bytes, Written] = {}
    for item in newest_contents(sources, view, agent, MOST_RECORDS).items:
        place = (item.content.epoch, item.content.stream, item.content.seq)
        by_place.setdefault(place, item)
        by_action[action_of(key, *place, bytes.fromhex(item.record_id))] = item
    found = {
        fault.ref: by_place.get(fault.place) if fault.place is not None else by_action.get(fault.action or b"")
        for fault in faults
    }
    return {ref: item for ref, item in found.items() if item is not None}


def _operators(view: View, logs: Sequence[bytes]) -> dict[bytes, str]:
    lives = LogView(view).lives(logs)
    first = {log: life[0].row for log, life in zip(logs, lives, strict=True) if life}
    return {log: row.operator for log, row in first.items() if isinstance(row, rows.LogRegistered)}


def _top(names: Sequence[str | None]) -> dict[str, int]:
    return dict(Counter(name for name in names if name is not None).most_common(_TOP))
