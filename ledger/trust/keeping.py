"""What somebody who keeps credibility roots has to do next: examine, conclude or propose one, or rest."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.queries.roots import RootView
from ledger.trust.configuration import period_of


class Duty(StrEnum):
    """What is to be done now."""

    PROPOSE = "propose"
    EXAMINE = "examine"
    CONCLUDE = "conclude"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Bonded:
    """How far the assertion behind an open proposal is: `due` in Unix seconds, from which nobody need rule on it."""

    due: int
    challenged: bool
    ruled: bool


def open_root(roots: Sequence[RootView]) -> RootView | None:
    """Return the proposal that is open, of proposals in chain order; there is one at a time."""
    return roots[-1] if roots and roots[-1].state == "proposed" else None


def next_duty(roots: Sequence[RootView], bonded: Bonded | None, now: int, examined: Container[str]) -> Duty:
    """Say what is to be done.

    A root is proposed once in each 7-day period of the score (`period_of`): before the period ends no praise vests and
    no accusation settles, so another root would tell little that is new for another bond.

    Args:
        roots: All proposals, in chain order.
        bonded: Of the open one; None if none is open.
        now: Unix seconds of the chain.
        examined: Assertions whose root was recomputed already, and which need not be again.
    """
    asked = open_root(roots)
    if asked is not None and bonded is not None:
        if bonded.ruled or now >= bonded.due:
            return Duty.CONCLUDE
        return Duty.REST if bonded.challenged or asked.assertion in examined else Duty.EXAMINE
    accepted = [root for root in roots if root.state == "accepted"]
    stands = bool(accepted) and period_of(accepted[-1].proposed.time) == period_of(now)
    return Duty.REST if stands else Duty.PROPOSE
