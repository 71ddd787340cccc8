"""Parts of a case bundle: what its facts come to, the receipt that the claim stood on, evidence files."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.bundle import AddressText, Count, Hex32
from ledger.domain.hashing import sha256
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import ProofError

MAX_EVIDENCE_BYTES: Final = 64 * 1024 * 1024
"""Of all files of a bundle together."""
UNKNOWN_TYPE: Final = "application/octet-stream"

Wei = Annotated[str, msgspec.Meta(pattern=r"^(?:0|[1-9][0-9]{0,77})\Z")]
Presence = Literal["present", "withheld", "missing", "too_large"]


class SeatVote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one seat of the panel did: `ballot` is seated, committed, revealed, absent, leaked or recused.

    `model` is the hash of the id of the model that judged; none for humans.
    """

    arbitrator: AddressText
    ballot: str
    vote: str | None
    reasons_hash: Hex32 | None
    model: Hex32 | None = None


class Effects(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What executing the ruling moved. `standing` is the evidence against the agent, in milli-units."""

    slashed: Wei
    to_claimant: Wei
    to_injured: Wei
    to_liable: Wei
    burned: Wei
    standing: Count


class JoinedClaim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claimant that joined, with its deposit and its evidence."""

    claimant: AddressText
    deposit: Wei
    evidence_hash: Hex32


class CaseSummary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the facts come to. Everything here is recomputed from them.

    `fee` was escrowed for the panel; `panel_paid` went to its seats, `panel_returned` back to who paid. After an appeal
    by `appellant` this is `round` 2, and `earlier_ruling` is the one that was appealed; votes are of the last panel.
    """

    claimant: AddressText
    liable: AddressText
    injured: AddressText | None
    fault_class: str
    evidence_hash: Hex32
    policy_id: Count
    policy_hash: Hex32
    deposit: Wei
    fee: Wei
    opened_at: Count
    state: str
    ruling: str | None
    basis: str | None
    ruled_at: Count | None
    final_at: Count | None
    executed_at: Count | None
    quorum: Count
    votes: tuple[SeatVote, ...]
    panel_paid: Wei
    panel_returned: Wei
    effects: Effects | None
    round: Count = 1
    earlier_ruling: str | None = None
    appellant: AddressText | None = None
    joined: tuple[JoinedClaim, ...] = ()


class BundledReceipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The receipt that the claim stood on, as it is handed on (`ombud/receipt/1`).

    `salt` opens its commitment to the counterparty; None where that is plain, or was not shown.
    """

    document: str
    salt: Hex32 | None

    @classmethod
    def of(cls, signed: SignedReceipt, salt: bytes | None) -> BundledReceipt:
        """Write a signed receipt down."""
        return cls(document=signed.pack().decode(), salt=salt.hex() if salt else None)

    def signed(self) -> SignedReceipt:
        """Read it back; its signature is not checked.

        Raises:
            InvalidInputError: if it is no receipt.
            ProofError: if it is not in the form in which receipts are handed on.
        """
        signed = SignedReceipt.unpack(self.document)
        if signed.pack().decode() != self.document:
            raise ProofError("the receipt is not in its canonical form", code="bad_receipt")
        return signed


class BundledEvidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file that the case names: its bytes in base64, or in `state` why they are not here."""

    sha256: Hex32
    state: Presence
    media_type: str
    content: str | None

    @classmethod
    def of(cls, data: bytes, media_type: str = UNKNOWN_TYPE) -> BundledEvidence:
        """Write a file down."""
        text = base64.b64encode(data).decode()
        return cls(sha256=sha256(data).hex(), state="present", media_type=media_type, content=text)

    @classmethod
    def absent(cls, digest: bytes, state: Presence, media_type: str = UNKNOWN_TYPE) -> BundledEvidence:
        """Name a file that is not here."""
        return cls(sha256=digest.hex(), state=state, media_type=media_type, content=None)

    def data(self) -> bytes | None:
        """Return the file's bytes, having hashed them; None if they are not here.

        Raises:
            ProofError: if they are not the named ones, or `state` says otherwise.
        """
        if (self.content is not None) != (self.state == "present"):
            raise ProofError(f"it says {self.state}, and its content does not agree", code="bad_evidence")
        if self.content is None:
            return None
        try:
            data = base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ProofError("its content is not base64", code="bad_evidence") from error
        if base64.b64encode(data).decode() != self.content:
            raise ProofError("its base64 has bits that say nothing", code="bad_evidence")
        if sha256(data).hex() != self.sha256:
            raise ProofError(f"its bytes hash to {sha256(data).hex()}", code="evidence_changed")
        return data


def base64_length(size: int) -> int:
    """Return how many characters of base64 that many bytes become."""
    return (size + 2) // 3 * 4
