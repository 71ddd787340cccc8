"""The dashboard over a mirror of a small world in which everything has happened once."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from ledger.domain.dispute import DISMISSED, UPHELD
from ledger.store.mirror import Mirror
from ledger.web.app import create_pages
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.world import CHAIN_ID, REGISTRY, World

HOSTILE = '"><script>alert(1)</script>\u202e<img src=x onerror=alert(2)>javascript:alert(3)'


@pytest.fixture(scope="module")
def mirror(valkey_server):
    import redis  # noqa: PLC0415 as in the other fixtures

    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    found = Mirror.open(valkey_server, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture(scope="module")
def world():
    found = World()
    log = found.new_log()
    court = FakeCourt(found)
    court.found()
    agent = found.new_agent({0: bytes(32), 1: log})
    court.bond(agent, 10**18)
    found.logs[log].append(agent.segment(3), agent.segment(2, session="a/b c"))
    found.anchor(log)
    found.chain.mine(found.recorded(agent, agent.record(0, stream=0)))
    decided = court.open(agent)
    court.respond(decided)
    court.judge(decided, UPHELD, UPHELD, DISMISSED)
    court.finalize(decided)
    court.execute(decided)
    court.open(agent, seq=1, claimant="second")
    court.grant(agent)
    hostile, events = found.mint_events("owner 2", uri=HOSTILE)
    found.chain.mine(*events, *found.epoch_events(hostile, {1: log}))
    found.logs[log].append(hostile.segment(1, session=HOSTILE[:100], tool=HOSTILE[:100]))
    found.anchor(log)
    convicted = found.new_agent({1: log})
    found.chain.mine(found.deposit_event(convicted, 10**18))
    found.chain.mine(*found.fault_events(convicted))
    return found


@pytest.fixture(scope="module")
def sources(world, mirror):
    index(world, mirror)
    state(mirror, {0: row("firing"), 1: row(), 2: row("pending")})

    def emitted(tx):
        return [log for block in world.chain.chain for log in block.found if log.tx_hash == tx]

    return sources_of(world, mirror, emitted=emitted)


@pytest.fixture(scope="module")
def pages(sources):
    with TestClient(create_pages(sources), follow_redirects=False) as found:
        yield found
