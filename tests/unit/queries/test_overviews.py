"""Recidivists, the systemic view and human oversight, counted out of what the chain and the logs say."""

from __future__ import annotations

import pytest

from ledger.domain.dispute import FaultClass
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import outcomes
from ledger.queries.oversight import oversight
from ledger.queries.recidivists import recidivists
from ledger.queries.systemic import systemic
from tests.fakes.court import FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.world import account


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def judged(world, court, catch_up):
    """Agents 0 and 1 of one owner, 2 of another: two upheld against 0, one against 1, one dismissed; a verdict."""
    agents = [world.new_agent({}), world.new_agent({}), world.new_agent({}, owner="other")]
    for agent in agents:
        court.bond(agent, 10**18)
    for seq, (agent, votes, kind) in enumerate([
        (0, (1, 1, 1), FaultClass.HARM), (0, (1, 1, 1), FaultClass.DECEPTION), (1, (1, 1, 1), FaultClass.HARM),
        (2, (2, 2, 2), FaultClass.HARM),
    ]):  # fmt: skip
        number = court.open(agents[agent], seq=seq, fault_class=kind)
        court.respond(number)
        court.judge(number, *votes)
        court.finalize(number)
        court.execute(number)
    court.open(agents[2], seq=9)
    world.chain.mine(*world.fault_events(agents[0]))
    catch_up()
    return agents


def test_who_did_wrong_again_is_counted_by_agent_and_by_owner(judged, sources, mirror):
    state(mirror, {0: row("firing", probability=0.9)})
    (one,) = recidivists(sources).data.items
    assert (one.name, one.faults, one.agents, one.linked) == (str(sources.agent(0)), 3, [0], [1])
    assert one.by_kind == {"deception": 1, "equivocation": 1, "harm": 1}
    assert one.between > 0
    assert one.probability == 0.9
    assert int(one.slashed) > 0
    (owner,) = recidivists(sources, by="owner").data.items
    assert (owner.name, owner.faults, owner.agents) == (account("owner"), 4, [0, 1])
    assert recidivists(sources, least=4).data.items == []
    assert recidivists(sources, until=one.first - 1).data.items == []
    with pytest.raises(InvalidInputError):
        recidivists(sources, by="colour")


def test_the_systemic_view_counts_periods_and_who_answers_for_most(judged, sources):
    found = systemic(sources, days=3660).data
    assert sum(one.opened for one in found.periods) == 5
    assert (sum(one.upheld for one in found.periods), sum(one.dismissed for one in found.periods)) == (3, 1)
    assert found.periods[-1].default_rate_ppm == 0
    assert found.periods[-1].time_to_ruling > 0
    assert [(one.name, one.faults, one.share_ppm) for one in found.liable] == [(account("owner"), 3, 1_000_000)]
    assert all(len(reason) > 20 for reason in found.absent.values())
    block = sources.mirror.books().cursor.number
    assert systemic(sources, days=3660, as_of=block - 1).data != found
    with pytest.raises(InvalidInputError):
        systemic(sources, days=0)


def test_where_not_all_are_counted_the_newest_are(judged, world, sources, catch_up, monkeypatch):
    world.chain.mine(*world.fault_events(judged[2]))
    catch_up()
    monkeypatch.setattr(outcomes, "MOST", 1)
    found = systemic(sources, days=3660).data
    assert sum(one.opened for one in found.periods) == 1
    assert found.liable == []  # the newest dispute still runs
    (one,) = recidivists(sources, least=1).data.items
    assert (one.agents, one.faults) == ([2], 1)


def test_oversight_tells_acts_answers_and_what_was_not_carried_out(world, catch_up, sources):
    log = world.new_log()
    agent = world.new_agent({1: log})
    acts = [
        agent.segment(1, op="approval", call="a", ts=1_700_000_000_000),
        agent.segment(
            1, op="approval", call="a", ts=1_700_000_005_000, phase="outcome", outcome="success", principal="p1"
        ),
        agent.segment(1, op="execute_tool", call="b", ts=1_700_000_006_000, phase="outcome", outcome="denied"),
        agent.segment(1, op="stop", ts=1_700_000_007_000),
    ]
    world.logs[log].append(*acts)
    world.anchor(log)
    catch_up()
    found = oversight(sources, "0").data
    assert found.by_op == {"approval": 2, "stop": 1}
    assert found.answer_times == {"approval": 5.0}
    assert found.not_carried_out == {"denied": 1}
    assert (found.outcomes, found.with_principal, found.read, found.more) == (2, 1, 4, False)
    assert found.acts[1].principal == "p1"
    with pytest.raises(NotFoundError):
        oversight(sources, "7")
