"""Webhooks: each message once and in order, though sender and receiver are killed and the chain takes things back."""

from __future__ import annotations

import random
import threading

import pytest

from ledger.domain import webhook
from ledger.errors import ConflictError, ProofError
from ledger.push.delivery import FIRST_PAUSE_S, LONGEST_PAUSE_S, PAUSE_S, Delivery
from ledger.push.run import run
from ledger.queries.feed import BEGINNING, parse_topics
from tests.fakes.receiver import Receiver
from tests.fakes.subscriber import Subscriber

NOW = 1_800_000_000
URL = "https://example.org/hook"


@pytest.fixture
def subscribed(kept):
    return kept.add(URL, parse_topics(None), now=NOW, name="one", cursor=BEGINNING)


@pytest.fixture
def receiver(kept, subscribed):
    return Receiver(kept.secret("one"), NOW)


def delivery(sources, kept, subscribed, post, seed=0):
    return Delivery(sources, kept, subscribed, post, clock=lambda: NOW, dice=random.Random(seed))  # noqa: S311


def drained(found):
    """Send until nothing is left."""
    while found.step() != PAUSE_S:
        pass


def test_messages_come_in_order_with_their_numbers(court, agent, catch_up, sources, kept, subscribed, receiver):
    court.open(agent)
    catch_up()
    drained(delivery(sources, kept, subscribed, receiver.post))
    assert [message.event for message in receiver.kept.held] == ["opened", "notified", "uri"]
    assert (receiver.last, kept.state("one").number) == (3, 3)
    court.open(agent, seq=1)
    catch_up()
    drained(delivery(sources, kept, kept.get("one"), receiver.post))
    assert receiver.last == 6


@pytest.mark.parametrize("seed", range(3))
def test_each_once_and_in_order_though_both_sides_are_killed_and_the_chain_forks(
    world, court, agent, catch_up, sources, kept, subscribed, receiver, seed
):
    dice = receiver.dice = random.Random(seed)  # noqa: S311
    world.chain.mine(blocks=12)
    for number in range(14):
        if number % 4 == 3:
            world.chain.fork(dice.randint(1, 4))
            court.forked()
            world.chain.mine(blocks=4)
        court.open(agent, seq=number)
        catch_up()
        found = delivery(sources, kept, kept.get("one"), receiver.post, seed)
        for _ in range(dice.randint(0, 6)):
            found.step()
            if dice.random() < 0.3:  # the sender is killed: only its folder is left
                found = delivery(sources, kept, kept.get("one"), receiver.post, seed)
    receiver.dice = None
    drained(delivery(sources, kept, kept.get("one"), receiver.post))
    fresh = Subscriber()
    fresh.listen(sources)
    assert receiver.kept.facts() == fresh.facts()
    assert receiver.kept.retractions
    assert receiver.kept.heard == receiver.last


def test_what_is_not_taken_is_sent_again_later_and_later_and_nothing_overtakes_it(
    court, agent, catch_up, sources, kept, subscribed
):
    court.open(agent)
    catch_up()
    names = []

    def refuses(_url, _body, headers):
        names.append(headers[webhook.ID])
        return 503

    found = delivery(sources, kept, subscribed, refuses)
    pauses = [found.step() for _ in range(12)]
    assert set(names) == {"one.1"}
    assert pauses[0] <= FIRST_PAUSE_S
    assert LONGEST_PAUSE_S / 2 <= pauses[-1] <= LONGEST_PAUSE_S
    state = kept.state("one")
    assert (state.attempts, state.failing_since, state.number) == (12, NOW, 0)
    assert "503" in state.reason


def test_who_says_gone_is_sent_nothing_more(court, agent, catch_up, sources, kept, subscribed):
    court.open(agent)
    catch_up()
    calls = []
    found = delivery(sources, kept, subscribed, lambda *sent: calls.append(sent) or 410)
    for _ in range(3):
        found.step()
    assert len(calls) == 1
    assert kept.state("one").gone


def test_signatures_hold_for_what_was_sent_just_now_and_nothing_else(kept, subscribed):
    secret, body = kept.secret("one"), b'{"number":1}'
    sent = webhook.headers(secret, "one.1", body, now=NOW)
    assert webhook.check(secret, sent, body, now=NOW) == "one.1"
    rotated = {**sent, webhook.SIGNATURE: f"v1,AAAA {sent[webhook.SIGNATURE]}"}
    assert webhook.check(secret, rotated, body, now=NOW) == "one.1"
    for wrong in (
        (bytes(32), sent, body, NOW),
        (secret, sent, body + b" ", NOW),
        (secret, {**sent, webhook.ID: "one.2"}, body, NOW),
        (secret, sent, body, NOW + webhook.TOLERANCE_S + 1),
        (secret, {}, body, NOW),
    ):
        with pytest.raises(ProofError):
            webhook.check(*wrong[:3], now=wrong[3])


def test_secrets_lie_in_private_files_and_never_in_what_is_kept_of_a_subscription(kept, subscribed):
    secret = kept.secret("one").hex()
    assert kept.secret_file("one").stat().st_mode & 0o077 == 0
    for path in kept.folder.iterdir():
        assert path.suffix == ".secret" or secret not in path.read_text()
    kept.remove("one")
    assert not [path for path in kept.folder.iterdir() if path.name.startswith("one.")]


def test_one_process_serves_all_and_ends_when_told(court, agent, catch_up, sources, kept, subscribed, receiver):
    court.open(agent)
    catch_up()
    stop, heard = threading.Event(), threading.Event()

    def post(url, body, headers):
        found = receiver.post(url, body, headers)
        if receiver.last == 3:
            heard.set()
        return found

    def serve():
        run(sources, kept, post, stop, clock=lambda: NOW)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert heard.wait(30)
    with pytest.raises(ConflictError):
        run(sources, kept, post, threading.Event())
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
