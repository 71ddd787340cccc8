"""Transparent statements (RFC 9943): a record as a capsule, signed by its log, with the log's receipt attached.

    protected    alg -8, kid, content type, CWT claims (issuer: the log's origin; subject: the agent; issued at)
    unprotected  394: [receipt]
    payload      the capsule: record, path, signed entry

Three signatures are in one file: the agent's session key over the entry (secp256k1 over EIP-712, checked here), the
log's over statement and receipt (Ed25519). What was registered is the entry, so the receipt's leaf is the entry, not
the statement. A COSE verifier checks statement and receipt; ours goes on to the record and to the key that signed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain import record, tree
from ledger.domain.entry import SignedSegment
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError, ProofError
from ledger.interop.capsule import CONTENT_TYPE as CAPSULE_TYPE
from ledger.interop.capsule import make_capsule, read_capsule
from ledger.interop.cose import CONTENT_TYPE, CWT_CLAIMS, ISSUED_AT, ISSUER, RECEIPTS, SUBJECT, read_sign1, sign1
from ledger.interop.receipts import Receipt, check_receipt, make_receipt

MEDIA_TYPE: Final = "application/scitt-statement+cose"
DOES_NOT_PROVE: Final = (
    "that the named key is the log's: compare it with the contract's LogRegistered event",
    "that the signing key is the agent's: compare it with the contract's KeyRegistered event, or verify a bundle",
    "that the log shows everyone the same tree: ask for witnesses, or for the anchor in a bundle",
    "that what the record says happened did happen",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: leaf `index` of the tree of `size`, with its audit path, and `position` in the segment."""

    index: int
    size: int
    path: Sequence[bytes]
    position: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What a transparent statement proves: the record's bytes and id, its agent, the key that signed, the receipt."""

    record: bytes
    record_id: str
    agent: str
    signer: Address
    receipt: Receipt


def make_statement(
    key: Ed25519PrivateKey, origin: str, log: bytes, segment: SignedSegment, place: Place, *, at: int
) -> bytes:
    """Sign the transparent statement of one record.

    Args:
        key: The log's Ed25519 key.
        origin: The log's.
        log: The log's id.
        segment: What the log holds at the leaf.
        place: Where the record is.
        at: Unix seconds.

    Raises:
        InvalidInputError: if the segment has no such record.
        SetupError: if the extra is not installed.
    """
    if not 0 <= place.position < len(segment.records):
        raise InvalidInputError(
            f"leaf {place.index} has {len(segment.records)} records, none at {place.position}",
            hint="count them from 0",
            code="bad_index",
        )
    data, entry = segment.records[place.position], segment.entry
    path = tree.inclusion_path(tree.levels(segment.record_ids()), place.position)
    payload = make_capsule(data, entry, place.position, path, log=log, leaf=place.index)
    packed = entry.pack()
    receipt = make_receipt(key, origin, packed, index=place.index, size=place.size, path=place.path, at=at)
    claims = {ISSUER: origin, SUBJECT: record.decode(data).agent, ISSUED_AT: at}
    return sign1(key, {CONTENT_TYPE: CAPSULE_TYPE, CWT_CLAIMS: claims}, {RECEIPTS: [receipt]}, payload)


def check_statement(data: bytes, public: bytes) -> Statement:
    """Check a transparent statement: signature, receipt, entry, agent's signature, record.

    Args:
        data: The statement.
        public: The log's Ed25519 key, 32 bytes.

    Raises:
        InvalidInputError: if it has another form.
        ProofError: if a step does not hold; the message says which.
    """
    message = read_sign1(data)
    message.verify(public)
    if message.payload is None:
        raise ProofError("the statement carries no capsule", code="bad_statement")
    text, entry, leaf = read_capsule(message.payload)
    receipts = message.unprotected.get(RECEIPTS)
    if not isinstance(receipts, list | tuple) or len(receipts) != 1 or not isinstance(receipts[0], bytes):
        raise ProofError("the statement carries no receipt", hint="ask its log for another", code="no_receipt")
    receipt = check_receipt(receipts[0], entry.pack(), public)
    content = record.decode(text)
    claims = {ISSUER: receipt.origin, SUBJECT: content.agent, ISSUED_AT: receipt.at}
    stated = message.protected.get(CWT_CLAIMS)
    same = isinstance(stated, Mapping) and dict(stated) == claims and receipt.index == leaf
    if message.protected.get(CONTENT_TYPE) != CAPSULE_TYPE or not same:
        raise ProofError(
            "statement, receipt and record name different logs, leaves, agents or times", code="bad_statement"
        )
    return Statement(text, record.record_id(text).hex(), content.agent, entry.signer(), receipt)
