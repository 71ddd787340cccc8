"""What feedback weighs: only what is backed, in its own unit, and never what an agent's own side says."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.queries.dimensions import dimensions
from ledger.queries.feedback import agent_feedback, all_feedback, one_feedback
from ledger.queries.feedback_summary import feedback_summary
from ledger.queries.ratings import all_ratings, ratings
from tests.fakes.opinions import STARRED, UPTIME, FakeOpinions
from tests.fakes.world import account


@pytest.fixture
def opinions(world):
    found = FakeOpinions(world)
    found.declare()
    return found


@pytest.fixture
def agent(world, opinions):
    return world.new_agent({})


def states(sources, agent, **more):
    page = agent_feedback(sources, str(agent.number), cursor=None, limit=50, as_of=None, **more).data
    return [(item.client, item.state, item.weighs) for item in page.items]


def test_unlinked_feedback_is_kept_and_weighs_nothing(sources, opinions, agent, catch_up):
    opinions.give(agent, "client", 99, valueDecimals=1)
    catch_up()
    item = one_feedback(sources, "0", account("client"), 1, as_of=None).data
    assert (item.value, item.state, item.weighs, item.link, item.own_side) == ("9.9", "unverified", False, None, None)
    summary = feedback_summary(sources, "0", as_of=None).data
    assert summary.dimensions == []
    assert (summary.counts.given, summary.counts.unverified, summary.counts.backed) == (1, 1, 0)


def test_a_link_makes_feedback_weigh_in_the_unit_of_its_dimension(sources, opinions, agent, catch_up):
    index = opinions.give(agent, "client", 80)
    action = opinions.link(agent, "client", index, 800)
    opinions.respond(agent, "client", index, agent.owner)
    catch_up()
    item = one_feedback(sources, "0", account("client"), index, as_of=None).data
    assert (item.state, item.weighs) == ("backed", True)
    assert (item.link.action, item.link.dimension, item.link.value) == (action.hex(), STARRED.hex(), "80.0")
    assert [(response.responder, response.own_side) for response in item.responses] == [(agent.owner, "owner")]


def test_every_relation_to_the_agent_is_marked_and_weighs_nothing(world, sources, opinions, agent, catch_up):
    world.chain.mine(*world.epoch_events(agent, {}))
    for client in ("owner", "wallet", "approved", "operator", "stranger", "resigned"):
        opinions.backed(agent, client)
    owner = agent.owner
    opinions.set_wallet(agent, "wallet")
    opinions.approve(agent, "approved")
    opinions.approve_for_all(owner, "operator")
    opinions.approve_for_all(owner, "resigned")
    opinions.approve_for_all(owner, "resigned", approved=False)
    catch_up()
    before = world.chain.head().number
    marked = {account(name): f"{name}" for name in ("owner", "wallet", "operator")} | {account("approved"): "operator"}

    def relations(as_of=None):
        page = agent_feedback(sources, "0", cursor=None, limit=50, as_of=as_of).data
        assert all((item.own_side is None) == item.weighs for item in page.items)
        return {item.client: item.own_side for item in page.items}

    assert relations() == {**marked, account("stranger"): None, account("resigned"): None}
    opinions.transfer(agent, "buyer")
    opinions.backed(agent, "buyer")
    catch_up()
    free = dict.fromkeys(map(account, ("wallet", "approved", "operator", "stranger", "resigned")))
    assert relations() == {**free, account("owner"): "past_owner", account("buyer"): "owner"}
    assert relations(before)[account("owner")] == "owner"
    assert feedback_summary(sources, "0", as_of=None).data.counts.own_side == 2


def test_a_session_key_is_of_the_own_side_for_ever(world, sources, opinions, agent, catch_up):
    world.chain.mine(*world.epoch_events(agent, {}))
    key = agent.key.address
    world.chain.mine(("KeyRing", "KeyRevoked", {"agentId": 0, "epoch": 0, "key": key}))
    world.chain.mine(
        ("ReputationRegistry", "NewFeedback", opinions.given(agent, "x", 1, 1)[2] | {"clientAddress": key})
    )
    catch_up()
    assert states(sources, agent) == [(key, "own_side", False)]


def test_what_was_taken_back_weighed_until_then(world, sources, opinions, agent, catch_up):
    index = opinions.backed(agent, "client")
    before = world.chain.head().number
    opinions.take_back(agent, "client", index)
    opinions.give(agent, "other")
    opinions.take_back(agent, "other", 1)
    catch_up()
    assert {state for _, state, _ in states(sources, agent)} == {"revoked"}
    assert feedback_summary(sources, "0", as_of=None).data.dimensions == []
    assert feedback_summary(sources, "0", as_of=None).data.counts.revoked == 2
    (then,) = feedback_summary(sources, "0", as_of=before).data.dimensions
    assert (then.count, then.mean) == (1, "80.00000")


def test_unlike_units_and_owners_are_never_averaged(sources, opinions, agent, catch_up):
    opinions.declare(UPTIME, name="uptime", unit="%", decimals=0, least=0, most=100)
    for client, value in (("a", 80), ("b", 81), ("c", 81)):
        opinions.backed(agent, client, value, named=client == "a")
    opinions.backed(agent, "a", 10, named=False)
    index = opinions.give(agent, "a", 99, tag1="uptime")
    opinions.link(agent, "a", index, 99, dimension=UPTIME)
    opinions.transfer(agent, "buyer")
    opinions.backed(agent, "a", 1, ownerEpoch=1)
    catch_up()
    found = feedback_summary(sources, "0", as_of=None).data.dimensions
    assert [(item.scale.name, item.scale.unit, item.owner_epoch, item.owner) for item in found] == [
        ("starred", "", 0, account("owner")),
        ("uptime", "%", 0, account("owner")),
        ("starred", "", 1, account("buyer")),
    ]
    first = found[0]
    assert (first.count, first.clients, first.named, first.total) == (4, 3, 1, "252.0")
    assert (first.mean, first.lowest, first.highest) == ("63.00000", "10.0", "81.0")
    assert (found[1].total, found[1].mean, found[2].count) == ("99", "99.0000", 1)


def test_a_mean_is_exact_where_floats_are_not(sources, opinions, agent, catch_up):
    most = 10**38
    opinions.declare(UPTIME, name="uptime", unit="", decimals=18, least=-most, most=most)
    for client, value in (("a", most), ("b", most - 1), ("c", most - 1)):
        opinions.link(agent, client, opinions.give(agent, client, 1, tag1="uptime"), value, dimension=UPTIME)
    catch_up()
    (found,) = feedback_summary(sources, "0", as_of=None).data.dimensions
    assert found.total == "299999999999999999999.999999999999999998"
    assert found.mean == "99999999999999999999.9999999999999999993333"


def test_lists_are_paged_filtered_and_of_one_client(sources, opinions, agent, world, catch_up):
    other = world.new_agent({})
    opinions.backed(agent, "a")
    opinions.give(agent, "b")
    opinions.give(other, "a")
    catch_up()
    assert [s for _, s, _ in states(sources, agent)] == ["backed", "unverified"]
    assert [c for c, _, _ in states(sources, agent, state="unverified")] == [account("b")]
    first = all_feedback(sources, cursor=None, limit=2, as_of=None).data
    assert first.more
    rest = all_feedback(sources, cursor=first.next_cursor, limit=2, as_of=None).data
    assert [(i.agent_id, i.client) for i in first.items + rest.items] == [
        (0, account("a")),
        (0, account("b")),
        (1, account("a")),
    ]
    assert not rest.more
    of_client = all_feedback(sources, client=account("a").lower(), cursor=None, limit=9, as_of=None).data
    assert [i.agent_id for i in of_client.items] == [0, 1]
    with pytest.raises(InvalidInputError, match="another list"):
        all_feedback(sources, client=account("a"), cursor=first.next_cursor, limit=2, as_of=None)


def test_a_page_that_a_fork_took_back_is_refused(world, sources, opinions, agent, catch_up):
    opinions.give(agent, "a")
    catch_up()
    first = all_feedback(sources, cursor=None, limit=1, as_of=None).data
    world.chain.fork(1)
    opinions.give(agent, "b")
    opinions.give(agent, "c")
    catch_up()
    with pytest.raises(ConflictError):
        all_feedback(sources, cursor=first.next_cursor, limit=1, as_of=None)


def test_what_is_not_there_is_said_to_be_so(world, sources, opinions, agent, catch_up):
    opinions.give(agent, "a")
    catch_up()
    for index in (0, -1, 2, 1 << 70):
        with pytest.raises(NotFoundError, match="gave no feedback"):
            one_feedback(sources, "0", account("a"), index, as_of=None)
    before = world.chain.head().number - 1
    with pytest.raises(NotFoundError):
        one_feedback(sources, "0", account("a"), 1, as_of=before)
    with pytest.raises(InvalidInputError, match="never 'burning'"):
        agent_feedback(sources, "0", state="burning", cursor=None, limit=1, as_of=None)
    for question in (feedback_summary, lambda s, n, as_of: agent_feedback(s, n, cursor=None, limit=1, as_of=as_of)):
        with pytest.raises(NotFoundError, match="no agent 7"):
            question(sources, "7", as_of=None)


def test_dimensions_are_listed_with_their_units(sources, opinions, agent, catch_up):
    opinions.declare(UPTIME, name="uptime", unit="%", decimals=2, lessIsBetter=True, least=-100, most=10_000)
    catch_up()
    found = dimensions(sources, cursor=None, limit=9, as_of=None).data.items
    assert [item.scale.dimension for item in found] == [STARRED.hex(), UPTIME.hex()]
    scale = found[1].scale
    assert (scale.unit, scale.least, scale.most, scale.less_is_better) == ("%", "-1.00", "100.00", True)


def test_ratings_come_in_chain_order_with_what_they_stand_on(sources, opinions, agent, world, catch_up):
    other = world.new_agent({})
    opinions.backed(agent, "a", 80, named=False)
    opinions.give(other, "b", -5, valueDecimals=1, tag1="speed", tag2="week")
    opinions.give(agent, "owner")
    catch_up()
    answer = all_ratings(sources, as_of=None)
    first, second, third = answer.data
    assert (first.rater, first.ratee, first.value, first.decimals) == (account("a"), 0, 800, 1)
    assert (first.scale.most, first.dimension, first.state) == ("100.0", STARRED.hex(), "backed")
    assert (first.action, first.named) == (keccak(b"0 a 1").hex(), False)
    assert (second.value, second.decimals, second.tag, second.context) == (-5, 1, "speed", "week")
    assert (second.scale, second.dimension, second.action, second.state) == (None, None, None, "unverified")
    assert (third.state, third.own_side) == ("own_side", "owner")
    assert first.block < second.block < third.block
    view = sources.mirror.view(sources.mirror.books())
    assert [rating.rater for rating in ratings(view, 0)] == [account("a"), account("owner")]
