"""A world in memory, its mirror in a real Valkey, and what questions are asked of."""

from __future__ import annotations

import pytest

from ledger.store.mirror import Mirror
from tests.fakes.asked import sources_of
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
