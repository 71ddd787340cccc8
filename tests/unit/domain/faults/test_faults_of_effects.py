"""Effects: one success a call never convicts, a second and different one always does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.commitment import field_leaf
from ledger.domain.faults import two_effects
from ledger.domain.faults.two_effects import Effect
from ledger.domain.hashing import ZERO32
from ledger.domain.record import Record, encode, record_id
from ledger.domain.statements import Segment
from tests.fakes.histories import AGENT, KEYS, START_MS, STRANGER, sign

SALT = b"s" * 32
BASE = {
    "agent": "eip155:31337:0x" + "00" * 20 + "/7",
    "epoch": 0,
    "kind": "operational",
    "op": "execute_tool",
    "phase": "outcome",
    "session": 's "quoted" \\ é',
    "stream": 1,
    "tool": "pay",
    "ts": START_MS,
    "v": 1,
}


def effect(seq, call="c-1", value=b"paid 5", outcome="success", **more):
    text = encode(
        Record(**BASE | {"seq": seq, "call": call, "outcome": outcome} | more, out=field_leaf("out", SALT, value).hex())
    )
    segment = Segment(AGENT, 0, 1, seq, 1, ZERO32, record_id(text), START_MS)
    return Effect(sign(segment), text, 0, (), SALT, value)


@given(st.sampled_from("ab"), st.sampled_from("ab"), st.binary(max_size=3), st.binary(max_size=3))
def test_exactly_two_different_successes_of_one_call_are_a_fault(call_a, call_b, value_a, value_b):
    a, b = effect(1, call_a, value_a), effect(2, call_b, value_b)
    found = two_effects.find(a, b, KEYS)
    assert (found is not None) == (call_a == call_b and value_a != value_b)
    if found is not None:
        assert two_effects.find(b, a, KEYS).fault_key == found.fault_key


@pytest.mark.parametrize(
    "other",
    [
        effect(2, value=b"paid 7", outcome="failure"),
        effect(2, value=b"paid 7", tool="read"),
        effect(2, value=b"paid 7", session="another"),
        replace(effect(2), value=b"paid 7"),
        replace(effect(2, value=b"paid 7"), salt=b"t" * 32),
        replace(effect(2, value=b"paid 7"), salt=b""),
        replace(effect(2, value=b"paid 7"), text=effect(3, value=b"paid 9").text),
        replace(effect(2, value=b"paid 7"), entry=sign(effect(2, value=b"paid 7").entry.segment, STRANGER)),
        replace(effect(2, value=b"paid 7"), entry=sign(replace(effect(2).entry.segment, agent=ZERO32))),
    ],
    ids=[
        "failed",
        "other tool",
        "other session",
        "not its value",
        "not its salt",
        "no salt",
        "other text",
        "forged",
        "other agent",
    ],
)
def test_anything_else_is_none(other):
    assert two_effects.find(effect(1), other, KEYS) is None
    assert two_effects.find(other, effect(1), KEYS) is None


def test_a_text_that_is_no_record_is_none():
    text = b"{}"
    segment = Segment(AGENT, 0, 1, 2, 1, ZERO32, record_id(text), START_MS)
    assert two_effects.find(effect(1), Effect(sign(segment), text, 0, (), SALT, b""), KEYS) is None


def test_a_record_without_a_call_is_none():
    assert two_effects.find(effect(1, call=None), effect(2, call=None, value=b"paid 7"), KEYS) is None


def test_calls_without_a_tool_have_effects_too():
    assert two_effects.find(effect(1, tool=None), effect(2, tool=None, value=b"paid 7"), KEYS) is not None
