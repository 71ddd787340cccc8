"""Whether an agent is active, suspended, retired or banned, by the rules of `Lifecycle.lifeAt`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.lifecycle import Witness
from ledger.store import room_rows as rows
from ledger.store.rows import Placed
from ledger.store.view import View

Life: TypeAlias = Literal["active", "suspended", "retired", "banned"]


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step: suspended, prolonged, lifted, retired or banned.

    `until` (Unix seconds) is when a suspension ends by itself, or ended; `cause` and `evidence` are hashes that the
    authority names; `dispute_id` is the dispute that prolongs a suspension, or that banned.
    """

    step: str
    by: str | None
    until: int | None
    cause: str | None
    evidence: str | None
    dispute_id: int | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class LifeView:
    """How an agent stands as of the answer's block, `until` when (Unix seconds) if that ends by itself, and why."""

    state: Life
    until: int | None
    steps: list[LifeStep]


def life_of(view: View, history: Sequence[Placed[rows.LifecycleRow]], now: int) -> LifeView:
    """Fold an agent's lifecycle.

    Args:
        view: As of which block.
        history: Its steps, oldest first.
        now: Unix seconds of that block.
    """
    view.load_blocks([placed.block for placed in history])
    until = 0
    state: Life = "active"
    for placed in history:
        row = placed.row
        match row:
            case rows.Suspended():
                until = row.until
            case rows.Prolonged():
                until = row.latest
            case rows.Lifted():
                until = row.ended_at
            case rows.Retired():
                state = "retired" if state == "active" else state
            case rows.Banned():
                state = "banned"
    suspended = state == "active" and now < until
    return LifeView(
        "suspended" if suspended else state, until if suspended else None, [_step(view, placed) for placed in history]
    )


def _step(view: View, placed: Placed[rows.LifecycleRow]) -> LifeStep:
    row = placed.row
    seen = finding.seen(view, Witness(placed.block, placed.log_index, row.time, row.tx))
    match row:
        case rows.Suspended():
            return LifeStep("suspended", row.authority, row.until, row.cause.hex(), row.evidence.hex(), None, seen)
        case rows.Prolonged():
            return LifeStep("prolonged", None, row.latest, None, None, row.dispute_id, seen)
        case rows.Lifted():
            return LifeStep("lifted", None, row.ended_at, None, None, None, seen)
        case rows.Retired():
            return LifeStep("retired", row.by, None, None, None, None, seen)
        case _:
            return LifeStep("banned", None, None, None, None, row.dispute_id, seen)
