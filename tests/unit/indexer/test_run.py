"""The process goes on through outages and ends loudly where going on would be wrong."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from ledger.errors import ConflictError
from ledger.indexer.run import run
from ledger.store.mirror import Mirror


@pytest.fixture
def started(world, mirror):
    """Run an indexer in a thread; yields what it raised, in a list."""
    stop, raised = threading.Event(), []
    job = replace(world.job(mirror, finality_depth=4), poll_s=0.01)

    def target() -> None:
        try:
            run(job, stop)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            raised.append(error)

    thread = threading.Thread(target=target)
    thread.start()
    yield raised
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def until(condition, seconds: float = 10) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


def reached(mirror: Mirror, number: int) -> bool:
    seen = mirror.look()
    return seen is not None and seen.cursor.number == number


def test_goes_on_after_an_outage_of_the_node(world, mirror, started):
    world.chain.mine(blocks=3)
    until(lambda: reached(mirror, 3))
    world.chain.down = True
    time.sleep(0.05)
    world.chain.mine(blocks=2)
    world.chain.down = False
    until(lambda: reached(mirror, 5))
    assert started == []


def test_begins_anew_after_a_flush(world, mirror, started):
    world.chain.mine(blocks=3)
    until(lambda: reached(mirror, 3))
    before = mirror.books().instance
    mirror.connection.call("FLUSHALL")
    until(lambda: reached(mirror, 3))
    assert mirror.books().instance != before
    assert started == []


def test_ends_at_a_fork_below_finality(world, mirror, started):
    world.chain.mine(blocks=20)
    until(lambda: reached(mirror, 20))
    world.chain.fork(10)
    world.chain.mine(blocks=12)
    until(lambda: started)
    assert isinstance(started[0], ConflictError)


def test_ends_when_the_logs_thread_breaks(world, mirror, started, monkeypatch):
    def broken(_log, _url):
        message = "a defect"
        raise RuntimeError(message)

    log = world.new_log()
    agent = world.new_agent({1: log})
    monkeypatch.setattr(world.logs[log], "entries", broken)
    world.logs[log].append(agent.segment())
    world.anchor(log)
    until(lambda: started)
    assert isinstance(started[0], RuntimeError)
