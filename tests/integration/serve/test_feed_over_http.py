"""The feed over HTTP: a consumer that is cut off at any point and comes back has each message once, in order."""

from __future__ import annotations

import json
import random
import threading
import time

import httpx
import msgspec
import pytest
import uvicorn

from ledger.api.app import create_app
from ledger.loopback import free_port
from ledger.queries.feed_messages import Message
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.subscriber import Subscriber
from tests.fakes.world import CHAIN_ID, REGISTRY, World

pytestmark = pytest.mark.integration
PATIENCE_S = 30


@pytest.fixture
def served(redis_url):
    """A world with a court, its sources, and a real server."""
    world, mirror = World(), Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    court = FakeCourt(world)
    court.found()
    agent = world.new_agent({})
    court.bond(agent, 10**18)
    world.chain.mine(blocks=10)
    index(world, mirror)
    sources = sources_of(world, mirror)
    config = uvicorn.Config(
        create_app(sources), host="127.0.0.1", port=free_port(), log_level="error", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    limit = time.monotonic() + PATIENCE_S
    while not server.started:
        assert time.monotonic() < limit
        time.sleep(0.02)
    yield world, court, agent, mirror, sources, f"http://127.0.0.1:{config.port}/v1/feed/stream"
    server.should_exit = True
    thread.join(PATIENCE_S)
    mirror.close()
    assert not thread.is_alive(), "open streams must not keep a server from ending"


def events(lines):
    """Yield the events of a stream."""
    event = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            event[name] = value
        elif event:
            yield event
            event = {}


def listen(url, consumer, most, until):
    """Read up to so many events, or until one of that key; keep each with its place, and cut the connection."""
    headers = {} if consumer.cursor is None else {"last-event-id": consumer.cursor}
    with httpx.Client(timeout=PATIENCE_S) as client, client.stream("GET", url, headers=headers) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        for number, event in enumerate(events(reply.iter_lines()), 1):
            if event.get("event") not in (None, "hello"):
                consumer.cursor = event["id"]
                consumer.keep(msgspec.convert(json.loads(event["data"]), Message))
            elif "id" in event:
                consumer.cursor = event["id"]
            if number >= most or (consumer.held and consumer.held[-1].key == until):
                return


def test_each_once_and_in_order_over_cut_connections_and_forks(served):
    world, court, agent, mirror, sources, url = served
    dice, consumer = random.Random(7), Subscriber(cursor=None)  # noqa: S311
    listen(url, consumer, 1, None)
    for number in range(8):
        if number % 3 == 2:
            world.chain.fork(dice.randint(1, 3))
            court.forked()
            world.chain.mine(blocks=3)
        court.open(agent, seq=number)
        index(world, mirror)
        listen(url, consumer, dice.randint(1, 4), None)
    fresh = Subscriber()
    fresh.listen(sources)
    listen(url, consumer, 1000, fresh.held[-1].key)
    assert consumer.facts() == fresh.facts()
    assert consumer.retractions
