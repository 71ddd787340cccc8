"""The indexer's numbers are those of the mirror and of its own steps; it is healthy while it follows the chain."""

from __future__ import annotations

import httpx
import pytest

from ledger.errors import UnavailableError
from ledger.indexer.follower import Step
from ledger.indexer.metrics import Metrics, served


@pytest.fixture
def shown(world, mirror):
    metrics = Metrics(mirror, lambda: world.now)
    with served(metrics, "127.0.0.1", 0) as port:
        yield metrics, lambda path: httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False)


def test_numbers_of_steps_and_of_the_mirror_are_shown(world, catch_up, shown):
    metrics, get = shown
    world.new_agent({})
    world.chain.mine(blocks=10)
    catch_up()
    metrics.stepped(Step("applied", 3, 7, 12))
    metrics.stepped(Step("nothing"))
    metrics.failed(UnavailableError("gone", code="node_unavailable"))
    lines = get("/metrics").text.splitlines()
    assert 'ombud_indexer_steps_total{did="applied"} 1' in lines
    assert {"ombud_indexer_events_total 12", "ombud_indexer_blocks_total 5"} <= set(lines)
    assert 'ombud_indexer_failures_total{code="node_unavailable"} 1' in lines
    assert {"ombud_mirror_up 1", "ombud_mirror_block 11", "ombud_mirror_lag_blocks 0"} <= set(lines)


def test_lag_is_shown_in_blocks_and_in_seconds(world, mirror, catch_up, shown):
    _, get = shown
    world.chain.mine(blocks=3)
    catch_up()
    world.now = world.chain.time + 7.5
    mirror.saw(world.chain.head().number + 4, now=world.now)
    lines = get("/metrics").text.splitlines()
    assert {"ombud_mirror_lag_blocks 4", "ombud_mirror_lag_seconds 7.500"} <= set(lines)


def test_health_says_why_the_mirror_does_not_follow(world, mirror, catch_up, shown):
    _, get = shown
    assert get("/healthz").status_code == 503
    catch_up()
    assert (get("/healthz").status_code, get("/healthz").text) == (200, "ok\n")
    mirror.saw(1000, now=world.now)
    assert "1000 blocks behind" in get("/healthz").text
    world.now += 60
    assert (get("/healthz").status_code, get("/healthz").text) == (503, "the chain was looked at 60 s ago\n")
    mirror.connection.call("FLUSHALL")
    assert "empty" in get("/healthz").text
    assert "ombud_mirror_up 0" in get("/metrics").text.splitlines()
    assert get("/other").status_code == 404
