"""How disputes ended, read off their events without replaying them: for counts over many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import UPHELD, Basis
from ledger.queries import wording
from ledger.queries.fault_kinds import name_of
from ledger.queries.trials import RULINGS
from ledger.store import case_rows as rows
from ledger.store import keys
from ledger.store.court_view import CourtView
from ledger.store.named import named
from ledger.store.rows import Placed
from ledger.store.view import View

MOST: Final = 10_000
"""Disputes, and verdicts, that are counted: the newest."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One dispute and how it ended; `ruling` is None while it runs. Times are Unix seconds, `slashed` is in wei.

    `action` is the court's name of what it is about.
    """

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
    action: bytes
    final_block: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """One fault that was held against an agent: by a proof, or by a ruling that punishes. `ref` names it.

    A ruling names its `action`, a proof the `place` of the record: epoch, stream and sequence number.
    """

    agent_id: int
    kind: str
    at: int
    slashed: int
    ref: str
    block: int
    action: bytes | None = None
    place: tuple[int, int, int] | None = None


def outcomes(view: View) -> list[Outcome]:
    """Return how the newest disputes ended, in the order of their opening."""
    numbers = [named(item).number for item in reversed(view.newest(keys.DISPUTES, MOST))]
    out: list[Outcome] = []
    for begin in range(0, len(numbers), _AT_ONCE):
        chunk = numbers[begin : begin + _AT_ONCE]
        for number, history in zip(chunk, CourtView(view).histories(chunk), strict=True):
            out += _outcome(number, history)
    return out


def held(view: View, found: list[Outcome]) -> list[Held]:
    """Return what was held against agents, oldest first: rulings among `found` that punish, and verdicts."""
    out = [
        Held(
            agent_id=one.agent_id,
            kind=one.fault_class,
            at=one.final_at,
            slashed=one.slashed,
            ref=f"dispute {one.dispute_id}",
            block=one.final_block,
            action=one.action,
        )
        for one in found
        if one.punishes and one.final_at is not None and one.final_block is not None
    ]
    out += [
        Held(
            agent_id=row.agent_id,
            kind=name_of(row.kind),
            at=row.time,
            slashed=int(row.slashed),
            ref=f"verdict {fault.hex()}",
            block=row.block,
            place=(row.epoch, row.stream, row.seq),
        )
        for fault, row in view.newest_verdicts(MOST)
    ]
    return sorted(out, key=lambda one: (one.at, one.ref))


def _outcome(number: int, history: Sequence[Placed[rows.CaseRow]]) -> Iterator[Outcome]:
    opened = next((placed.row for placed in history if isinstance(placed.row, rows.Opened)), None)
    if opened is None:
        return
    final, block = next(((p.row, p.block) for p in history if isinstance(p.row, rows.Finalized)), (None, None))
    executed = next((placed.row for placed in history if isinstance(placed.row, rows.Executed)), None)
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
        action=opened.action,
        final_block=block,
    )
