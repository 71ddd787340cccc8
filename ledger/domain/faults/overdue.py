"""Promises that are overdue: a receipt's record, or an acknowledged header, that is late or not shown at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledger.domain.faults.finding import FaultKind, Finding, at_place, key_about
from ledger.domain.statements import Ack, Receipt

ANSWER_TIME: Final = 3 * 24 * 60 * 60
"""Seconds for an answer, from the question or from when the promise is due, whichever is later."""


def answer_by(asked_at: int, due: int) -> int:
    """Return until when a challenge can be answered, Unix seconds."""
    return max(asked_at, due) + ANSWER_TIME


def hidden_record(receipt: Receipt, witnessed: Iterable[int]) -> Finding | None:
    """Judge a receipt when the time for answers is over.

    Args:
        receipt: What was promised.
        witnessed: When the record was anchored, posted or made on chain, Unix seconds, one for each way it was shown.
    """
    first = min(witnessed, default=None)
    if first is not None and first <= receipt.anchor_by:
        return None
    kind = FaultKind.HIDDEN_RECORD if first is None else FaultKind.LATE_RECORD
    place = receipt.agent, receipt.epoch, receipt.stream, receipt.seq
    return at_place(kind, place, receipt.hash, receipt.record_hash)


def unanchored_entry(ack: Ack, anchored: Iterable[int]) -> Finding | None:
    """Judge an acknowledgement when the time for answers is over; `anchored` are times of anchors that hold it."""
    first = min(anchored, default=None)
    if first is not None and first <= ack.anchor_by:
        return None
    kind = FaultKind.UNANCHORED_ENTRY if first is None else FaultKind.LATE_ANCHOR
    return Finding(kind, key_about(ack.log, ack.header, kind), ack.log, statement_a=ack.header, statement_b=ack.hash)
