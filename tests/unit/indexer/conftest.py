"""A world in memory, and a mirror of it in a real Valkey (up in 0.1 s, loopback only)."""

from __future__ import annotations

import pytest

from ledger.store.mirror import Mirror
from tests.fakes.world import CHAIN_ID, REGISTRY, World


@pytest.fixture
def mirror(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def world():
    return World()


@pytest.fixture
def catch_up(world, mirror):
    """Index the world until nothing is left to do."""

    def run(depth: int = 8) -> None:
        job = world.job(mirror, finality_depth=depth)
        follower, logs = job.follower(), job.log_follower()
        while not follower.step().idle:
            pass
        while logs.step().entries:
            pass

    return run
