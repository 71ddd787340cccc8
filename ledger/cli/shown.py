"""A signed receipt out of a file, as the court is shown the action of a claim (`ledger.queries.showing_receipts`)."""

from __future__ import annotations

from pathlib import Path

from ledger.chain.node import Chain
from ledger.cli.given import account
from ledger.domain.ids import parse_hex32
from ledger.domain.signed_receipt import MAX_RECEIPT_BYTES, SignedReceipt
from ledger.errors import NotFoundError
from ledger.queries.showing import Shown
from ledger.queries.showing_receipts import agent_of, of_signed

__all__ = ["agent_of", "of_receipt", "read_receipt"]


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
    who = None if counterparty is None else account(counterparty, "--counterparty")
    return of_signed(chain, read_receipt(file), who, None if salt is None else parse_hex32(salt, what="--salt"))


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
