"""Receipts that promise another record than there is."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.domain import tree
from ledger.domain.entry import Entry
from ledger.domain.faults.finding import FaultKind, Finding, Keys, at_place, is_signed
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Receipt
from ledger.errors import ProofError


def against_segment(
    promised: SignedReceipt, entry: Entry, record_id: bytes, position: int, path: Sequence[bytes], keys: Keys
) -> Finding | None:
    """Judge a receipt by a signed segment that holds a record at its place.

    Args:
        promised: The receipt.
        entry: Header of the segment, signed.
        record_id: The record that it holds.
        position: Where in the segment, counted from 0.
        path: Siblings from the record upwards.
        keys: Whose word counts.
    """
    said = entry.segment
    place = said.agent, said.epoch, said.stream, said.first_seq + position
    try:
        tree.verify_inclusion(record_id, position, said.count, path, said.records_root)
    except ProofError:
        return None
    if not is_signed(said.header, entry.signature, keys):
        return None
    return _judge(promised, place, record_id, said.header, keys)


def against_receipt(promised: SignedReceipt, other: SignedReceipt, keys: Keys) -> Finding | None:
    """Judge two receipts for one place."""
    if not is_signed(other.receipt.hash, other.signature, keys):
        return None
    return _judge(promised, _place(other.receipt), other.receipt.record_hash, other.receipt.hash, keys)


def against_record(promised: SignedReceipt, stream: int, seq: int, record_id: bytes, keys: Keys) -> Finding | None:
    """Judge a receipt by a record of the same agent and epoch that the chain itself recorded."""
    agent, epoch, _, _ = _place(promised.receipt)
    return _judge(promised, (agent, epoch, stream, seq), record_id, record_id, keys)


def _place(receipt: Receipt) -> tuple[bytes, int, int, int]:
    return receipt.agent, receipt.epoch, receipt.stream, receipt.seq


def _judge(
    promised: SignedReceipt, place: tuple[bytes, int, int, int], record_id: bytes, against: bytes, keys: Keys
) -> Finding | None:
    said = promised.receipt
    if _place(said) != place or said.record_hash == record_id or not is_signed(said.hash, promised.signature, keys):
        return None
    return at_place(FaultKind.RECEIPT_CONTRADICTED, place, said.hash, against, said.record_hash)
