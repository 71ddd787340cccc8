"""What is shown to a panel while it votes: dealings of a seat with a party, and a vote that was let out too soon."""

from __future__ import annotations

from typing import Any

from ledger.domain.ballot import VOTES, Ballot
from ledger.domain.ids import Address
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import InvalidInputError
from ledger.queries.dockets import Docket
from ledger.queries.panels import Bench
from ledger.web.acts import present_seats, terms_told
from ledger.web.documents import Opening
from ledger.web.node import Node, node_of


def leak_told(found: Docket, chain_id: int, panel: Address, shown: Ballot) -> tuple[Any, ...]:
    """Return what a report of a leak calls the panel with.

    Raises:
        InvalidInputError: unless a seat of the present draw committed to just this.
    """
    bench = _bench(found)
    if shown.panel != bench.number:
        raise InvalidInputError(f"this ballot is of panel {shown.panel}, and panel {bench.number} votes here")
    bound = shown.commitment(chain_id, panel, bench.panel.round)
    seat = next((who for who, kept in bench.panel.commitments.items() if kept == bound), None)
    if seat is None:
        raise InvalidInputError("no seat has committed to this ballot: the chain would refuse it")
    return bench.number, seat, VOTES[shown.vote], bytes.fromhex(shown.reasons), bytes.fromhex(shown.salt)


def dealings_told(
    found: Docket, court: Address, node: Node | None, signed: SignedReceipt, opened: Opening
) -> tuple[Any, ...]:
    """Return what taking a seat calls the panel with.

    Raises:
        LedgerError: if the receipt shows nothing, or no node makes the proof.
    """
    bench = _bench(found)
    if opened.problem:
        raise InvalidInputError(opened.problem)
    proof = node_of(node).show_receipt(signed, opened.who, opened.secret).proof
    return bench.number, court, terms_told(found), present_seats(bench), proof


def _bench(found: Docket) -> Bench:
    if found.bench is None:
        raise InvalidInputError("no panel is voting in this dispute")
    return found.bench
