"""What happened to the reward of a proof: held back, taken over by who committed to the proof earlier, paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.store import fault_rows as rows
from ledger.store.fault_view import FaultView
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class RewardMove:
    """One change: `displaced` by a prover who had committed in block `committed_at`, or `released`, `amount` in wei."""

    event: Literal["displaced", "released"]
    prover: str
    displaced: str | None
    committed_at: int | None
    amount: str | None
    seen: Seen


def reward_moves(view: View, fault_key: bytes) -> list[RewardMove]:
    """Return what happened to the reward of a fault's proof, oldest first."""
    history = FaultView(view).rewards(fault_key)
    view.load_blocks([placed.block for placed in history])
    out = []
    for placed in history:
        row = placed.row
        seen = finding.seen_at(view, placed)
        if isinstance(row, rows.Displaced):
            out.append(RewardMove("displaced", row.prover, row.displaced, row.committed_at, None, seen))
        else:
            out.append(RewardMove("released", row.prover, None, None, row.amount, seen))
    return out
