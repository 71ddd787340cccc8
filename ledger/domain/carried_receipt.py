"""A receipt as the record of another agent carries it: 13 words of EIP-712, the signature, and perhaps a salt.

The words are what the receipt's struct hash is made of, so that anyone can check the signature from the record alone:
keccak256(0x1901 || domain || keccak256(type || words)). The salt opens the counterparty where the receipt hides it. One
receipt has one form: each field has its width, and 64 hex digits follow the signature or none do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.domain.record import MAX_SAFE_INTEGER
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import SIGNATURE_BYTES
from ledger.domain.statements import Receipt
from ledger.errors import InvalidInputError

_WORD: Final = 32
_WORDS: Final = 13
_LAST_TIME: Final = 1 << 37
_SIGNED: Final = _WORDS * _WORD + SIGNATURE_BYTES


@dataclass(frozen=True, slots=True)
class CarriedReceipt:
    """A signed receipt, and the 32-byte salt of its counterparty (zero if the receipt names it plainly)."""

    signed: SignedReceipt
    salt: bytes = ZERO32

    def __post_init__(self) -> None:
        if len(self.salt) != len(ZERO32):
            raise InvalidInputError(f"the salt has {len(self.salt)} bytes", hint="it is 32 bytes, or left out")

    @property
    def can_be_kept(self) -> bool:
        """Whether what it promises can be at all: a number that a record can have, by a time before the year 6325."""
        said = self.signed.receipt
        return said.seq <= MAX_SAFE_INTEGER and said.anchor_by <= _LAST_TIME

    def pack(self) -> bytes:
        """Return the 481 bytes, or 513 with a salt."""
        return self.signed.receipt.words + self.signed.signature + (b"" if self.salt == ZERO32 else self.salt)

    def text(self) -> str:
        """Return what stands in the field `receipt` of a record: lower-case hex."""
        return self.pack().hex()

    def is_for_one_of(self, accounts: Iterable[Address | str]) -> bool:
        """Whether the receipt was given to one of some accounts."""
        wanted = self.signed.receipt.counterparty
        return any(counterparty_of(account, self.salt) == wanted for account in accounts)

    @classmethod
    def unpack(cls, data: bytes) -> CarriedReceipt:
        """Read what `pack` wrote. The signature is not checked; see `SignedReceipt.signer`.

        Raises:
            InvalidInputError: if it is no receipt in its one form.
        """
        if len(data) not in (_SIGNED, _SIGNED + _WORD):
            raise InvalidInputError(f"a carried receipt has {_SIGNED} or {_SIGNED + _WORD} bytes, not {len(data)}")
        words = [data[at : at + _WORD] for at in range(0, _WORDS * _WORD, _WORD)]
        salt = data[_SIGNED:]
        if salt == ZERO32:
            raise InvalidInputError("a salt of zeros is left out")
        number = [int.from_bytes(word, "big") for word in words]
        receipt = Receipt(
            agent=words[0],
            epoch=number[1],
            stream=number[2],
            seq=number[3],
            record_hash=words[4],
            counterparty=words[5],
            chain=number[6],
            log=words[7],
            anchor_by=number[8],
            amount=number[9],
            tool=words[10],
            mandate=words[11],
            running_total=number[12],
        )
        return cls(SignedReceipt(receipt, data[_WORDS * _WORD : _SIGNED]), salt or ZERO32)
