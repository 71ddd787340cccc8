from __future__ import annotations

import json

import pytest

from demo.tampering import tamper


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
