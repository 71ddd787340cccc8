"""A world in memory, its mirror in a real Valkey, and questions to it."""

from __future__ import annotations

import pytest

from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
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
def sources(world, mirror):
    return sources_of(world, mirror)


@pytest.fixture
def catch_up(world, mirror):
    def run(depth: int = 8) -> None:
        index(world, mirror, finality_depth=depth)

    return run
