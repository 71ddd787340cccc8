"""Whose ratings count at all, where terms ask for proof: who has something to lose, and was seen to do what it says.

Names are free, so their words weigh nothing until somebody vouches; terms may ask for more. An account is admitted if
it owns an agent on which it has bonded the stake, and of whose actions an audit counted: an arbitrator of the roster
asserted with a bond that the work was in order, and nobody showed otherwise for three days.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.domain.ids import Address
from ledger.queries.bonds import bonds
from ledger.queries.sources import Sources
from ledger.store.view import View


def admitted(sources: Sources, view: View, owners: Mapping[int, Address], stake: int) -> frozenset[Address]:
    """Return the owners that are admitted, as a view sees them.

    Args:
        sources: Of the mirror, for the names of agents.
        view: As of which block.
        owners: Agent number to owner.
        stake: Wei that must be bonded, and not be on its way out.
    """
    return frozenset(
        owner
        for number, owner in owners.items()
        if _bonded(view, sources.agent(number).key, owner) >= stake and _audited(view, number)
    )


def _bonded(view: View, subject: bytes, owner: Address) -> int:
    return sum(int(bond.active) for bond in bonds(view.bonds(subject)) if bond.beneficiary == owner)


def _audited(view: View, number: int) -> bool:
    return any(int(placed.row.added_positive) for placed in view.standing(number))
