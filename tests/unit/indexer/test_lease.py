"""One indexer leads, others wait; one that was overtaken writes nothing, whatever it believes."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from ledger.errors import UnavailableError
from ledger.indexer.lease import Lease
from ledger.indexer.metrics import Metrics
from ledger.indexer.run import run
from ledger.store.mirror import LEASE_LOST, Mirror
from tests.fakes.world import CHAIN_ID, REGISTRY

LONG_S = 20.0


def until(condition):
    limit = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


def reached(mirror, number):
    seen = mirror.look()
    return seen is not None and seen.cursor.number == number


@pytest.fixture
def other(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@contextmanager
def running(world, mirror, metrics=None):
    """Run an indexer in a thread; end it as a process is told to. Yields its numbers."""
    stop, raised, metrics = threading.Event(), [], metrics or Metrics(mirror, lambda: world.now)

    def target():
        try:
            run(replace(world.job(mirror, finality_depth=4), poll_s=0.01), stop, metrics)
        except Exception as error:  # noqa: BLE001 - looked at below
            raised.append(error)

    thread = threading.Thread(target=target)
    thread.start()
    try:
        yield metrics
    finally:
        stop.set()
        thread.join(LONG_S)
    assert not thread.is_alive()
    assert raised == []


def test_the_lease_goes_on_when_it_lapses_or_is_given_back_and_its_token_with_it(mirror, other):
    first, second = Lease(mirror, seconds=0.3), Lease(other, seconds=LONG_S)
    assert (first.held(), second.held()) == (True, False)
    until(second_holds := Lease(other, seconds=LONG_S).held)
    assert not Lease(mirror, seconds=0.3).held()
    assert second_holds()
    lease = mirror.space.prefix(0) + "b:lease"
    assert mirror.connection.call("HGET", lease, "token") == b"2"
    first.release()  # it has none any more: that of another stays
    assert not Lease(mirror).held()


def test_a_lease_that_was_given_back_is_taken_at_once(mirror, other):
    first, second = Lease(mirror, seconds=LONG_S), Lease(other, seconds=LONG_S)
    assert (first.held(), second.held()) == (True, False)
    first.release()
    assert Lease(other, seconds=LONG_S).held()


def test_whoever_was_overtaken_is_refused_every_write(world, mirror, other):
    world.chain.mine(blocks=3)
    stale = world.job(mirror).follower()
    assert mirror.lease("stale", 0.05)
    assert stale.step().did == "began"
    until(lambda: other.lease("other", LONG_S))
    before = mirror.connection.call("HGETALL", mirror.space.prefix(0) + "b:meta")
    with pytest.raises(UnavailableError) as refused:
        stale.step()
    assert refused.value.code == LEASE_LOST
    books = mirror.books()
    for write in (
        lambda: mirror.saw(9, now=9.0),
        lambda: mirror.rollback(books, books.cursor),
        lambda: mirror.begin(books.cursor, instance="again", now=9.0),
    ):
        with pytest.raises(UnavailableError, match="another indexer leads"):
            write()
    assert mirror.connection.call("HGETALL", mirror.space.prefix(0) + "b:meta") == before
    leader = world.job(other).follower()
    while not leader.step().idle:
        pass
    assert reached(other, 3)


def test_of_two_one_works_and_the_other_takes_over(world, mirror, other):
    def leads(metrics):
        return "ombud_indexer_leads 1" in metrics.text().splitlines()

    def token():
        return int(mirror.connection.call("HGET", mirror.space.prefix(0) + "b:lease", "token"))

    world.chain.mine(blocks=3)
    with ExitStack() as first:
        ours, theirs = first.enter_context(running(world, mirror)), Metrics(other, lambda: world.now)
        until(lambda: reached(mirror, 3))
        with running(world, other, theirs):
            world.chain.mine(blocks=3)
            until(lambda: reached(mirror, 6))
            assert (token(), leads(ours), leads(theirs)) == (1, True, False)
            first.close()
            world.chain.mine(blocks=3)
            until(lambda: reached(mirror, 9))
            assert (token(), leads(theirs)) == (2, True)


def test_both_go_on_after_a_flush(world, mirror, other):
    with running(world, other), running(world, mirror):
        world.chain.mine(blocks=3)
        until(lambda: reached(mirror, 3))
        mirror.connection.call("FLUSHALL")
        world.chain.mine(blocks=1)
        until(lambda: reached(mirror, 4))
