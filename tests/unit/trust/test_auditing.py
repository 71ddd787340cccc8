"""Audits by schedule: drawn from the mirror, done once, and what they find can be followed up."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ledger.cli.app import make_app
from ledger.cli.audit import Auditor
from ledger.domain.hashing import ZERO32
from ledger.domain.omission import GRACE_SECONDS
from ledger.errors import NotFoundError, StaleMirrorError
from ledger.trust.drawing import Rules, drawn, newest
from ledger.trust.examining import examine
from tests.fakes.asked import index
from tests.fakes.promises import append, countersignature, promise
from tests.fakes.world import account

RULES = Rules(every=20, audits=50)
HOUR = 3600


@pytest.fixture
def catch_up(world, mirror):
    return lambda: index(world, mirror)


@pytest.fixture
def market(world):
    """One agent breaks its word, one bears witness to that, one is honest and bonded; a draw after all of it."""
    log = world.new_log("log")
    liar, witness, honest = (world.new_agent({1: log}, owner=name) for name in ("liar", "witness", "honest"))
    world.chain.mine(world.deposit_event(honest, 10**18))
    due = world.chain.time + HOUR

    def given(seq, **said):
        return promise(liar, liar.record(seq, **said), seq, to=account("witness"), by=due)

    append(world, log, liar, [{"session": "done"}, {"session": "another"}])
    append(world, log, witness, [countersignature(given(0, session="done"), "failure")])
    append(world, log, witness, [countersignature(given(1, session="other")), countersignature(given(9))])
    append(world, log, honest, [{"session": "fine"}])
    world.anchor(log)
    while world.chain.head().number < RULES.every:
        world.chain.mine()
    world.chain.mine(seconds=HOUR + GRACE_SECONDS + 1)
    append(world, log, honest, [{"session": "later"}])
    world.anchor(log)
    for _ in range(10):
        world.chain.mine()
    return liar, witness, honest


def concerns(sources, agent):
    found = examine(sources, agent.number, drawn(sources, RULES, 1))
    assert found.complete
    return sorted(one.kind for one in found.concerns)


def test_before_the_first_block_of_a_draw_is_final_nobody_is_drawn(world, sources, catch_up):
    world.new_agent({0: ZERO32})
    catch_up()
    with pytest.raises(NotFoundError) as caught:
        newest(sources, RULES)
    assert caught.value.code == "no_draw"


def test_a_draw_is_by_the_hash_and_the_state_of_its_block_whenever_it_is_made(world, sources, catch_up, market):
    liar, witness, honest = market
    catch_up()
    found = drawn(sources, RULES, newest(sources, RULES))
    assert (found.number, found.block) == (1, RULES.every)
    assert found.block_hash == world.chain.chain[RULES.every].hash.hex()
    assert [(lot.exposure.agent_id, lot.exposure.records, lot.exposure.bond) for lot in found.lots] == [
        (liar.number, 2, 0),
        (witness.number, 3, 0),
        (honest.number, 1, 10**18),
    ]
    assert all(lot.lot < 1 == lot.chance for lot in found.lots if lot.exposure.bond == 0)
    for _ in range(30):
        world.chain.mine(world.deposit_event(liar, 5))
    catch_up()
    assert drawn(sources, RULES, 1) == found
    assert [lot.exposure.records for lot in drawn(sources, RULES, 2).lots] == [1]  # what honest did since


def test_an_audit_finds_what_was_broken_contradicted_and_denied_and_nothing_at_the_honest(sources, catch_up, market):
    catch_up()
    assert [concerns(sources, agent) for agent in market] == [["contradicted", "effect denied", "hidden"], [], []]


def test_every_concern_says_how_to_go_on(sources, catch_up, market):
    catch_up()
    for one in examine(sources, market[0].number, drawn(sources, RULES, 1)).concerns:
        assert one.about in one.next
        assert one.next.startswith("ombud ")
        assert one.says


def test_a_record_that_a_header_claims_and_nobody_holds_is_a_concern(world, sources, catch_up, market):
    log = next(iter(world.logs))
    lost = market[2].segment(1)
    world.logs[log].append(lost)
    market[2].segment(1)
    world.logs[log].append(market[2].segment(1))
    world.anchor(log)
    catch_up()
    found = examine(sources, market[2].number, drawn(sources, RULES, 1))
    assert not found.complete
    assert "missing" in {one.kind for one in found.concerns}


def test_a_keeper_writes_each_report_once_and_goes_on_where_it_was(tmp_path, sources, catch_up, market):
    catch_up()
    told, slept = [], []

    def pause(seconds):
        slept.append(seconds)
        if len(slept) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Auditor(sources, RULES, tmp_path / "audits", told.append, pause).run(5.0)
    reports = sorted((tmp_path / "audits").iterdir())
    assert [report.name for report in reports][:2] == ["draw-1-agent-0.json", "draw-1-agent-1.json"]
    assert len(told) == len(reports)  # although it looked twice
    assert told[0] == {"draw": 1, "agent": 0, "records": 2, "concerns": 3, "report": str(reports[0])}
    found = json.loads(reports[0].read_text())
    assert found["schema"] == "ombud/audit/1"
    assert found["draw"]["lot"]["exposure"]["agent_id"] == market[0].number
    assert len(found["audit"]["concerns"]) == 3
    Auditor(sources, RULES, tmp_path / "audits", told.append).run(None)
    assert len(told) == len(reports)


def test_what_cannot_be_done_now_is_said_and_done_later(tmp_path, world, sources, catch_up, market, capsys):
    catch_up()
    told = []
    world.now += 10**6  # the mirror is silent now

    def heal(_):
        if told:
            raise KeyboardInterrupt
        world.now -= 10**6

    with pytest.raises(StaleMirrorError):
        Auditor(sources, RULES, tmp_path, told.append).run(None)
    with pytest.raises(KeyboardInterrupt):
        Auditor(sources, RULES, tmp_path, told.append, heal).run(1.0)
    assert told
    assert "not done, and tried again" in capsys.readouterr().err


def test_the_commands_say_what_they_take():
    for verb in ("draw", "keep"):
        result = CliRunner().invoke(make_app(), ["audit", verb, "--help"])
        assert result.exit_code == 0, result.output
        assert "--worth" in result.output
