"""Segments tampered with on the way to a log: each kind is refused by its own code, and nothing is kept of it.

The table in docs/verification.md is made of this catalogue.
"""

from __future__ import annotations

import pytest

from ledger.domain.entry import ENTRY_BYTES, SignedSegment, frame
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import AgentRef
from ledger.domain.record import MAX_RECORD_BYTES
from ledger.domain.sealing import make_header, sign
from ledger.domain.signing import SessionKey
from ledger.errors import EquivocationError
from tests.fakes.tamper_table import PAGE, SEGMENTS, rows, shown
from tests.unit.logserver import scene

N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
OTHER = AgentRef(scene.AGENT.chain_id, scene.AGENT.registry, 8)
REVOKED = SessionKey(bytes([7]) * 32)
CLOSED = SessionKey(bytes([8]) * 32)
HEAD = scene.segment(0, 2)
PREV = HEAD.entry.segment.header
RECORDS = [scene.record(seq) for seq in (2, 3, 4)]


def sealed(
    records: list[bytes], *, prev: bytes = PREV, first: int = 2, key: SessionKey = scene.KEY, ts: int = 1
) -> bytes:
    """Whatever records say, signed by whom they should not be."""
    return sign(make_header(scene.AGENT, 0, 1, first, records, prev, ts), records, key).pack()


WHOLE = sealed(RECORDS)


def holding(*records: bytes) -> bytes:
    """The signed header over other records than it was signed for."""
    return WHOLE[:ENTRY_BYTES] + frame(list(records))


def flipped(at: int) -> bytes:
    data = bytearray(WHOLE)
    data[at] ^= 1
    return bytes(data)


def malleated() -> bytes:
    r, s, v = WHOLE[137:169], int.from_bytes(WHOLE[169:201], "big"), WHOLE[201]
    return WHOLE[:137] + r + (N - s).to_bytes(32, "big") + bytes([55 - v]) + WHOLE[ENTRY_BYTES:]


def in_another_domain() -> bytes:
    """Signed as a bare hash, without the domain that says what the hash is of."""
    header = SignedSegment.unpack(WHOLE).entry.segment.header
    return WHOLE[:137] + scene.KEY.sign(keccak(header)) + WHOLE[ENTRY_BYTES:]


def spaced(data: bytes) -> bytes:
    return data.replace(b'":', b'": ', 1)


CATALOGUE: dict[str, tuple[bytes, str]] = {
    "record_changed": (holding(RECORDS[0].replace(b"chat", b"cha7"), *RECORDS[1:]), "root_mismatch"),
    "record_dropped": (holding(*RECORDS[:2]), "bad_segment"),
    "record_added": (holding(*RECORDS, scene.record(5)), "bad_segment"),
    "records_in_another_order": (holding(RECORDS[1], RECORDS[0], RECORDS[2]), "root_mismatch"),
    "record_of_another_segment": (holding(*RECORDS[:2], scene.record(0)), "root_mismatch"),
    "cut_off": (WHOLE[:-1], "bad_frame"),
    "bytes_after_it": (WHOLE + b"\0", "bad_frame"),
    "no_records": (WHOLE[:ENTRY_BYTES], "bad_segment"),
    "no_entry": (b"x" + WHOLE[1:], "bad_entry"),
    "header_changed": (flipped(136), "unknown_key"),
    "signature_changed": (flipped(150), "unknown_key"),
    "malleated_signature": (malleated(), "bad_signature"),
    "signature_of_another_domain": (in_another_domain(), "unknown_key"),
    "key_of_a_stranger": (sealed(RECORDS, key=scene.STRANGER), "unknown_key"),
    "revoked_key": (sealed(RECORDS, key=REVOKED), "key_closed"),
    "key_of_another_agent": (sealed(RECORDS, key=CLOSED), "wrong_key"),
    "at_home_in_another_log": (
        sign(make_header(scene.AGENT, 0, 2, 0, [scene.record(0, stream=2)], ZERO32, 1), [scene.record(0, stream=2)],
             scene.KEY).pack(),
        "wrong_log",
    ),
    "stream_that_nobody_registered": (
        sign(make_header(scene.AGENT, 0, 3, 0, [scene.record(0, stream=3)], ZERO32, 1), [scene.record(0, stream=3)],
             scene.KEY).pack(),
        "unknown_stream",
    ),
    "record_of_another_agent": (sealed([RECORDS[0], scene.record(3, agent=OTHER)]), "record_out_of_place"),
    "record_of_another_epoch": (sealed([scene.record(2, epoch=1)]), "record_out_of_place"),
    "records_with_a_gap": (sealed([RECORDS[0], RECORDS[2]]), "record_out_of_place"),
    "record_in_another_form": (sealed([spaced(RECORDS[0])]), "not_canonical"),
    "record_that_is_none": (sealed([b"{}"]), "invalid_record"),
    "record_too_large": (sealed([scene.record(2) + b" " * MAX_RECORD_BYTES]), "too_large"),
    "segment_left_out": (sealed([scene.record(5)], first=5), "sequence_gap"),
    "another_past": (sealed(RECORDS, prev=keccak(b"other")), "sequence_gap"),
    "another_history": (sealed([scene.record(1, note="other")], first=1, prev=ZERO32), "equivocation"),
    "from_the_future": (sealed(RECORDS, ts=1 << 62), "future_dated"),
}  # fmt: skip


@pytest.fixture
def log(tmp_path):
    """A log that took the segment before."""
    keys = scene.directory()
    keys.register(REVOKED.address, scene.AGENT.key, 0, 1, scene.LOG)
    keys.revoke(REVOKED.address)
    keys.register(CLOSED.address, OTHER.key, 0, 1, scene.LOG)
    keys.register(scene.KEY.address, scene.AGENT.key, 0, 2, keccak(b"another log"))
    service = scene.service(tmp_path, keys)
    service.start()
    assert service.submit([HEAD.pack()])[0].accepted
    yield service
    service.stop()


def test_each_kind_is_refused_by_its_code_nothing_is_kept_and_what_is_sound_goes_on(log):
    for kind, (data, code) in CATALOGUE.items():
        (verdict,) = log.submit([data])
        assert (verdict.accepted, verdict.refusal and verdict.refusal.code) == (None, code), kind
        assert verdict.refusal.message, kind
        assert log.registry.size == 1, kind
    (sound,) = log.submit([WHOLE])
    assert sound.accepted is not None
    assert log.conflicts.count == 1  # the other history is kept as evidence
    for kind, (data, _) in CATALOGUE.items():  # and nothing passes for what was accepted, though it bears its header
        (verdict,) = log.submit([data])
        assert (verdict.accepted, verdict.refusal is None) == (None, False), kind
    (again,) = log.submit([WHOLE])
    assert (again.replayed, again.accepted, log.registry.size) == (True, sound.accepted, 2)


def test_kinds_in_one_request_are_told_apart(log):
    kinds = [kind for kind, (_, code) in CATALOGUE.items() if code != EquivocationError("").code]
    verdicts = log.submit([*(CATALOGUE[kind][0] for kind in kinds), WHOLE])
    assert [item.refusal.code for item in verdicts[:-1]] == [CATALOGUE[kind][1] for kind in kinds]
    assert verdicts[-1].accepted


def test_the_page_holds_the_table_that_is_tested():
    table = rows("what the log server says", {kind: code for kind, (_, code) in CATALOGUE.items()})
    assert shown(PAGE.read_text(), SEGMENTS) == table, "run python -m tests.fakes.tamper_table"
    assert len(CATALOGUE) >= 12
