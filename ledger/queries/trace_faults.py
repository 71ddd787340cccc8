"""What was held against the records of a trace: disputes about them, and faults that a proof decided.

The court names an action by a hash of its agent, place and record id, so it is known which record a dispute is about
without asking a node what the opening showed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ledger.domain.dispute import action_of
from ledger.domain.ids import AgentRef
from ledger.queries import wording
from ledger.queries.fault_kinds import name_of
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store import case_rows as rows
from ledger.store import keys
from ledger.store.court_view import CourtView
from ledger.store.named import named
from ledger.store.view import View

MOST_DISPUTES: Final = 500
"""Disputes of one agent, the newest, and its verdicts, that are looked at."""


class Recorded(Protocol):
    """A record, and its place in the streams of its agent."""

    @property
    def record_id(self) -> str:
        """Its id, hex."""

    @property
    def agent(self) -> str:
        """The global id of its agent."""

    @property
    def place(self) -> tuple[int, int, int] | None:
        """Epoch, stream and sequence number, if they are known."""


@dataclass(frozen=True, slots=True)
class TracedFault:
    """What was held against one record: by `ref`, a dispute or a verdict.

    `state` is proved, upheld, dismissed, refused, or running while there is no final ruling.
    """

    record_id: str
    ref: str
    kind: str
    state: str

    @property
    def holds(self) -> bool:
        """Whether it is a fault."""
        return self.state in ("proved", "upheld")


def faults_of(sources: Sources, view: View, records: Iterable[Recorded]) -> list[TracedFault]:
    """Return what was held against records, in the order of the records."""
    placed = [(item.record_id, AgentRef.parse(item.agent), item.place) for item in records]
    numbers = sorted({ref.agent_id for _, ref, _ in placed})
    disputes = dict(zip(numbers, map(dict, (_disputes(view, number) for number in numbers)), strict=True))
    verdicts = {number: _verdicts(view, number) for number in numbers}
    out: list[TracedFault] = []
    for record_id, ref, place in placed:
        if place is None:
            continue
        action = action_of(sources.agent(ref.agent_id).key, *place, bytes.fromhex(record_id))
        found = [*disputes[ref.agent_id].get(action, ()), *verdicts[ref.agent_id].get(place, ())]
        out += [TracedFault(record_id, *told) for told in found]
    return out


def _disputes(view: View, number: int) -> dict[bytes, list[tuple[str, str, str]]]:
    names = [named(item).number for item in reversed(view.newest(keys.agent_disputes(number), MOST_DISPUTES))]
    out: dict[bytes, list[tuple[str, str, str]]] = {}
    for name, history in zip(names, CourtView(view).histories(names), strict=True):
        opened = next((placed.row for placed in history if isinstance(placed.row, rows.Opened)), None)
        if opened is not None:
            told = (f"dispute {name}", wording.fault(opened.fault_class), _state([placed.row for placed in history]))
            out.setdefault(opened.action, []).append(told)
    return out


def _state(history: Sequence[rows.CaseRow]) -> str:
    final = next((row for row in history if isinstance(row, rows.Finalized)), None)
    return "running" if final is None else RULINGS[final.ruling]


def _verdicts(view: View, number: int) -> dict[tuple[int, int, int], list[tuple[str, str, str]]]:
    out: dict[tuple[int, int, int], list[tuple[str, str, str]]] = {}
    for fault, row in view.verdicts(number, None, MOST_DISPUTES):
        told = (f"verdict {fault.hex()}", name_of(row.kind), "proved")
        out.setdefault((row.epoch, row.stream, row.seq), []).append(told)
    return out
