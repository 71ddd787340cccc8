"""Which records must commit to what was seen, and what they say where they do not."""

from __future__ import annotations

from typing import get_args

import pytest

from ledger.domain import record as records
from ledger.domain.commitment import field_leaf
from ledger.domain.record import Kind, Record
from ledger.domain.seen_context import NO_CONTEXT, RULES, SeenContext, is_absence, requires_context, seen_context

AGENT = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"


def said(**more):
    fields = {
        "agent": AGENT, "epoch": 0, "stream": 1, "seq": 0, "session": "s", "kind": "operational",
        "op": "execute_tool", "phase": "intent", "ts": 1, "v": 1,
    } | more  # fmt: skip
    return seen_context(records.decode(records.encode(Record(**fields))))


def test_every_kind_has_a_rule_and_says_why():
    assert set(RULES) == set(get_args(Kind))
    assert all(rule.why for rule in RULES.values())


@pytest.mark.parametrize(
    ("kind", "op", "required"),
    [
        ("operational", "execute_tool", True),
        ("operational", "chat", True),
        ("operational", "erase", False),
        ("interaction", "execute_tool", True),
        ("interaction", "approval", True),
        ("interaction", "receipt", False),
        ("semantic", "delegate", True),
    ],
)
def test_what_is_decided_requires_it_and_what_is_told_does_not(kind, op, required):
    assert requires_context(kind, op, "intent", answers=False) is required
    assert said(kind=kind, op=op) == SeenContext("missing" if required else "not_required")


def test_an_outcome_requires_it_only_where_there_is_no_intent():
    assert said(phase="outcome", outcome="success", call="c").state == "not_required"
    assert said(phase="outcome", outcome="success", parents=("ab" * 32,)).state == "not_required"
    assert said(phase="outcome", outcome="success", op="chat").state == "missing"


def test_what_a_model_was_asked_is_what_it_saw():
    assert said(op="chat", in_="ab" * 32) == SeenContext("committed")
    assert said(op="execute_tool", in_="ab" * 32) == SeenContext("missing")


def test_a_commitment_is_one_and_an_absence_names_its_reason():
    assert said(ctx=field_leaf("ctx", bytes(32), b"messages").hex()) == SeenContext("committed")
    for reason, digest in NO_CONTEXT.items():
        assert said(ctx=digest) == SeenContext("absent", reason)
        assert is_absence(digest)
    assert not is_absence(None)


def test_the_hashes_of_absence_stay_what_they_are():
    assert NO_CONTEXT == {
        "not_given": "95a636e241a6b825b265cc15929a97b5f5d8fd9e479af297361e6219c8a25152",
        "capture_off": "5596916c95ab6ae7901bb362fdb12496ebcdd414dba6df67b8bd16d8d53011c3",
        "not_in_source": "4b9b66dc81a9858d6631d6703fd6cb7053d727a7dea5f01c265d97c86900433a",
        "nothing_seen": "2974512cdb8eeb32efda950b25a78c81103cd81eef2e88cc116ba560bc4f3d08",
    }
