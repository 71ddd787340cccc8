"""Receipts that records carry: which of them bind their agent, and their writes.

A receipt binds if a key of the epoch that it names signed it, and the chain saw the record that carries it before the
grace after that key's end was over: as with segments, what an old key signs later binds nobody. Whether the promise is
kept is not looked up: the promised record may come later, or from another log, and logs do not wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.record import Record
from ledger.errors import InvalidInputError
from ledger.queries.lifecycle import Agent
from ledger.store import keys
from ledger.store.log_view import Anchor
from ledger.store.ops import Op, add, place
from ledger.store.receipt_rows import CarriedRow
from ledger.store.receipt_view import receipt_name
from ledger.store.rows import PlaceInLog


@dataclass(frozen=True, slots=True)
class Binding:
    """A receipt that binds, and whose key signed it; `position` is that of the record that carries it."""

    position: int
    receipt: CarriedReceipt
    signer: str


def binding_receipts(
    records: Iterable[Record], agent: Callable[[bytes], Agent | None], witnessed: int
) -> Iterator[Binding]:
    """Find the receipts that bind among those that the records of a segment carry.

    Args:
        records: The records, in order.
        agent: Finds an agent by its key.
        witnessed: When the chain saw them, Unix seconds.
    """
    for position, record in enumerate(records):
        if record.receipt is None:
            continue
        try:
            carried = CarriedReceipt.unpack(bytes.fromhex(record.receipt))
            signer = carried.signed.signer()
        except InvalidInputError:
            continue
        said = carried.signed.receipt
        bound = agent(said.agent) if carried.can_be_kept else None
        if bound is not None and not bound.key_state(signer, said.epoch, witnessed):
            yield Binding(position, carried, signer)


def write_receipt(
    found: Binding, record: Record, record_id: bytes, at: PlaceInLog, carrier: int, anchor: Anchor
) -> list[Op]:
    """Return the writes for a receipt that binds.

    Args:
        found: The receipt.
        record: The record that carries it.
        record_id: The id of that record.
        at: Where that record is.
        carrier: Number of its agent.
        anchor: What witnessed it.
    """
    said, block, log_index = found.receipt.signed.receipt, anchor.block, anchor.row.log_index
    row = CarriedRow(
        log=at.log,
        leaf=at.leaf,
        position=at.position,
        carrier=carrier,
        record=record_id,
        outcome=record.outcome or "",
        receipt=found.receipt.pack(),
        signer=found.signer,
        time=anchor.row.time,
        tx=anchor.row.tx,
    )
    return [
        add(keys.RECEIPTS, receipt_name(log_index, at, said.agent), block),
        add(keys.agent_receipts(said.agent), receipt_name(log_index, at, said.record_hash), block),
        place(keys.record_receipts(said.record_hash), log_index, row, block),
    ]
