"""How often each may call: one bucket for all processes, spent in handfuls."""

from __future__ import annotations

import pytest

from ledger.access.limits import Limits
from ledger.domain.roles import Caller
from ledger.errors import UnavailableError
from ledger.store.callers import CallerStore
from ledger.store.connection import Connection
from ledger.store.keys import Space

ONE, OTHER = Caller("10.0.0.1"), Caller("10.0.0.2")


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Buckets:
    """Buckets that never fill, and count how often they are asked."""

    def __init__(self, held):
        self.held = held
        self.asked = 0

    def take(self, name, *, burst, wanted, **_):
        self.asked += 1
        left = self.held.setdefault(name, burst)
        if not left:
            return -500
        taken = min(wanted, left)
        self.held[name] = left - taken
        return taken


class Broken:
    def take(self, _name, **_):
        raise UnavailableError("gone")


def wait(limits, caller):
    found = limits.spend(caller)
    return limits.fetch(caller) if found is None else found


@pytest.fixture
def clock():
    return Clock()


def test_five_seconds_worth_at_once_and_then_none(clock):
    limits = Limits(Buckets({}), 20, clock)
    assert [wait(limits, ONE) for _ in range(100)] == [0.0] * 100
    assert wait(limits, ONE) == 0.5
    assert wait(limits, OTHER) == 0.0


def test_redis_is_asked_once_a_handful_and_not_while_closed(clock):
    buckets = Buckets({})
    limits = Limits(buckets, 100, clock)
    for _ in range(500):
        wait(limits, ONE)
    assert buckets.asked == 50
    assert all(wait(limits, ONE) > 0 for _ in range(1000))
    assert buckets.asked == 51


def test_closed_until_the_bucket_has_something(clock):
    buckets = Buckets({ONE.name: 0})
    limits = Limits(buckets, 10, clock)
    assert wait(limits, ONE) == 0.5
    buckets.held[ONE.name] = 3
    assert wait(limits, ONE) == 0.5
    clock.now += 0.5
    assert wait(limits, ONE) == 0.0


def test_a_key_may_have_a_rate_of_its_own(clock):
    limits = Limits(Buckets({}), 1, clock)
    keyed = Caller("key:1", rate=100)
    assert sum(wait(limits, keyed) == 0.0 for _ in range(600)) == 500


def test_without_redis_each_process_counts_seconds(clock):
    limits = Limits(Broken(), 10, clock)
    assert sum(wait(limits, ONE) == 0.0 for _ in range(50)) == 10
    clock.now += 1.0
    assert sum(wait(limits, ONE) == 0.0 for _ in range(50)) == 10


def test_the_bucket_in_redis_holds_what_it_says(redis_url):
    connection = Connection(redis_url)
    store = CallerStore(connection, Space(31337, "0x" + "ab" * 20))
    taken = [store.take("a", rate=1, burst=5, wanted=3) for _ in range(3)]
    assert taken[:2] == [3, 2]
    assert -1000 <= taken[2] < 0
    assert store.take("b", rate=1, burst=5, wanted=9) == 5
    key = f"{Space(31337, '0x' + 'ab' * 20).world}a:allowance:a"
    assert 0 < connection.call("PTTL", key) <= 6000
    connection.close()
