"""Frames come back whole, a torn tail ends them quietly, damage in the middle is told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InvalidInputError
from ledger.tiles import frames

PAYLOADS = st.lists(st.binary(min_size=1, max_size=200), max_size=20)


class Bytes:
    """A file in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def size(self) -> int:
        return len(self.data)

    def read(self, offset: int, length: int) -> bytes:
        return self.data[offset : offset + length]


@given(PAYLOADS, st.data())
def test_every_frame_before_a_cut_comes_back_and_none_after(payloads: list[bytes], data: st.DataObject):
    packed = [frames.pack(payload) for payload in payloads]
    whole = b"".join(packed)
    cut = data.draw(st.integers(0, len(whole)))
    expected, end = [], 0
    for payload, frame in zip(payloads, packed, strict=True):
        if end + len(frame) > cut:
            break
        expected.append(payload)
        end += len(frame)
    file = Bytes(whole[:cut])
    found = list(frames.scan(file))
    assert [frame.payload for frame in found] == expected
    assert (found[-1].end if found else 0) == end
    assert not frames.is_damaged(file, end)


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=2, max_size=6), st.data())
def test_a_flipped_bit_before_the_last_frame_is_damage(payloads: list[bytes], data: st.DataObject):
    packed = [frames.pack(payload) for payload in payloads]
    victim = data.draw(st.integers(0, len(packed) - 2))
    offset = sum(map(len, packed[:victim]))
    whole = bytearray(b"".join(packed))
    whole[offset + 8 + data.draw(st.integers(0, len(payloads[victim]) - 1))] ^= 1
    file = Bytes(bytes(whole))
    assert [frame.payload for frame in frames.scan(file)] == payloads[:victim]
    assert frames.is_damaged(file, offset)


def test_frames_larger_than_a_chunk_come_back():
    payloads = [b"a" * 3_000_000, b"b", b"c" * 1_500_000]
    file = Bytes(b"".join(map(frames.pack, payloads)))
    assert [frame.payload for frame in frames.scan(file)] == payloads


def test_a_run_of_zero_bytes_is_no_frame():
    assert list(frames.scan(Bytes(bytes(64)))) == []


def test_scan_starts_at_any_frame_and_tells_where_payloads_lie():
    file = Bytes(frames.pack(b"one") + frames.pack(b"two"))
    first, second = frames.scan(file)
    assert list(frames.scan(file, first.end)) == [second]
    assert file.read(second.start, 3) == b"two"


def test_an_empty_payload_is_refused():
    with pytest.raises(InvalidInputError):
        frames.pack(b"")
