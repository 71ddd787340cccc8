"""The feed: whoever follows it has each message once, in order, whatever it lost in crashes and the chain in forks."""

from __future__ import annotations

import random

import pytest

from ledger.errors import InvalidInputError, StaleMirrorError
from ledger.indexer.rebuild import rebuild
from ledger.queries.feed import feed
from ledger.queries.feed_deadlines import NEAR_S
from ledger.queries.feed_messages import TOPICS
from ledger.store.mirror import Mirror
from tests.fakes.court import FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.subscriber import Subscriber
from tests.fakes.world import CHAIN_ID, REGISTRY

ETHER = 10**18
FIRST = 12
"""Block from which on random histories may fork."""


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court):
    found = world.new_agent({})
    court.bond(found, ETHER)
    return found


def keys_of(page):
    return [(item.message.topic, item.message.event, item.message.block) for item in page.data.items]


def fork(world, court, depth):
    world.chain.fork(depth)
    court.forked()


def test_facts_come_in_chain_order_with_their_places_and_in_words(world, court, agent, sources, catch_up):
    court.open(agent)
    world.chain.mine(*world.fault_events(agent))
    catch_up()
    page = feed(sources, cursor="start").data
    told = [item.message for item in page.items]
    assert [message.event for message in told] == ["opened", "notified", "uri", "sentenced", "proved"]
    assert [(m.block, m.log_index) for m in told] == sorted((m.block, m.log_index) for m in told)
    assert told[0].data["fault_class"] == "harm"
    assert told[0].says.startswith("dispute 1: ")
    assert told[4].says.startswith("equivocation by agent 0 is proved")
    assert not page.more


def test_who_begins_without_a_cursor_hears_only_what_comes_then(court, agent, sources, catch_up):
    court.open(agent)
    catch_up()
    page = feed(sources).data
    assert page.items == []
    court.open(agent, seq=1)
    catch_up()
    after = feed(sources, cursor=page.next_cursor).data
    assert {item.message.data["dispute_id"] for item in after.items} == {2}


def test_topics_are_chosen_and_stay_with_the_cursor(world, court, agent, sources, catch_up):
    court.open(agent)
    world.chain.mine(*world.fault_events(agent))
    catch_up()
    page = feed(sources, topics="verdict", cursor="start").data
    assert [item.message.topic for item in page.items] == ["verdict"]
    with pytest.raises(InvalidInputError, match="verdict"):
        feed(sources, topics="dispute", cursor=page.next_cursor)
    with pytest.raises(InvalidInputError, match="unknown"):
        feed(sources, topics="gossip")
    with pytest.raises(InvalidInputError):
        feed(sources, cursor="AAAA")


def test_a_deadline_is_told_once_when_it_comes_near_and_once_when_it_is_over(world, court, agent, sources, catch_up):
    number = court.open(agent)
    catch_up()
    subscriber = Subscriber(topics="deadline")
    subscriber.listen(sources)
    due = court.now.trials[number].dispute.due
    told = [message.event for message in subscriber.held]
    assert told == (["near"] if due - NEAR_S <= world.chain.time else [])
    for seconds in (due - NEAR_S - 10 - world.chain.time, 20, NEAR_S, 100):
        world.chain.mine(seconds=max(12, seconds))
        catch_up()
        subscriber.listen(sources)
    assert [message.event for message in subscriber.held] == ["near", "over"]
    assert subscriber.held[0].data["deadline"]["act"] == "respond"


def test_challenges_have_deadlines_too(world, agent, sources, catch_up):
    told = {"id": b"\x07" * 32, "kind": 4, "subject": agent.ref.key, "challenger": agent.owner, "about": bytes(32)}
    answer_by = world.chain.time + 3600
    world.chain.mine(("Challenges", "ChallengeOpened", told | {"answerBy": answer_by}))
    catch_up()
    subscriber = Subscriber(topics="challenge,deadline")
    subscriber.listen(sources)
    world.chain.mine(seconds=4000)
    catch_up()
    subscriber.listen(sources)
    subscriber.listen(sources)
    assert [(message.topic, message.event) for message in subscriber.held] == [
        ("challenge", "opened"), ("deadline", "near"), ("deadline", "over"),
    ]  # fmt: skip


def test_what_a_fork_takes_back_is_told_newest_block_first_and_then_what_stands(world, court, agent, sources, catch_up):
    court.open(agent)
    court.open(agent, seq=1)
    catch_up()
    subscriber = Subscriber()
    subscriber.listen(sources)
    fork(world, court, 2)
    world.chain.mine()
    court.open(agent, seq=5)
    world.chain.mine(blocks=2)
    catch_up()
    page = feed(sources, cursor=subscriber.cursor).data
    first = [item.message for item in page.items]
    taken = [message.data["block"] for message in first if message.topic == "retraction"]
    assert taken == sorted(taken, reverse=True)
    assert len(taken) == 2
    assert all(message.topic == "retraction" for message in first[:2])
    subscriber.listen(sources)
    fresh = Subscriber()
    fresh.listen(sources)
    assert subscriber.facts() == fresh.facts()


def test_a_fork_that_moves_a_fact_before_where_someone_began_does_not_hide_it(world, court, agent, sources, catch_up):
    world.chain.mine(blocks=3)
    catch_up()
    subscriber = Subscriber(cursor=None)
    subscriber.listen(sources)
    fork(world, court, 3)
    court.open(agent)
    world.chain.mine(blocks=6)
    catch_up()
    subscriber.listen(sources)
    assert [message.data["dispute_id"] for message in subscriber.held if message.topic == "dispute"] == [1, 1, 1]


def test_alerts_are_told_when_they_change_and_once(world, court, agent, mirror, sources, catch_up):
    world.chain.mine(blocks=4)
    catch_up()
    subscriber = Subscriber(topics="alert")
    state(mirror, {0: row("firing")})
    subscriber.listen(sources)
    subscriber.listen(sources)
    assert [message.event for message in subscriber.held] == ["firing"]
    assert subscriber.held[0].data["reasons"][0]["records"]
    world.chain.mine()
    catch_up()
    state(mirror, {0: row("firing")})  # since the same block as before: nothing changed
    subscriber.listen(sources)
    assert len(subscriber.held) == 1


def test_a_mirror_that_is_behind_takes_nothing_back(world, court, agent, sources, mirror, catch_up):
    court.open(agent)
    catch_up()
    subscriber = Subscriber()
    subscriber.listen(sources)
    before, cursor = list(subscriber.held), subscriber.cursor
    mirror.drop(mirror.live_generation())
    with pytest.raises(StaleMirrorError):
        subscriber.listen(sources)
    follower = world.job(mirror, finality_depth=8).follower(until=2)
    while not follower.step().idle:
        pass
    subscriber.listen(sources)
    assert (subscriber.held, subscriber.cursor) == (before, cursor)
    catch_up()
    subscriber.listen(sources)
    assert subscriber.held == before


def test_a_rebuilt_mirror_has_the_same_feed(world, court, agent, sources, mirror, catch_up):
    court.open(agent)
    catch_up()
    before = feed(sources, cursor="start").data
    assert rebuild(world.job(mirror), swap=True).equal
    assert keys_of(feed(sources, cursor="start")) == [
        (i.message.topic, i.message.event, i.message.block) for i in before.items
    ]
    assert feed(sources, cursor=before.next_cursor).data.items == []


def history(world, court, agents, dice, peak):
    """Do one random thing before the court, or let the chain fork, never below what was final at its highest."""
    running = [number for number, trial in court.now.trials.items() if trial.dispute.state.name == "OPEN"]
    height = len(world.chain.chain) - 1
    act = dice.randrange(7)
    if act == 0:
        depth = min(dice.randint(1, 6), height - max(peak, height) + 7, height - FIRST)
        if depth > 0:
            fork(world, court, depth)
    elif act == 1 and running:
        court.add_evidence(dice.choice(running), evidence=dice.randbytes(4))
    elif act == 2 and running:
        court.respond(dice.choice(running))
    elif act == 3 and running:
        court.default(dice.choice(running))
    elif act == 4:
        world.chain.mine(blocks=dice.randint(1, 3), seconds=dice.choice([12, 3600, 90_000]))
    else:
        court.open(dice.choice(agents), seq=len(court.now.trials), policy=dice.randint(1, 2))


@pytest.mark.parametrize("seed", range(4))
def test_each_once_and_in_order_through_crashes_and_forks(world, court, redis_url, sources, seed):
    dice = random.Random(seed)  # noqa: S311 - repeatable
    agents = [world.new_agent({}), world.new_agent({}, owner="other")]
    for agent in agents:
        court.bond(agent, ETHER)
    world.chain.mine(blocks=FIRST)
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    job = world.job(mirror)
    follower = job.follower()
    subscribers = [Subscriber(topics=topics) for topics in (None, "dispute,deadline", "verdict")]
    subscribers.append(Subscriber())
    peak = 0
    for _ in range(40):
        history(world, court, agents, dice, peak)
        peak = max(peak, len(world.chain.chain) - 1)
        for _ in range(dice.randint(0, 4)):
            follower.step()
        if mirror.look() is not None:
            for subscriber in subscribers[:3]:
                if dice.random() < 0.6 and mirror.books().lag < 8:
                    subscriber.listen(sources, dice)
    while not follower.step().idle:
        pass
    fresh = Subscriber()
    fresh.listen(sources)
    assert fresh.retractions == 0
    for subscriber in subscribers:
        subscriber.listen(sources, dice)
    for subscriber in (subscribers[0], subscribers[3]):
        assert subscriber.facts() == fresh.facts()
        assert subscriber.all_of("deadline") >= {key for key in fresh.all_of("deadline") if key.endswith("/over")}
    assert subscribers[1].facts() == fresh.facts()
    assert set(TOPICS) >= {message.topic for message in fresh.held}
    mirror.close()
