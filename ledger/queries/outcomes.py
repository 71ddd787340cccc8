"""How disputes ended, read off their events without replaying them: for counts over many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import UPHELD, Basis
from ledger.queries import wording
from ledger.queries.fault_kinds import name_of
from ledger.queries.trials import RULINGS
from ledger.store import court_rows as rows
from ledger.store import keys
from ledger.store.court_view import CourtView
from ledger.store.named import named
from ledger.store.view import View

MOST: Final = 10_000
"""Disputes, and verdicts, that are counted: the newest."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One dispute and how it ended; `ruling` is None while it runs. Times are Unix seconds, `slashed` is in wei."""

    dispute_id: int
    agent_id: int
    fault_class: str
    liable: str
    opened_at: int
    final_at: int | None
    ruling: str | None
    basis: str | None
    punishes: bool
    slashed: int


@dataclass(frozen=True, slots=True)
class Held:
    """One fault that was held against an agent: by a proof, or by a ruling that punishes. `ref` names it."""

    agent_id: int
    kind: str
    at: int
    slashed: int
    ref: str


def outcomes(view: View) -> list[Outcome]:
    """Return how the newest disputes ended, in the order of their opening."""
    numbers = [named(item).number for item in reversed(view.newest(keys.DISPUTES, MOST))]
    out: list[Outcome] = []
    for begin in range(0, len(numbers), _AT_ONCE):
        chunk = numbers[begin : begin + _AT_ONCE]
        for number, history in zip(chunk, CourtView(view).histories(chunk), strict=True):
            out += _outcome(number, [placed.row for placed in history])
    return out


def held(view: View, found: list[Outcome]) -> list[Held]:
    """Return what was held against agents, oldest first: rulings among `found` that punish, and verdicts."""
    out = [
        Held(one.agent_id, one.fault_class, one.final_at, one.slashed, f"dispute {one.dispute_id}")
        for one in found
        if one.punishes and one.final_at is not None
    ]
    out += [
        Held(row.agent_id, name_of(row.kind), row.time, int(row.slashed), f"verdict {fault.hex()}")
        for fault, row in view.newest_verdicts(MOST)
    ]
    return sorted(out, key=lambda one: (one.at, one.ref))


def _outcome(number: int, history: list[rows.CaseRow]) -> Iterator[Outcome]:
    opened = next((row for row in history if isinstance(row, rows.Opened)), None)
    if opened is None:
        return
    final = next((row for row in history if isinstance(row, rows.Finalized)), None)
    executed = next((row for row in history if isinstance(row, rows.Executed)), None)
    yield Outcome(
        dispute_id=number,
        agent_id=opened.agent_id,
        fault_class=wording.fault(opened.fault_class),
        liable=opened.liable,
        opened_at=opened.opened_at,
        final_at=None if final is None else final.time,
        ruling=None if final is None else RULINGS[final.ruling],
        basis=None if final is None else Basis(final.basis).name.lower(),
        punishes=final is not None and final.ruling == UPHELD and final.punishes,
        slashed=0 if executed is None else int(executed.slashed),
    )
