"""Joining and leaving the roster of arbitrators: what the accreditor signed, the stake, and the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.accreditation import Accreditation
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError, LedgerError
from ledger.queries.sources import Sources
from ledger.web.acting import estimate_for
from ledger.web.asked import Asked
from ledger.web.calls import Estimate, Unsigned, prepare
from ledger.web.documents import Document, accreditation
from ledger.web.node import node_of
from ledger.web.page import Shown

_PANEL = "PanelArbitrator"


@dataclass(frozen=True, slots=True)
class Registering:
    """A registration as far as it is prepared: `stake` in wei is what lacks; `trouble` is why there is none."""

    arbitrator: Address | None = None
    stake: str = "0"
    transaction: Unsigned | None = None
    estimate: Estimate | None = None
    trouble: str = ""


def register_page(sources: Sources, asked: Asked) -> Shown:
    """Show how an account joins the roster, or renews its accreditation."""
    typed = accreditation(asked)
    try:
        made = _registering(sources, asked, typed)
    except LedgerError as error:
        made = Registering(trouble=str(error))
    given = {"document": typed, "made": made, "panel": sources.contracts[_PANEL]}
    return Shown("pages/register.html", "Register as an arbitrator", given, section="disputes")


def retire_page(sources: Sources, asked: Asked) -> Shown:
    """Show how an arbitrator leaves the roster."""
    transaction = prepare(sources.mirror.space.chain_id, sources.contracts[_PANEL], _PANEL, "retire")
    given = {"transaction": transaction, "estimate": estimate_for(asked, transaction, [])}
    return Shown("pages/retire.html", "Leave the roster of arbitrators", given, section="disputes")


def _registering(sources: Sources, asked: Asked, typed: Document[Accreditation]) -> Registering:
    signed = typed.says
    if signed is None:
        return Registering()
    chain_id, panel = sources.mirror.space.chain_id, sources.contracts[_PANEL]
    if (signed.chain_id, checksum(signed.panel)) != (chain_id, panel):
        raise InvalidInputError(
            f"this accreditation is for panel {signed.panel[:60]} on chain {signed.chain_id}",
            hint=f"here it is {panel} on chain {chain_id}",
        )
    who = checksum(signed.arbitrator)
    lacks = node_of(asked.node).missing_stake(who)
    parts = (bytes.fromhex(signed.document), bytes.fromhex(signed.model), signed.valid_until)
    made = prepare(chain_id, panel, _PANEL, "register", *parts, bytes.fromhex(signed.signature), value=lacks)
    return Registering(who, str(lacks), made, estimate_for(asked, made, [who]))
