"""A signed receipt, as one party hands it to another and a court is shown it.

A JSON document, so that a market, a mail or a person can carry it. 32-byte values are hex without 0x; numbers
of 256 bits are decimal text, since many readers of JSON would round them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.bad_json import BAD_JSON
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.signing import recover
from ledger.domain.statements import Receipt, digest
from ledger.errors import InvalidInputError

SCHEMA: Final = "ombud/receipt/1"
MAX_RECEIPT_BYTES: Final = 4096

_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Wide = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,77})\Z")]


class _Document(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The document, field by field; see `Receipt`."""

    schema: Literal["ombud/receipt/1"]
    agent: _Hash
    epoch: int
    stream: int
    seq: int
    record_hash: _Hash
    counterparty: _Hash
    chain: _Wide
    log: _Hash
    anchor_by: int
    amount: _Wide
    tool: _Hash
    mandate: _Hash
    running_total: _Wide
    signature: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{130}\Z")]


def counterparty_of(address: Address | str, salt: bytes = ZERO32) -> bytes:
    """Return the 32 bytes by which a receipt names whom it is given to.

    Args:
        address: The counterparty's account.
        salt: Hides the account until it is opened (32 random bytes); zero names it plainly.

    Raises:
        InvalidInputError: if the address or the salt has another length.
    """
    if len(salt) != len(ZERO32):
        raise InvalidInputError(f"the salt has {len(salt)} bytes", hint="use 32 random bytes, or none")
    plain = bytes(12) + bytes.fromhex(checksum(address)[2:])
    return plain if salt == ZERO32 else keccak(plain + salt)


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt and the 65-byte signature of a session key."""

    receipt: Receipt
    signature: bytes

    def signer(self) -> Address:
        """Recover the session key that signed it.

        Raises:
            ProofError: if the signature is not canonical.
        """
        return recover(digest(self.receipt.hash), self.signature)

    def pack(self) -> bytes:
        """Return the JSON document; the same receipt always gives the same bytes."""
        said = self.receipt
        return msgspec.json.encode(
            _Document(
                schema="ombud/receipt/1",
                agent=said.agent.hex(),
                epoch=said.epoch,
                stream=said.stream,
                seq=said.seq,
                record_hash=said.record_hash.hex(),
                counterparty=said.counterparty.hex(),
                chain=str(said.chain),
                log=said.log.hex(),
                anchor_by=said.anchor_by,
                amount=str(said.amount),
                tool=said.tool.hex(),
                mandate=said.mandate.hex(),
                running_total=str(said.running_total),
                signature=self.signature.hex(),
            )
        )

    @classmethod
    def unpack(cls, data: bytes | str) -> SignedReceipt:
        """Read a document. The signature is not checked; see `signer`.

        Raises:
            InvalidInputError: if it is no receipt, or a field is out of range.
        """
        try:
            if len(data) > MAX_RECEIPT_BYTES:
                raise InvalidInputError(f"it has {len(data)} bytes, over {MAX_RECEIPT_BYTES}")
            found = msgspec.json.decode(data, type=_Document)
            said = Receipt(
                agent=bytes.fromhex(found.agent),
                epoch=found.epoch,
                stream=found.stream,
                seq=found.seq,
                record_hash=bytes.fromhex(found.record_hash),
                counterparty=bytes.fromhex(found.counterparty),
                chain=int(found.chain),
                log=bytes.fromhex(found.log),
                anchor_by=found.anchor_by,
                amount=int(found.amount),
                tool=bytes.fromhex(found.tool),
                mandate=bytes.fromhex(found.mandate),
                running_total=int(found.running_total),
            )
        except (*BAD_JSON, InvalidInputError) as error:
            raise InvalidInputError(
                f"this is no receipt: {error}", hint=f"hand it on as it was given, schema {SCHEMA}", code="bad_receipt"
            ) from error
        return cls(said, bytes.fromhex(found.signature))
