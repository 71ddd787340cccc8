"""A court, its mirror, and a folder of subscriptions."""

from __future__ import annotations

import pytest

from ledger.push.subscriptions import Subscriptions
from tests.fakes.asked import index
from tests.fakes.court import FakeCourt


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
