"""Broken chains: a header that does not follow the one before it, or contradicts a committed end."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.entry import Entry
from ledger.domain.faults.finding import FaultKind, Finding, Keys, at_place, is_signed
from ledger.domain.hashing import ZERO32
from ledger.domain.statements import Segment


@dataclass(frozen=True, slots=True)
class Closing:
    """Where an owner said that a stream ended: the next sequence number, and the last header."""

    next_seq: int
    head: bytes


def find(a: Entry, b: Entry, keys: Keys) -> Finding | None:
    """Judge two signed headers, of which the second begins where the first ends."""
    before, after = a.segment, b.segment
    neighbours = (before.agent, before.epoch, before.stream, before.end_seq) == (
        after.agent,
        after.epoch,
        after.stream,
        after.first_seq,
    )
    if not neighbours or after.prev_header == before.header:
        return None
    if not (is_signed(before.header, a.signature, keys) and is_signed(after.header, b.signature, keys)):
        return None
    place = after.agent, after.epoch, after.stream, after.first_seq
    return at_place(FaultKind.BROKEN_CHAIN, place, before.header, after.header)


def against_closing(entry: Entry, ended: Closing | None, before: Closing | None, keys: Keys) -> Finding | None:
    """Judge a signed header by how its epoch ended, and how the epoch before did.

    Args:
        entry: The header.
        ended: Where the stream ended in the header's epoch; None when nobody said.
        before: The same of the epoch before; ignored in epoch 0.
        keys: Whose word counts.
    """
    said = entry.segment
    found = _contradicted(said, ended, before)
    if found is None or not is_signed(said.header, entry.signature, keys):
        return None
    seq, head = found
    return at_place(FaultKind.BROKEN_CHAIN, (said.agent, said.epoch, said.stream, seq), said.header, head)


def _contradicted(said: Segment, ended: Closing | None, before: Closing | None) -> tuple[int, bytes] | None:
    if ended is not None:
        beyond = said.end_seq > ended.next_seq
        other = said.end_seq == ended.next_seq and said.header != ended.head
        if beyond or other:
            return ended.next_seq, ended.head
    if said.first_seq != 0 or (said.epoch != 0 and before is None):
        return None
    head = ZERO32 if said.epoch == 0 or before is None else before.head
    return None if said.prev_header == head else (0, head)
