"""A signed receipt, as the court is shown the action of a claim; records are shown by `ledger.queries.showing`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ledger.chain import court
from ledger.chain.node import Chain
from ledger.cli.given import account
from ledger.domain.dispute import NOBODY
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, parse_hex32
from ledger.domain.signed_receipt import MAX_RECEIPT_BYTES, SignedReceipt, counterparty_of
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries.showing import Shown

_PLAIN: Final = bytes(12)


def of_receipt(chain: Chain, file: Path, counterparty: str | None, salt: str | None) -> Shown:
    """Show an action by the receipt that the agent signed for it.

    Args:
        chain: The chain, with its deployment.
        file: The receipt.
        counterparty: Whom it was given to; read off the receipt where it says so plainly.
        salt: What opens its commitment to the counterparty.

    Raises:
        InvalidInputError: if it is no receipt, or names another counterparty.
        NotFoundError: if its signer is no session key.
    """
    signed = read_receipt(file)
    agent_id = agent_of(chain, signed)
    who, opening = _counterparty(signed, counterparty, salt)
    proof = court.show_receipt(chain, agent_id, signed.receipt, signed.signature, who, opening)
    receipt = signed.receipt
    says = f"receipt for record {receipt.record_hash.hex()}, epoch {receipt.epoch}, number {receipt.seq}"
    return Shown(agent_id, says, proof)


def read_receipt(file: Path) -> SignedReceipt:
    """Read a signed receipt.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if it is no receipt.
    """
    try:
        with file.open("rb") as content:
            return SignedReceipt.unpack(content.read(MAX_RECEIPT_BYTES + 1).rstrip())
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {file}", hint="give the path of a receipt", code="no_file") from error


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


def _counterparty(signed: SignedReceipt, counterparty: str | None, salt: str | None) -> tuple[Address, bytes]:
    named = signed.receipt.counterparty
    opening = ZERO32 if salt is None else parse_hex32(salt, what="--salt")
    if counterparty is None:
        plain = named.startswith(_PLAIN) and named != ZERO32
        return (account("0x" + named[len(_PLAIN) :].hex(), "counterparty") if plain else NOBODY), ZERO32
    who = account(counterparty, "--counterparty")
    if counterparty_of(who, opening) != named:
        raise InvalidInputError(
            f"the receipt was not given to {who}, or not with this salt",
            hint="give the counterparty and the salt that the receipt was made with, or neither",
            code="wrong_counterparty",
        )
    return who, opening
