"""Bonds as of a block: what answers for an agent or a log, for each owner or operator that put it up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ledger.store import rows
from ledger.store.rows import Placed


@dataclass(frozen=True, slots=True)
class BondView:
    """One bond, in wei as decimal text: `unbonding` may be withdrawn from `release_at` (Unix s) unless locked."""

    beneficiary: str
    active: str = "0"
    unbonding: str = "0"
    locked: str = "0"
    release_at: int | None = None


def bonds(history: list[Placed[rows.BondRow]]) -> list[BondView]:
    """Fold a subject's rows: each states the balances that it changed."""
    found: dict[str, BondView] = {}
    for placed in history:
        row = placed.row
        bond = found.get(row.beneficiary, BondView(row.beneficiary))
        found[row.beneficiary] = replace(
            bond,
            active=bond.active if row.active is None else row.active,
            unbonding=bond.unbonding if row.unbonding is None else row.unbonding,
            locked=bond.locked if row.locked is None else row.locked,
            release_at=bond.release_at if row.release_at is None else row.release_at,
        )
    return list(found.values())
