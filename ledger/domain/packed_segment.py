"""A signed segment checked as it came: bytes are sliced, and no object is made for a record or a field.

This is the way of whoever accepts many segments. It says what `SignedSegment.unpack`, `Entry.signer` and
`sealing.check_records` say, and where it finds anything wrong it lets them say it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from ledger.domain import tree
from ledger.domain.entry import (
    ENTRY_BYTES,
    ENTRY_TAG,
    MAX_SEGMENT_BYTES,
    MAX_SEGMENT_RECORDS,
    Entry,
    SignedSegment,
    unframe,
)
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, HeaderId
from ledger.domain.record import record_ids
from ledger.domain.record_run import is_run
from ledger.domain.sealing import check_records
from ledger.domain.signing import recover
from ledger.domain.statements import SEGMENT_TYPE, digest

_FIELDS: Final = struct.Struct(f">{len(ENTRY_TAG)}s32sIIQI32s32sQ65s")
_COUNT_AT: Final = struct.Struct(f">{len(ENTRY_TAG) + 40}xQI")
_WORDS: Final = struct.Struct(">32s32s28xI28xI24xQ28xI32s32s24xQ")
"""What is hashed (EIP-712): type and fields, each as a word of 32 bytes."""
_LAST_SEQ: Final = (1 << 64) - 1


class PackedHeader(msgspec.Struct, frozen=True, gc=False):
    """The fields of a segment header, the signature over it, and its id."""

    agent: bytes
    epoch: int
    stream: int
    first_seq: int
    count: int
    prev_header: bytes
    records_root: bytes
    ts: int
    signature: bytes
    header: HeaderId

    @property
    def end_seq(self) -> int:
        """The first sequence number after the segment."""
        return self.first_seq + self.count


def read_header(packed: bytes) -> PackedHeader:
    """Read the header of a packed segment or entry.

    Raises:
        InvalidInputError: as `Entry.unpack` does.
    """
    if not _is_plain(packed):
        Entry.unpack(packed[:ENTRY_BYTES])  # says what is wrong
    _, agent, epoch, stream, first_seq, count, prev, root, ts, signature = _FIELDS.unpack_from(packed)
    hashed = keccak(_WORDS.pack(SEGMENT_TYPE, agent, epoch, stream, first_seq, count, prev, root, ts))
    return PackedHeader(agent, epoch, stream, first_seq, count, prev, root, ts, signature, HeaderId(hashed))


def _is_plain(packed: bytes) -> bool:
    if len(packed) < ENTRY_BYTES or not packed.startswith(ENTRY_TAG):
        return False
    first_seq: int
    count: int
    first_seq, count = _COUNT_AT.unpack_from(packed)
    return 0 < count <= _LAST_SEQ - first_seq


def read_records(packed: bytes, header: PackedHeader) -> list[bytes]:
    """Slice the records out of a packed segment.

    Raises:
        InvalidInputError: as `SignedSegment.unpack` does.
        TooLargeError: likewise.
    """
    if len(packed) > MAX_SEGMENT_BYTES or header.count > MAX_SEGMENT_RECORDS:
        SignedSegment.unpack(packed)
    records = list(unframe(packed, ENTRY_BYTES))
    if len(records) != header.count:
        SignedSegment.unpack(packed)
    return records


def signer_of(header: PackedHeader) -> Address:
    """Recover the session key that signed a header.

    Raises:
        ProofError: if the signature is not canonical.
    """
    return recover(digest(header.header), header.signature)


@dataclass(frozen=True, slots=True)
class _Span:
    """The place of several segments that follow each other."""

    agent: bytes
    epoch: int
    stream: int
    first_seq: int
    count: int


def are_runs(segments: Sequence[tuple[PackedHeader, Sequence[bytes]]]) -> bool:
    """Say whether the records of segments that follow each other are the ones signed, canonical and in place.

    Looking at them together costs a fifth of looking at segments of one record each. False means that this was
    not found: look at them one by one.
    """
    first = segments[0][0]
    stream, at = (first.agent, first.epoch, first.stream), first.first_seq
    for header, records in segments:
        if (header.agent, header.epoch, header.stream) != stream or header.first_seq != at:
            return False
        at += header.count
        if tree.root(record_ids(records)) != header.records_root:
            return False
    span = _Span(first.agent, first.epoch, first.stream, first.first_seq, at - first.first_seq)
    return is_run(span, [data for _, records in segments for data in records])


def check_packed(packed: bytes, header: PackedHeader, records: Sequence[bytes]) -> None:
    """Check root, canonical form and place of every record.

    Raises:
        ProofError: as `sealing.check_records` does.
        RecordError: likewise, naming the first record that is wrong.
    """
    if tree.root(record_ids(records)) != header.records_root or not is_run(header, records):
        check_records(SignedSegment.unpack(packed))
