"""Canonical bytes against an independent RFC 8785 implementation, and everything that is no record."""

from __future__ import annotations

import json

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import record
from ledger.domain.hashing import sha256
from ledger.errors import RecordError, TooLargeError

AGENT = "eip155:31337:0x574650Cd99D3830FE6D274c7a7843CDc00E17938/7"
BASE = {
    "agent": AGENT,
    "epoch": 0,
    "kind": "operational",
    "op": "execute_tool",
    "phase": "intent",
    "seq": 3,
    "session": "s",
    "stream": 1,
    "ts": 5,
    "v": 1,
}
HEX32 = st.binary(min_size=32, max_size=32).map(bytes.hex)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
SAFE = st.integers(0, record.MAX_SAFE_INTEGER)


def canonical(**fields):
    merged = {key: value for key, value in {**BASE, **fields}.items() if value is not None}
    return rfc8785.dumps(merged)


@given(
    st.fixed_dictionaries(
        {"seq": SAFE, "ts": SAFE, "session": TEXT, "kind": st.sampled_from(["operational", "interaction", "semantic"])},
        optional={
            "tool": TEXT,
            "call": TEXT,
            "principal": TEXT,
            "model": TEXT,
            "in": HEX32,
            "ctx": HEX32,
            "fields": HEX32,
            "mandate": HEX32,
            "parents": st.lists(HEX32, max_size=4, unique=True),
        },
    )
)
def test_our_bytes_are_rfc_8785_bytes(fields):
    reference = canonical(**fields)
    decoded = record.decode(reference)
    assert record.encode(decoded) == reference
    assert decoded.session == fields["session"]
    assert decoded.seq == fields["seq"]


def test_the_id_is_the_tagged_leaf_hash():
    data = canonical()
    assert record.record_id(data) == sha256(b"\x00ombud/record/1" + data)


def test_fields_are_declared_in_the_order_they_are_written():
    names = [field.encode_name for field in msgspec.structs.fields(record.Record)]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"phase": "done"}, "phase"),
        ({"seq": -1}, "seq"),
        ({"agent": "agent 7"}, "agent"),
        ({"session": ""}, "session"),
        ({"in": "AB" * 32}, "in"),
        ({"parents": ["00" * 32] * 33}, "parents"),
        ({"mood": "sunny"}, "mood"),
        ({"op": "Execute Tool"}, "op"),
        ({"v": 2}, "v"),
        ({"trace": "00-xyz"}, "trace"),
        ({"tool": None, "session": None}, "session"),
        ({"model": "m" * 129}, "model"),
    ],
)
def test_a_broken_field_is_named(change, named):
    with pytest.raises(RecordError, match=named):
        record.decode(canonical(**change))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(",", ", ", 1),
        lambda text: text[:-1] + ',"v":1}',
        lambda text: json.dumps(json.loads(text), sort_keys=False, indent=0),
        lambda text: text.replace('"session":"s"', '"session":"\\u0073"'),
        lambda text: text.replace('"op"', '"in":null,"op"'),
    ],
)
def test_the_same_content_in_another_form_is_refused(spoil):
    with pytest.raises(RecordError):
        record.decode(spoil(canonical().decode()).encode())


@pytest.mark.parametrize("number", ["3.0", "3e0", "-0", "true", '"3"'])
def test_only_plain_integers_are_numbers(number):
    with pytest.raises(RecordError):
        record.decode(canonical().replace(b'"seq":3', b'"seq":' + number.encode()))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", b'{"agent":"\\ud800"}'])
def test_what_is_no_json_object_is_refused(data):
    with pytest.raises(RecordError):
        record.decode(data)


def test_an_unpaired_surrogate_is_refused_when_written():
    base = msgspec.json.decode(canonical(), type=record.Record)
    with pytest.raises(RecordError, match="surrogate"):
        record.encode(msgspec.structs.replace(base, tool="\ud800"))


def test_a_record_over_the_limit_is_refused():
    with pytest.raises(TooLargeError, match="16384"):
        record.decode(b" " * (record.MAX_RECORD_BYTES + 1))


def test_an_outcome_says_how_it_ended_and_an_intent_does_not():
    with pytest.raises(RecordError, match="outcome"):
        record.decode(canonical(phase="outcome"))
    with pytest.raises(RecordError, match="intent"):
        record.decode(canonical(outcome="success"))
    with pytest.raises(RecordError, match="intent"):
        record.decode(canonical(out="00" * 32))
    assert record.decode(canonical(phase="outcome", outcome="denied")).outcome == "denied"


def test_a_cause_is_named_once():
    with pytest.raises(RecordError, match="twice"):
        record.decode(canonical(parents=["00" * 32, "00" * 32]))


def test_a_number_beyond_2_to_the_53_is_refused():
    with pytest.raises(RecordError, match="seq"):
        record.decode(canonical().replace(b'"seq":3', b'"seq":9007199254740992'))
