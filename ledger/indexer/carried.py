"""Receipts that records carry, into writes. Only the signature is checked: what the receipt promises is not looked up.

Receipt and promised record may come in either order and from two logs, which do not wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.record import Record
from ledger.errors import InvalidInputError
from ledger.store import keys
from ledger.store.log_view import Anchor
from ledger.store.ops import Op, add, place
from ledger.store.receipt_rows import CarriedRow
from ledger.store.receipt_view import receipt_name
from ledger.store.rows import PlaceInLog


def write_receipt(record: Record, record_id: bytes, at: PlaceInLog, carrier: int, anchor: Anchor) -> Iterator[Op]:
    """Return the writes for the receipt that an accepted record carries; none if it is no signed receipt.

    Args:
        record: The record.
        record_id: Its id.
        at: Where it is.
        carrier: Number of its agent.
        anchor: What witnessed it.
    """
    if record.receipt is None:
        return
    try:
        carried = CarriedReceipt.unpack(bytes.fromhex(record.receipt))
        signer = carried.signed.signer()
    except InvalidInputError:
        return
    said, block, log_index = carried.signed.receipt, anchor.block, anchor.row.log_index
    row = CarriedRow(
        log=at.log,
        leaf=at.leaf,
        position=at.position,
        carrier=carrier,
        record=record_id,
        outcome=record.outcome or "",
        receipt=carried.pack(),
        signer=signer,
        time=anchor.row.time,
        tx=anchor.row.tx,
    )
    yield add(keys.RECEIPTS, receipt_name(log_index, at, said.agent), block)
    yield add(keys.agent_receipts(said.agent), receipt_name(log_index, at, said.record_hash), block)
    yield place(keys.record_receipts(said.record_hash), log_index, row, block)
