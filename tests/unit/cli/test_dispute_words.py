from __future__ import annotations

import json

import pytest

from ledger.chain.progress import Advanced, Step, Wait
from ledger.cli import dispute_words
from ledger.cli.dispute_words import STEPS, tell, tell_progress
from ledger.domain.dispute import NOBODY, UPHELD, Case, Dispute, FaultClass, State
from ledger.domain.hashing import ZERO32
from ledger.domain.policy import default_policy

POLICY = default_policy(NOBODY, 10**9)
CASE = Case(
    dispute_id=3,
    agent_id=7,
    subject=ZERO32,
    liable=NOBODY,
    claimant=NOBODY,
    injured=NOBODY,
    action=ZERO32,
    fault_class=FaultClass.HARM,
    evidence_hash=ZERO32,
    policy_id=1,
    policy_hash=POLICY.hash,
    deposit=10**9,
    fee=3,
    slice=0,
    locked=0,
    opened_at=1_800_000_000,
    opened_block=9,
)
STEP = Step("execute", b"\x01" * 32, 12)


def progress(state=State.EXECUTED, steps=(STEP,), wait=None) -> Advanced:
    return Advanced(Dispute(CASE, POLICY, state, UPHELD, since=1_800_000_000), steps, wait)


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_said_in_words(name, capsys):
    tell_progress(3, progress(steps=(Step(name, b"\x01" * 32, 12, seats=(NOBODY,)),)), as_json=False)
    out = capsys.readouterr().out
    assert f"{STEPS[name]} (block 12, tx {'01' * 32})" in out
    assert f"seat: {NOBODY}" in out


def test_a_draw_that_found_nobody_says_so(capsys):
    tell_progress(3, progress(State.ARBITRATION, (Step("draw", b"", 1),)), as_json=False)
    assert "too few arbitrators may sit" in capsys.readouterr().out


def test_a_ruling_counts_once_it_was_given(capsys):
    tell_progress(3, progress(State.OPEN, ()), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["ruling"], told["did"], told["waits"]) == (None, [], None)
    tell_progress(3, progress(), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["ruling"], told["state"]) == ("upheld", "executed")


def test_who_must_act_until_when_and_which_block_is_said(capsys):
    wait = Wait("a response", (NOBODY,), 1_800_000_000, 29)
    tell({"dispute": 3, "deposit": str(10**18), "files": ["a", "b"]}, wait, "next: respond", as_json=False)
    out = capsys.readouterr().out
    assert "1 ether" in out
    assert "a, b" in out
    assert f"it waits for a response from {NOBODY}, until 2027-01-15 08:00:00Z and block 29" in out
    assert "next: respond" in out
    tell({"dispute": 3}, wait, "next: respond", as_json=True)
    assert json.loads(capsys.readouterr().out)["waits"] == {
        "for": "a response",
        "who": [NOBODY],
        "until": 1_800_000_000,
        "block": 29,
    }


def test_nothing_more_is_said_when_there_is_nothing_more(capsys):
    tell({"dispute": 3}, None, "", as_json=False)
    assert capsys.readouterr().out == "dispute  3\n"
    assert dispute_words.state(progress().dispute) == "executed"
