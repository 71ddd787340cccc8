"""What part an account has in a dispute, as the chain says: party, or arbitrator with a seat."""

from __future__ import annotations

from typing import Final

from ledger.domain.ids import Address
from ledger.domain.roles import Role
from ledger.queries.cases import case_file
from ledger.queries.sources import Sources

_CONTRACT: Final = "arbitrator"  # among the parties: the contract that rules, which is nobody's wallet
_LOST: Final = "recused"


def parts_in(sources: Sources, dispute: str | int, account: Address) -> frozenset[Role]:
    """Return the roles of an account in a dispute; empty if it has no part in it.

    Whoever lost a seat because it dealt with a party is no arbitrator of the case any more.

    Raises:
        InvalidInputError: if the dispute's name has another form.
        NotFoundError: if there is no such dispute.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    case = case_file(sources, dispute).data
    found = set()
    if any(party.account == account and party.role != _CONTRACT for party in case.parties):
        found.add(Role.PARTY)
    panels = [*case.earlier_panels, *([case.panel] if case.panel is not None else [])]
    if any(seat.arbitrator == account and seat.did != _LOST for panel in panels for seat in panel.seats):
        found.add(Role.ARBITRATOR)
    return frozenset(found)
