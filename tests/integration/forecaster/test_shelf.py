"""Records kept between looks: what is read is what a reader that knows nothing reads, and no record is read twice."""

from __future__ import annotations

import pytest

from forecaster.reader import Reader
from forecaster.shelf import Shelf
from ledger.queries import records
from tests.fakes.acting import act

pytestmark = pytest.mark.integration


@pytest.fixture
def looked(sources, monkeypatch):
    """Looks with one shelf; each returns what was read, after seeing that it is what a fresh reader reads."""
    shelf, real, asked = Shelf(), records.agent_records, []

    def counting(*args, **more):
        answer = real(*args, **more)
        asked.extend(answer.data.items)
        return answer

    def look(as_of=None):
        monkeypatch.setattr(records, "agent_records", counting)
        asked.clear()
        found = list(Reader(sources, as_of, shelf=shelf).everyone())
        number = len(asked)
        assert found == list(Reader(sources, as_of).everyone())
        return number

    return look


def test_only_records_that_came_since_are_read(world, catch_up, looked):
    log = next(iter(world.logs))
    catch_up()
    assert looked() == sum(agent.heads.get(1, (0,))[0] for agent in world.agents)
    assert looked() == 0
    act(world, log, world.agents[0], 2)
    catch_up()
    assert looked() == 4
    world.chain.mine(blocks=3)
    world.chain.mine(world.recorded(world.agents[3], world.agents[3].record(0, stream=0)))
    catch_up()
    assert looked() == 1


def test_a_look_back_reads_from_the_first_record_and_so_does_the_next(world, catch_up, looked):
    catch_up()
    every = looked()
    assert 0 < looked(world.chain.head().number - 2) <= every
    assert looked() <= every


def test_records_that_a_fork_took_back_are_forgotten(world, catch_up, looked):
    catch_up()
    every = looked()
    world.chain.fork(2)
    world.chain.mine(blocks=4)
    catch_up()
    assert 0 < looked() <= every
    assert looked() == 0


def test_records_of_a_log_that_waited_take_their_place(world, catch_up, looked):
    name = next(iter(world.logs))
    log = world.logs[name]
    catch_up()
    looked()
    log.down = True
    act(world, name, world.agents[0], 2)
    catch_up()
    assert looked() == 0
    log.down = False
    world.now += 10_000
    world.chain.mine()
    catch_up()
    assert looked() >= 4
    assert looked() == 0
