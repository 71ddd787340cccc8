"""Read as it came, or through objects: the same fields, the same refusals."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.entry import ENTRY_BYTES, MAX_SEGMENT_BYTES, Entry, SignedSegment
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef
from ledger.domain.packed_segment import check_packed, read_header, read_records, signer_of
from ledger.domain.record import Record, encode
from ledger.domain.sealing import check_records, make_header, sign
from ledger.domain.signing import SessionKey
from ledger.errors import LedgerError

AGENT = AgentRef.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/7")
KEY = SessionKey(bytes([1]) * 32)
RECORDS = [
    encode(
        Record(
            agent=str(AGENT),
            epoch=0,
            stream=1,
            seq=seq,
            kind="operational",
            op="chat",
            phase="intent",
            session="s",
            ts=1,
            v=1,
        )
    )
    for seq in range(5, 8)
]
SEGMENT = sign(make_header(AGENT, 0, 1, 5, RECORDS, ZERO32, 9), RECORDS, KEY)
PACKED = SEGMENT.pack()


def through_objects(packed: bytes) -> tuple:
    segment = SignedSegment.unpack(packed)
    signer = segment.entry.signer()
    check_records(segment)
    header = segment.entry.segment
    return (
        (*dataclasses.astuple(header), segment.entry.signature, header.header, header.end_seq),
        signer,
        segment.records,
    )


def as_it_came(packed: bytes) -> tuple:
    header = read_header(packed)
    records = read_records(packed, header)
    signer = signer_of(header)
    check_packed(packed, header, records)
    fields = tuple(getattr(header, name) for name in header.__struct_fields__)
    return (*fields, header.end_seq), signer, tuple(records)


def outcome(way, packed: bytes) -> object:
    try:
        return way(packed)
    except LedgerError as error:
        return type(error), error.code, error.message, error.details


def test_a_sound_segment_gives_the_same_both_ways():
    assert as_it_came(PACKED) == through_objects(PACKED)
    assert read_header(PACKED[:ENTRY_BYTES]).header == SEGMENT.entry.segment.header


def with_header(**changes) -> bytes:
    """Return the segment with another header, put in without the checks that its class makes."""
    header = SEGMENT.entry.segment
    fields = {**{field.name: getattr(header, field.name) for field in dataclasses.fields(header)}, **changes}
    loose = dataclasses.make_dataclass("Loose", fields)(**fields)
    return Entry(loose, SEGMENT.entry.signature).pack() + PACKED[ENTRY_BYTES:]


MANGLED = {
    "nothing": b"",
    "short": PACKED[: ENTRY_BYTES - 1],
    "another tag": b"x" + PACKED[1:],
    "no records": PACKED[:ENTRY_BYTES],
    "cut": PACKED[:-1],
    "longer": PACKED + b"\x00",
    "one more": PACKED + b"\x00\x00\x00\x01x",
    "count 0": with_header(count=0),
    "count off": with_header(count=2),
    "count too large": with_header(count=10_001),
    "past the last number": with_header(first_seq=(1 << 64) - 2),
    "too many bytes": PACKED + bytes(MAX_SEGMENT_BYTES),
    "another root": with_header(records_root=bytes(32)),
    "another place": with_header(first_seq=6),
    "another agent": with_header(agent=bytes(32)),
    "swapped": SignedSegment(SEGMENT.entry, SEGMENT.records[::-1]).pack(),
    "no signature": PACKED[: ENTRY_BYTES - 65] + bytes(65) + PACKED[ENTRY_BYTES:],
}


@pytest.mark.parametrize("name", MANGLED)
def test_a_mangled_segment_is_refused_in_the_same_words(name):
    refused = outcome(as_it_came, MANGLED[name])
    assert refused == outcome(through_objects, MANGLED[name])
    assert issubclass(refused[0], LedgerError)


def test_a_record_that_was_signed_out_of_place_is_named():
    records = [RECORDS[0], RECORDS[2]]
    packed = sign(make_header(AGENT, 0, 1, 5, records, ZERO32, 9), records, KEY).pack()
    refused = outcome(as_it_came, packed)
    assert refused == outcome(through_objects, packed)
    assert refused[3] == {"position": 1}


@settings(max_examples=200)
@given(st.integers(0, len(PACKED) - 1), st.integers(0, 255))
def test_any_byte_changed_gives_the_same_verdict(position, byte):
    packed = PACKED[:position] + bytes([byte]) + PACKED[position + 1 :]
    assert outcome(as_it_came, packed) == outcome(through_objects, packed)
