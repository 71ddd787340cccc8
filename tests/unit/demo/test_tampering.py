from __future__ import annotations

import json

import pytest

from demo.tampering import tamper, tamper_case


def bundle(ts):
    record = json.dumps({"seq": 7, "session": "ts", "ts": ts, "v": 1}, separators=(",", ":"))
    return json.dumps({"segments": [{"records": [{"text": record}]}]}, indent=1).encode()


@pytest.mark.parametrize("ts", [1_700_000_000_000, 1_700_000_000_009])
def test_exactly_one_byte_changes_and_it_is_in_the_named_record(ts):
    before = bundle(ts)
    after = tamper(before)
    assert len(after.data) == len(before)
    assert sum(old != new for old, new in zip(before, after.data, strict=True)) == 1
    changed = json.loads(json.loads(after.data)["segments"][0]["records"][0]["text"])
    assert (changed["seq"], changed["session"]) == (after.seq, "ts")
    assert changed["ts"] != ts


def case_of(*events):
    facts = [{"event": name, "receipt_proof": ["0a" * 8, f"{number:04x}" * 8]} for number, name in enumerate(events, 1)]
    return json.dumps({"facts": facts}, indent=1).encode()


def test_one_digit_of_the_event_of_a_vote_changes():
    before = case_of("DisputeOpened", "VoteRevealed", "DisputeExecuted")
    after = tamper_case(before)
    assert len(after.data) == len(before)
    assert sum(old != new for old, new in zip(before, after.data, strict=True)) == 1
    facts = zip(json.loads(before)["facts"], json.loads(after.data)["facts"], strict=True)
    assert [old["event"] for old, new in facts if old != new] == ["VoteRevealed"]


def test_a_case_without_a_vote_cannot_be_tampered_with_so():
    with pytest.raises(ValueError, match="no vote"):
        tamper_case(case_of("DisputeOpened"))
