"""Who answers for what, by ruling: with the mandate that was in force, and what a person had approved."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32
from ledger.domain.record import record_id
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries.cases import case_file
from ledger.queries.responsibilities import UNKNOWN, responsibilities
from tests.fakes.court import FEE, MANDATES, FakeCourt
from tests.fakes.world import CHAIN_ID, account


def asked(sources, **more):
    return responsibilities(sources, **{"cursor": None, "limit": 50, "as_of": None} | more)


@pytest.fixture
def ruled(world, catch_up):
    """An agent under a mandate acts with approval and is held liable; another defaults on what no log holds."""
    court, log = FakeCourt(world), world.new_log()
    court.found()
    agent, other = world.new_agent({0: ZERO32, 1: log}), world.new_agent({}, owner="other")
    for one in (agent, other):
        court.bond(one, 10**18)
    mandate = court.grant(agent).id(CHAIN_ID, MANDATES).hex()
    approval = agent.record(0, op="approval", phase="outcome", outcome="success", principal="desk")
    step = agent.record(1, parents=(record_id(approval).hex(),))
    act = agent.record(2, parents=(record_id(step).hex(),), mandate=mandate, principal=account("principal"))
    world.logs[log].append(agent.sign([approval, step, act], 0, ZERO32))
    world.anchor(log)
    event = world.recorded(agent, agent.record(0, stream=0))
    world.chain.mine(event)
    found = {"mandate": mandate, "approval": record_id(approval).hex(), "act": record_id(act).hex(), "court": court}
    upheld = court.open(agent, seq=2, record=record_id(act))
    court.respond(upheld)
    court.judge(upheld, 1, 1, 1)
    court.finalize(upheld)
    court.execute(upheld)
    default = court.open(other, seq=7)
    court.default(default)
    running = court.open(agent, seq=1, record=record_id(step))
    catch_up()
    return found | {"upheld": upheld, "default": default, "running": running}


def test_a_ruling_is_told_with_mandate_approval_share_and_cost(sources, ruled):
    (one, _) = asked(sources).data.items
    assert (one.dispute_id, one.ruling, one.cause, one.final) == (ruled["upheld"], "upheld", "panel", True)
    assert (one.record_id, one.principal, one.unknown) == (ruled["act"], account("principal"), None)
    assert [(share.party, share.share) for share in one.shares] == [(account("owner"), 100)]
    assert int(one.slashed) == int(one.at_stake) + FEE  # the claimant has its fee back out of the bond
    assert (one.permission.mandate.mandate_id, one.permission.mandate.principal) == (
        ruled["mandate"], account("principal"),
    )  # fmt: skip
    assert [(act.record_id, act.op, act.principal) for act in one.approvals] == [
        (ruled["approval"], "approval", "desk"),
    ]  # fmt: skip
    record = case_file(sources, ruled["upheld"]).data.ruling_record
    assert (one.ruling_id, one.cause, one.fault_class) == (record.ruling_id, record.cause, record.fault_class)
    assert one.slashed == record.effects.slash


def test_what_no_log_holds_is_unknown_and_a_default_is_not_final(sources, ruled):
    (_, two) = asked(sources).data.items
    assert (two.dispute_id, two.cause, two.final, two.slashed) == (ruled["default"], "default", False, None)
    assert (two.record_id, two.permission, two.approvals, two.unknown) == (None, None, [], UNKNOWN)
    assert two.shares == []


def test_rulings_are_listed_by_agent_and_by_who_answers(sources, ruled):
    def numbers(**more):
        return [item.dispute_id for item in asked(sources, **more).data.items]

    assert numbers(agent="0") == [ruled["upheld"]]
    assert numbers(party=account("owner")) == [ruled["upheld"]]
    assert numbers(party=account("principal").lower()) == [ruled["upheld"]]
    assert numbers(party=account("other")) == [ruled["default"]]
    assert numbers(party=account("stranger")) == []
    first = asked(sources, limit=1).data
    assert (len(first.items), first.more) == (1, True)
    assert [item.dispute_id for item in asked(sources, limit=9, cursor=first.next_cursor).data.items] == [
        ruled["default"],
    ]  # fmt: skip
    for more, error in (({"party": "me"}, InvalidInputError), ({"agent": "77"}, NotFoundError)):
        with pytest.raises(error):
            asked(sources, **more)


def test_a_record_made_on_chain_is_found_without_what_it_says(world, sources, ruled, catch_up):
    court, agent = ruled["court"], world.agents[0]
    record = record_id(agent.record(0, stream=0))
    number = court.open(agent, seq=0, record=record, stream=0)
    court.concede(number)
    catch_up()
    one = asked(sources).data.items[-1]
    assert (one.dispute_id, one.record_id, one.cause) == (number, record.hex(), "concession")
    assert (one.principal, one.approvals, one.permission.home) == (None, [], "chain")


def test_a_log_that_is_down_hides_no_responsibility(world, sources, ruled):
    told = asked(sources).data.items
    for log in world.logs.values():
        log.down = True
    assert asked(sources).data.items == told
