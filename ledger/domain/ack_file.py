"""A signed acknowledgement as a file, as whoever sent a segment keeps it: what a log is challenged with.

A JSON document. 32-byte values and the signature are hex without 0x; `chain` is decimal text; `batch` is there if the
operator signed many headers at once (`ledger.domain.ack_batch`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.ack_batch import BatchPlace, signed_digest
from ledger.domain.bad_json import BAD_JSON
from ledger.domain.ids import Address
from ledger.domain.signing import recover
from ledger.domain.statements import Ack
from ledger.errors import InvalidInputError

SCHEMA: Final = "ombud/ack/1"
MAX_ACK_BYTES: Final = 4096

_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Wide = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,77})\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]


class _Batch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The header's place among those that the signature acknowledges; the path leads from the leaf upwards."""

    index: _Count
    size: _Count
    path: Annotated[tuple[_Hash, ...], msgspec.Meta(max_length=16)]


class _Document(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The document, field by field; see `Ack`."""

    schema: Literal["ombud/ack/1"]
    chain: _Wide
    log: _Hash
    header: _Hash
    anchor_by: _Count
    signature: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{130}\Z")]
    batch: _Batch | None = None


@dataclass(frozen=True, slots=True)
class AckFile:
    """A promise, the operator's signature, and the header's place if it signed a batch."""

    ack: Ack
    signature: bytes
    place: BatchPlace | None = None

    def signer(self) -> Address:
        """Recover who made the promise.

        Raises:
            ProofError: if the signature is not canonical, or the path does not belong to that place.
        """
        return recover(signed_digest(self.ack, self.place), self.signature)

    def pack(self) -> bytes:
        """Return the file's bytes, with a final newline."""
        place = self.place
        batch = None
        if place is not None:
            batch = _Batch(index=place.index, size=place.size, path=tuple(node.hex() for node in place.path))
        document = _Document(
            schema=SCHEMA,
            chain=str(self.ack.chain),
            log=self.ack.log.hex(),
            header=self.ack.header.hex(),
            anchor_by=self.ack.anchor_by,
            signature=self.signature.hex(),
            batch=batch,
        )
        return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"

    @classmethod
    def unpack(cls, data: bytes) -> AckFile:
        """Read the file's bytes.

        Raises:
            InvalidInputError: if they are no acknowledgement.
        """
        try:
            if len(data) > MAX_ACK_BYTES:
                raise InvalidInputError(f"it has over {MAX_ACK_BYTES} bytes")
            said = msgspec.json.decode(data, type=_Document)
            ack = Ack(int(said.chain), bytes.fromhex(said.log), bytes.fromhex(said.header), said.anchor_by)
        except (*BAD_JSON, InvalidInputError) as error:
            raise InvalidInputError(
                f"this is no acknowledgement: {error}",
                hint="`ombud ack show HEADER -o FILE` writes one",
                code="bad_ack_file",
            ) from error
        batch = said.batch
        place = None
        if batch is not None:
            place = BatchPlace(batch.index, batch.size, tuple(bytes.fromhex(node) for node in batch.path))
        return cls(ack, bytes.fromhex(said.signature), place)
