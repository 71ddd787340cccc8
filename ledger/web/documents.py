"""Documents that a page is shown: receipts, ballots that were let out, accreditations; as text, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ledger.domain.accreditation import Accreditation, parse_accreditation
from ledger.domain.ballot import Ballot, parse_ballot
from ledger.domain.ids import Address, parse_hex32
from ledger.domain.signed_receipt import MAX_RECEIPT_BYTES, SignedReceipt
from ledger.errors import InvalidInputError
from ledger.web.asked import Asked

MOST_SIGNS: Final = MAX_RECEIPT_BYTES
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Document(Generic[T]):
    """What was typed for a field `name`, what it says (None if it says nothing), and a `problem` in a sentence."""

    name: str
    typed: str
    says: T | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whom a receipt was given to, and the salt that shows it, as typed; `problem` if it is neither."""

    counterparty: str
    salt: str
    who: Address | None = None
    secret: bytes | None = None
    problem: str = ""


def receipt(asked: Asked) -> Document[SignedReceipt]:
    """Read a signed receipt."""
    return _read(asked, "receipt", SignedReceipt.unpack)


def ballot(asked: Asked) -> Document[Ballot]:
    """Read a ballot that its seat let out."""
    return _read(asked, "ballot", parse_ballot)


def accreditation(asked: Asked) -> Document[Accreditation]:
    """Read what an accreditor signed."""
    return _read(asked, "accreditation", parse_accreditation)


def opening(asked: Asked) -> Opening:
    """Read whom a receipt was given to."""
    told, salt = asked.text("counterparty") or "", asked.text("salt") or ""
    try:
        who = asked.account("counterparty")
        secret = parse_hex32(salt, what="the salt") if salt else None
    except InvalidInputError as error:
        return Opening(told, salt, problem=str(error))
    return Opening(told, salt, who, secret)


def _read(asked: Asked, name: str, parse: Callable[[str], T]) -> Document[T]:
    typed = asked.text(name, MOST_SIGNS) or ""
    if not typed:
        return Document(name, typed)
    try:
        return Document(name, typed, parse(typed))
    except InvalidInputError as error:
        return Document(name, typed, problem=str(error))
