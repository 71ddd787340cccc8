"""What the systemic view says beside its periods: what faults name, what covers them, how well they were foreseen."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.record import record_id
from ledger.queries import bond_cover, named_faults
from ledger.queries.systemic import systemic
from tests.fakes.court import FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.world import account
from tests.unit.queries.test_rooms import Rooms

CLOSING = 76 * 86_400


@pytest.fixture
def world_of_faults(world, mirror, catch_up):
    """Two agents on a model of one name, one on none; upheld against two, a verdict against one, one running."""
    court, log = FakeCourt(world), world.new_log("one")
    court.found()
    agents = [world.new_agent({1: log}, owner=name) for name in ("a", "b", "c")]
    for agent in agents[:2]:
        court.bond(agent, 10**18)
    records = []
    for agent, more in zip(
        agents, ({"model": "m", "tool": "pay"}, {"model": "m", "agent_version": "2"}, {}), strict=True
    ):
        data = [agent.record(0, **more), agent.record(1, **more)]
        segment = agent.sign(data, 0, ZERO32)
        world.logs[log].append(segment)
        records.append([record_id(one) for one in data])
    world.anchor(log)
    catch_up()
    state(mirror, {0: row("firing"), 1: row("resolved"), 2: row()})
    for number, seq, known in ((0, 0, True), (1, 0, True), (1, 5, False)):
        record = records[number][seq] if known else keccak(b"never logged")
        dispute = court.open(agents[number], seq=seq, record=record)
        court.respond(dispute)
        court.judge(dispute, 1, 1, 1)
        court.finalize(dispute)
        court.execute(dispute)
    world.chain.mine(*world.fault_events(agents[0]))
    court.open(agents[0], seq=1, record=records[0][1])
    court.open(agents[2], seq=1, record=records[2][1])
    catch_up()
    return agents


def test_faults_are_counted_by_what_their_records_name(sources, world_of_faults):
    found = systemic(sources, days=3660).data.named
    assert (found.looked_at, found.unknown) == (4, 1)
    assert found.by_model == {"m": 3}
    assert (found.by_tool, found.by_version) == ({"pay": 2}, {"2": 1})  # the verdict is about the record of the tool
    assert found.by_log_operator == {account("one"): 3}


def test_bonds_are_held_against_what_running_disputes_ask(sources, world_of_faults, monkeypatch):
    found = systemic(sources, days=3660).data.bonds
    assert (found.agents, found.bonded, found.running, found.uncovered) == (3, 2, 2, 1)
    assert int(found.active) > int(found.locked) > int(found.asked) > 0
    assert not found.more
    monkeypatch.setattr(bond_cover, "MOST_AGENTS", 1)
    assert systemic(sources, days=3660).data.bonds.more


def test_alerts_are_held_against_what_followed(sources, world_of_faults):
    found = systemic(sources, days=3660).data.forecasts
    assert (found.alerts.fired, found.alerts.held_after, found.alerts.firing) == (2, 2, 1)
    assert (found.forecasters, found.bins, found.more) == ([], [], False)


def test_forecasters_are_scored_over_their_final_rounds(world, sources, catch_up):
    world.new_agent({})
    rooms = Rooms(world)
    rooms.commit(1, world.chain.time + 60)
    rooms.reveal(1, 0, 900_000, 810_000_000_000, 1)
    rooms.reveal(1, 1, 100_000, 820_000_000_000, 2)
    rooms.outcome(1, 20_000_000_000, 1)
    rooms.commit(2, world.chain.time + 10 * CLOSING)
    world.chain.mine(seconds=CLOSING)
    catch_up()
    found = systemic(sources, days=3660).data.forecasts
    (score,) = found.forecasters
    assert (score.forecaster, score.rounds, score.running) == (account("seer"), 1, 1)
    assert (score.brier, score.revealed, score.upheld) == (10_000, 2, 1)
    assert score.skill == 1_000_000 - 10_000 * 1_000_000 // 250_000
    assert [(one.low, one.count, one.stated_ppm, one.came_true_ppm) for one in found.bins] == [
        (100_000, 1, 100_000, 0), (900_000, 1, 900_000, 1_000_000),
    ]  # fmt: skip
    assert found.alerts is None


def test_the_credibility_root_that_stands_names_the_clusters(world, sources, catch_up):
    catch_up()
    assert systemic(sources, days=3660).data.clusters is None
    told = {"epoch": 1, "root": keccak(b"r")}
    more = {"proposer": account("p"), "assertion": keccak(b"a"), "clusters": keccak(b"c"), "size": 4, "asOfBlock": 1}
    world.chain.mine(("CredibilityRoots", "RootProposed", told | more | {"formula": keccak(b"f"), "uri": "ipfs://r"}))
    world.chain.mine(("CredibilityRoots", "RootAccepted", told))
    catch_up()
    found = systemic(sources, days=3660).data.clusters
    assert (found.epoch, found.clusters, found.uri) == (1, keccak(b"c").hex(), "ipfs://r")


def test_only_the_newest_faults_are_looked_at_closer(sources, world_of_faults, monkeypatch):
    monkeypatch.setattr(named_faults, "MOST_FAULTS", 1)
    assert systemic(sources, days=3660).data.named.looked_at == 1
