"""The action that a claim is about: a record of the ledger or a signed receipt, as the court is shown it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.chain import court
from ledger.chain.court import LogPlace, SegmentPlace
from ledger.chain.node import Chain
from ledger.cli.given import account
from ledger.domain.dispute import NOBODY
from ledger.domain.entry import Entry
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentRef, parse_hex32
from ledger.domain.signed_receipt import MAX_RECEIPT_BYTES, SignedReceipt, counterparty_of
from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.queries import records
from ledger.queries.coverage import ON_CHAIN
from ledger.queries.proofs import RecordProof
from ledger.queries.sources import Sources

_PLAIN: Final = bytes(12)


@dataclass(frozen=True, slots=True)
class Shown:
    """An action: whose it is, in words, and the proof that the court is given."""

    agent_id: int
    says: str
    proof: bytes


def of_record(sources: Sources, chain: Chain, record_id: str) -> Shown:
    """Show a record, wherever it is held.

    Raises:
        NotFoundError: if no agent has such a record.
        UnavailableError: if its log does not prove it now.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found = records.record(sources, record_id, as_of=None).data.record
    agent_id = AgentRef.parse(found.agent).agent_id
    place = f"record {found.record_id}, epoch {found.epoch}, stream {found.stream}, number {found.seq}"
    if found.home == ON_CHAIN:
        direct = court.direct_record(chain, agent_id, found.epoch, found.stream, found.seq)
        return Shown(agent_id, f"{place}, on chain", court.show_record(chain, agent_id, direct))
    record, at = _parts(bytes.fromhex(found.record_id), found.proof)
    return Shown(agent_id, f"{place}, in log {found.home[:12]}", court.show_in_log(chain, agent_id, record, at))


def place_of(sources: Sources, record_id: str) -> tuple[SegmentPlace, LogPlace] | None:
    """Return where a record stands in its segment and its log; None for one made on chain.

    Raises:
        NotFoundError: if no agent has such a record.
        UnavailableError: if its log does not prove it now.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found = records.record(sources, record_id, as_of=None).data.record
    return None if found.home == ON_CHAIN else _parts(bytes.fromhex(found.record_id), found.proof)


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


def _parts(record_id: bytes, proof: RecordProof | None) -> tuple[SegmentPlace, LogPlace]:
    if proof is None or proof.segment is None or proof.log is None or proof.anchor is None or proof.log.path is None:
        problem = proof.log.problem if proof is not None and proof.log is not None else None
        raise UnavailableError(
            f"record {record_id.hex()} cannot be proved now: {problem or 'its log gave no proof'}",
            hint="ask again when its log is back; a receipt is a proof too (--receipt)",
            code="no_proof",
        )
    segment, log, anchor = proof.segment, proof.log, proof.anchor
    entry = Entry.unpack(bytes.fromhex(segment.entry))
    path = [bytes.fromhex(item) for item in segment.path]
    at = LogPlace(
        log=bytes.fromhex(log.log),
        anchor_index=anchor.index,
        size=log.size,
        root=bytes.fromhex(log.root),
        block=anchor.seen.block,
        leaf_index=log.leaf_index,
        path=[bytes.fromhex(item) for item in proof.log.path],
    )
    return SegmentPlace(entry, record_id, segment.position, path), at
