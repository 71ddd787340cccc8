"""Wrong times: a header later than its anchor, or earlier than the one before it."""

from __future__ import annotations

from typing import Final

from ledger.domain.entry import Entry
from ledger.domain.faults.finding import CLOCK_SKEW, FaultKind, Finding, Keys, at_place, is_signed

_MS: Final = 1000


def against_anchor(entry: Entry, anchored_at: int, root: bytes, keys: Keys) -> Finding | None:
    """Judge a signed header by when it was anchored (Unix seconds) under `root`."""
    said = entry.segment
    if said.ts // _MS <= anchored_at + CLOCK_SKEW or not is_signed(said.header, entry.signature, keys):
        return None
    return at_place(FaultKind.WRONG_TIME, (said.agent, said.epoch, said.stream, said.first_seq), said.header, root)


def in_order(a: Entry, b: Entry, keys: Keys) -> Finding | None:
    """Judge two signed headers, of which the second begins where the first ends."""
    before, after = a.segment, b.segment
    neighbours = (before.agent, before.epoch, before.stream, before.end_seq) == (
        after.agent,
        after.epoch,
        after.stream,
        after.first_seq,
    )
    if not neighbours or after.ts + CLOCK_SKEW * _MS >= before.ts:
        return None
    if not (is_signed(before.header, a.signature, keys) and is_signed(after.header, b.signature, keys)):
        return None
    place = after.agent, after.epoch, after.stream, after.first_seq
    return at_place(FaultKind.WRONG_TIME, place, before.header, after.header)
