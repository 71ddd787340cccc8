"""A court, its mirror, and a folder of subscriptions."""

from __future__ import annotations

import pytest

from ledger.push.subscriptions import Subscriptions
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
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
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court):
    found = world.new_agent({})
    court.bond(found, 10**18)
    return found


@pytest.fixture
def catch_up(world, mirror):
    return lambda: index(world, mirror)


@pytest.fixture
def kept(tmp_path):
    return Subscriptions(tmp_path / "webhooks")
