"""An accreditation as a document: what the accreditor of a panel signed, and an arbitrator registers with."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.domain.bad_json import BAD_JSON
from ledger.errors import InvalidInputError

_Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Accreditation(msgspec.Struct, frozen=True, kw_only=True):
    """What the accreditor signed: who may be drawn by which panel until when (Unix s), and a document's SHA-256.

    `model` is SHA-256 of the id of the model that judges.
    """

    schema: Literal["ombud/accreditation/1"] = "ombud/accreditation/1"
    chain_id: int
    panel: str
    arbitrator: str
    document: _Hex32
    model: _Hex32 = "0" * 64  # zeros attest a human
    valid_until: Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
    signature: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{130}\Z")]


def parse_accreditation(data: bytes | str) -> Accreditation:
    """Read an accreditation. Its signature is not checked here.

    Raises:
        InvalidInputError: if it is something else.
    """
    try:
        return msgspec.json.decode(data, type=Accreditation)
    except BAD_JSON as error:
        raise InvalidInputError(
            f"this is no accreditation: {error}",
            hint="`ombud arbitrator accredit -o FILE` writes it",
            code="bad_accreditation",
        ) from error
