"""What an account owns or owned, and that no answer about one of its agents names another."""

from __future__ import annotations

import pytest

from ledger.errors import InvalidInputError
from ledger.indexer.rebuild import rebuild
from ledger.queries.owners import owned_agents
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import account

OWNER, BUYER = account("owner"), account("buyer")


def owned(sources, who=OWNER, **asked):
    return owned_agents(sources, who, **({"cursor": None, "limit": 9, "as_of": None} | asked))


def numbers(answer):
    return [item.agent_id for item in answer.data.items]


@pytest.fixture
def agents(world):
    return [world.new_agent({}), world.new_agent({}, "somebody"), world.new_agent({})]


def test_all_agents_of_an_owner_are_found_by_its_address(sources, agents, catch_up, world):
    world.chain.mine(world.deposit_event(agents[2], 7))
    world.chain.mine(*world.fault_events(agents[0]))
    catch_up()
    answer = owned(sources)
    assert numbers(answer) == numbers(owned(sources, OWNER.lower())) == [0, 2]
    first, second = answer.data.items
    assert (first.agent, first.owner_epoch, first.accepted, first.until) == (str(agents[0].ref), 0, True, None)
    assert (first.epochs, first.faults, first.life) == ([0], 1, "suspended")
    assert (second.faults, second.bond.active) == (0, "7")
    assert answer.completeness.complete
    assert numbers(owned(sources, BUYER)) == []


def test_who_owned_an_agent_before_is_told_with_until_when(sources, agents, catch_up, world):
    FakeOpinions(world).transfer(agents[0], "buyer")
    sold = world.chain.head().number
    FakeOpinions(world).transfer(agents[0], "owner")
    back = world.chain.head().number
    catch_up()
    times = [(i.agent_id, i.owner_epoch, i.since.block, i.until and i.until.block) for i in owned(sources).data.items]
    assert [(agent, epoch, until) for agent, epoch, _, until in times] == [(0, 0, sold), (2, 0, None), (0, 2, None)]
    assert times[2][2] == back
    (bought,) = owned(sources, BUYER).data.items
    assert (bought.owner_epoch, bought.accepted, bought.epochs) == (1, False, [])
    assert (bought.since.block, bought.until.block) == (sold, back)
    assert numbers(owned(sources, as_of=sold)) == [0, 2]
    assert owned(sources, BUYER, as_of=sold).data.items[0].until is None
    page = owned(sources, limit=2)
    assert (numbers(page), page.data.more) == ([0, 2], True)
    assert numbers(owned(sources, cursor=page.data.next_cursor)) == [0]


def test_a_fork_takes_a_sale_back_and_a_rebuild_says_the_same(sources, agents, catch_up, world, mirror):
    catch_up()
    FakeOpinions(world).transfer(agents[0], "buyer")
    catch_up()
    assert numbers(owned(sources, BUYER)) == [0]
    world.chain.fork(1)
    world.chain.mine(blocks=2)
    catch_up()
    assert numbers(owned(sources, BUYER)) == []
    assert rebuild(world.job(mirror), swap=False).equal


@pytest.mark.parametrize("text", ["owner", "0x12", OWNER[2:], OWNER + "00", ""])
def test_what_is_no_account_is_refused(sources, agents, catch_up, text):
    catch_up()
    with pytest.raises(InvalidInputError) as error:
        owned(sources, text)
    assert error.value.code == "bad_account"
