"""A ballot as a document: what opens the commitment of a seat, as command line and browser write it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.authority import vote_commitment
from ledger.domain.bad_json import BAD_JSON
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError

SCHEMA: Final = "ombud/ballot/1"
VOTES: Final = {"refuse": 0, "uphold": 1, "dismiss": 2}

_Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a commitment: `dispute` and `panel` are the numbers at court and panel.

    `reasons` is the SHA-256 of the file that gives them, and `media_type` what it is.
    """

    schema: Literal["ombud/ballot/1"] = SCHEMA
    dispute: int
    panel: int
    arbitrator: str
    vote: Literal["refuse", "uphold", "dismiss"]
    reasons: _Hex32
    media_type: str
    salt: _Hex32

    def commitment(self, chain_id: int, panel: Address, round_: int) -> bytes:
        """Return what the ballot commits to at a panel's contract, in a draw.

        Raises:
            InvalidInputError: if its arbitrator is no address, or its panel no number of one.
        """
        if not 0 <= self.panel < 1 << 64:
            raise InvalidInputError(f"{self.panel} is no number of a panel", code="bad_ballot")
        return vote_commitment(
            chain_id=chain_id,
            panel=panel,
            dispute_id=self.panel,
            arbitrator=checksum(self.arbitrator),
            vote=VOTES[self.vote],
            reasons_hash=bytes.fromhex(self.reasons),
            salt=bytes.fromhex(self.salt),
            round_=round_,
        )


def parse_ballot(data: bytes | str) -> Ballot:
    """Read a ballot.

    Raises:
        InvalidInputError: if it is something else.
    """
    try:
        return msgspec.json.decode(data, type=Ballot)
    except BAD_JSON as error:
        raise InvalidInputError(
            f"this is no ballot: {error}", hint="give the file that `ombud dispute commit` wrote", code="bad_ballot"
        ) from error
