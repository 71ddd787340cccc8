"""Showing the court a signed receipt: the proof that a claimant hands over without any record, and whose it is."""

from __future__ import annotations

from typing import Final

from ledger.chain import witness
from ledger.chain.node import Chain
from ledger.domain.dispute import NOBODY
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, checksum
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries.showing import Shown

_PLAIN: Final = bytes(12)


def of_signed(chain: Chain, signed: SignedReceipt, counterparty: Address | None, salt: bytes | None) -> Shown:
    """Show an action by the receipt that the agent signed for it.

    Args:
        chain: The chain, with its deployment.
        signed: The receipt.
        counterparty: Whom it was given to; read off the receipt where it says so plainly.
        salt: What opens its commitment to the counterparty.

    Raises:
        InvalidInputError: if it names another counterparty.
        NotFoundError: if its signer is no session key.
        ProofError: if the signature is not canonical.
    """
    agent_id = agent_of(chain, signed)
    who, opening = opened(signed, counterparty, salt)
    proof = witness.show_receipt(chain, agent_id, signed.receipt, signed.signature, who, opening)
    receipt = signed.receipt
    says = f"receipt for record {receipt.record_hash.hex()}, epoch {receipt.epoch}, number {receipt.seq}"
    return Shown(agent_id, says, proof)


def agent_of(chain: Chain, signed: SignedReceipt) -> int:
    """Return the number of the agent whose session key signed a receipt.

    Raises:
        NotFoundError: if it was no session key.
        ProofError: if the signature is not canonical.
    """
    key = signed.signer()
    agent_id, _, _, _, known = chain.read("KeyRing", "keyOf", key)
    if not known:
        raise NotFoundError(
            f"{key}, which signed the receipt, is no session key on this chain",
            hint="a receipt must be exactly as the agent gave it, and of this chain",
            code="no_such_key",
        )
    return int(agent_id)


def opened(signed: SignedReceipt, counterparty: Address | None, salt: bytes | None) -> tuple[Address, bytes]:
    """Return whom a receipt was given to, and what opens that; `NOBODY` where nothing says so.

    Raises:
        InvalidInputError: if it was given to somebody else, or with another salt.
    """
    named = signed.receipt.counterparty
    if counterparty is None:
        plain = named.startswith(_PLAIN) and named != ZERO32
        return (checksum("0x" + named[len(_PLAIN) :].hex()) if plain else NOBODY), ZERO32
    opening = salt or ZERO32
    if counterparty_of(counterparty, opening) != named:
        raise InvalidInputError(
            f"the receipt was not given to {counterparty}, or not with this salt",
            hint="give the counterparty and the salt that the receipt was made with, or neither",
            code="wrong_counterparty",
        )
    return counterparty, opening
