"""Checked at once or one by one: the same runs pass."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record, encode
from ledger.domain.record_run import is_run
from ledger.domain.sealing import check_records, make_header, sign
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, LedgerError

AGENT = AgentRef.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/7")
KEY = SessionKey(bytes([1]) * 32)
HEX = "0f" * 32
FULL = {
    "agent_version": "1.0",
    "call": "call-1",
    "ctx": HEX,
    "fields": HEX,
    "in_": HEX,
    "mandate": HEX,
    "model": 'modèle \n\t"quoted"',
    "out": HEX,
    "outcome": "success",
    "parents": (HEX, "1e" * 32),
    "phase": "outcome",
    "policy": "p",
    "principal": "eve",
    "risk": "high",
    "tool": "t",
    "trace": f"00-{'ab' * 16}-{'cd' * 8}-01",
}


def record(seq: int, **fields) -> bytes:
    named = {"phase": "intent", **fields}
    return encode(
        Record(
            agent=str(AGENT), epoch=0, stream=1, seq=seq, kind="operational", op="chat", session="s", ts=1, v=1, **named
        )
    )


def judged(records: list[bytes], first_seq: int = 0, **changes) -> tuple[bool, bool]:
    """Return what both ways say of the same records under the same header."""
    header = dataclasses.replace(make_header(AGENT, 0, 1, first_seq, records, ZERO32, 1), **changes)
    segment = SignedSegment(sign(header, records, KEY).entry, tuple(records))
    try:
        check_records(segment)
    except LedgerError:
        slowly = False
    else:
        slowly = True
    return is_run(header, records), slowly


def test_records_with_all_fields_and_with_few_pass_both_ways():
    assert judged([record(0), record(1, **FULL), record(2, phase="outcome", outcome="denied")]) == (True, True)
    assert judged([record(seq) for seq in range(7, 307)], 7) == (True, True)


def edited(old: str, new: str) -> bytes:
    data = record(1, **FULL)
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


WRONG = {
    "no json": b"x",
    "empty": b"",
    "a list": b"[]",
    "two on one line": record(1) + record(2),
    "a line break inside": edited('"op":"chat"', '"op":\n"chat"'),
    "a line break behind": record(1) + b"\n",
    "a space": edited('"op":"chat"', '"op": "chat"'),
    "order": edited('"epoch":0,"fields":"' + HEX + '"', '"fields":"' + HEX + '","epoch":0'),
    "twice": edited('"epoch":0', '"epoch":0,"epoch":0'),
    "null": edited('"call":"call-1"', '"call":null'),
    "unknown": edited('"v":1', '"v":1,"w":1'),
    "missing": edited('"session":"s",', ""),
    "version": edited('"v":1', '"v":2'),
    "escape": edited('"tool":"t"', '"tool":"\\u0074"'),
    "float": edited('"ts":1', '"ts":1.0'),
    "big": edited('"ts":1', '"ts":9007199254740992'),
    "negative": edited('"ts":1', '"ts":-1'),
    "utf-8": record(1, **FULL).replace(b'"tool":"t"', b'"tool":"\xff"'),
    "hex case": edited(f'"ctx":"{HEX}"', f'"ctx":"{HEX.upper()}"'),
    "hex length": edited(f'"ctx":"{HEX}"', f'"ctx":"{HEX}0"'),
    "hex newline": edited(f'"ctx":"{HEX}"', f'"ctx":"{HEX}\\n"'),
    "hex newline inside": edited(f'"ctx":"{HEX}"', f'"ctx":"{HEX[1:]}\\n"'),
    "hex letter": edited(f'"out":"{HEX}"', f'"out":"{"g" * 64}"'),
    "hex not ascii": edited(f'"out":"{HEX}"', f'"out":"{"é" * 64}"'),
    "parent": edited(f'["{HEX}"', f'["{"g" * 64}"'),
    "parent twice": edited(f'["{HEX}","{"1e" * 32}"]', f'["{HEX}","{HEX}"]'),
    "parents": edited(
        f'["{HEX}","{"1e" * 32}"]', str([f"{n:064x}" for n in range(33)]).replace("'", '"').replace(" ", "")
    ),
    "trace": edited("-01", "-0g"),
    "trace dashes": edited(f"00-{'ab' * 16}-", f"00{'ab' * 16}--"),
    "trace dashed": edited(f"00-{'ab' * 16}-{'cd' * 8}-01", f"00-{'a-' * 16}-{'cd' * 8}-01"),
    "trace length": edited("-01", "-012"),
    "op": edited('"op":"chat"', '"op":"Chat"'),
    "op newline": edited('"op":"chat"', '"op":"chat\\n"'),
    "agent": edited(str(AGENT), "eip155:x"),
    "agent newline": edited(str(AGENT), f"{AGENT}\\n"),
    "agent number": edited(str(AGENT), str(AGENT)[:-1] + "9" * 78),
    "other agent": edited(str(AGENT), str(AGENT)[:-1] + "8"),
    "kind": edited('"operational"', '"other"'),
    "outcome": edited('"success"', '"great"'),
    "no outcome": edited('"outcome":"success",', ""),
    "intent with outcome": edited('"phase":"outcome"', '"phase":"intent"'),
    "intent with out": edited('"outcome":"success",', "").replace(b'"phase":"outcome"', b'"phase":"intent"'),
    "empty text": edited('"session":"s"', '"session":""'),
    "long text": edited('"session":"s"', f'"session":"{"s" * 129}"'),
    "too long": edited('"session":"s"', f'"session":"{"s" * 20_000}"'),
    "epoch": edited('"epoch":0', '"epoch":1'),
    "stream": edited('"stream":1', '"stream":2'),
    "seq": edited('"seq":1', '"seq":2'),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_one_record_is_refused_both_ways(name):
    assert judged([record(0), WRONG[name], record(2)]) == (False, False)
    assert judged([WRONG[name]], 1) == (False, False)


def test_records_cut_at_another_place_are_refused():
    first, second = record(0, principal='a},{"agent'), record(1)
    whole = first + b"\n" + second
    for cut in (whole.index(b',"epoch'), len(first) - 1, len(first) + 5):
        assert judged([whole[:cut], whole[cut + 1 :]]) == (False, False)


def test_no_records_are_no_run():
    header = make_header(AGENT, 0, 1, 0, [record(0)], ZERO32, 1)
    assert not is_run(header, [])


def test_one_agent_written_in_two_ways_is_looked_at_one_by_one():
    lower = record(1).replace(str(AGENT).encode(), str(AGENT).lower().encode())
    fast, slow = judged([record(0), lower])
    assert (fast, slow) == (False, True)


@given(st.data())
def test_bytes_changed_at_random_never_pass_at_once_and_fail_one_by_one(data):
    records = [record(0), record(1, **FULL)]
    at = data.draw(st.integers(0, 1))
    position = data.draw(st.integers(0, len(records[at]) - 1))
    byte = data.draw(st.integers(0, 255))
    records[at] = records[at][:position] + bytes([byte]) + records[at][position + 1 :]
    fast, slow = judged(records)
    assert slow or not fast


@given(st.text(min_size=1, max_size=64))
def test_texts_of_every_kind_are_judged_alike(text):
    try:
        made = record(0, tool=text)
    except InvalidInputError:
        return
    assert judged([made]) == (True, True)
