"""Equivocation: two different headers for one sequence number."""

from __future__ import annotations

from ledger.domain.entry import Entry
from ledger.domain.faults.finding import FaultKind, Finding, Keys, epoch_key, is_signed


def find(a: Entry, b: Entry, keys: Keys) -> Finding | None:
    """Judge two signed headers, in either order."""
    one, other = a.segment, b.segment
    if (one.agent, one.epoch, one.stream) != (other.agent, other.epoch, other.stream):
        return None
    apart = one.first_seq >= other.end_seq or other.first_seq >= one.end_seq
    if apart or one.header == other.header:
        return None
    if not (is_signed(one.header, a.signature, keys) and is_signed(other.header, b.signature, keys)):
        return None
    kind = FaultKind.EQUIVOCATION
    return Finding(
        kind,
        epoch_key(one.agent, one.epoch, kind),
        one.agent,
        one.epoch,
        one.stream,
        max(one.first_seq, other.first_seq),
        one.header,
        other.header,
    )
