"""Counter-signing: we write down the receipt that we were given, and how it ended for us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.ids import AgentRef
from ledger.domain.record import Outcome
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import InvalidInputError
from ledger.sdk.spool import Spool, Written

if TYPE_CHECKING:
    from ledger.sdk.ledger import Ledger

OP: Final = "countersign"


def countersign(
    ledger: Ledger, spool: Spool, given: SignedReceipt | bytes | str, outcome: Outcome, salt: bytes, session: str | None
) -> Written:
    """Write the record that carries a receipt; see `Ledger.countersign`."""
    signed = given if isinstance(given, SignedReceipt) else SignedReceipt.unpack(given)
    signed.signer()
    said, binding = signed.receipt, spool.binding
    if binding is not None and AgentRef.parse(binding.agent).key == said.agent:
        raise InvalidInputError(
            "the receipt is one of our own", hint="a receipt is counter-signed by the agent that it was given to"
        )
    carried = CarriedReceipt(signed, salt)
    if not carried.can_be_kept:
        raise InvalidInputError(
            f"the receipt promises number {said.seq} by {said.anchor_by}, which no record and no anchor can keep",
            hint="do not act on it",
            code="empty_promise",
        )
    return ledger.write(
        OP,
        durable=True,
        kind="interaction",
        phase="outcome",
        outcome=outcome,
        parents=(said.record_hash.hex(),),
        receipt=carried.text(),
        session=session,
    )
