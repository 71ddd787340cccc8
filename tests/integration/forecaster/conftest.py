"""A world in memory whose agents act, its mirror in a real Valkey, and a model that minds open acts alone."""

from __future__ import annotations

import pytest

from ledger.store.mirror import Mirror
from tests.fakes.acting import act, artefact
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World


@pytest.fixture
def mirror(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def world():
    """Agent 0 ends its acts, agent 1 stops ending them, agent 2 has hardly begun, agent 3 never acted."""
    found = World()
    log = found.new_log()
    tidy, careless, new = (found.new_agent({1: log}, owner=name) for name in ("ann", "bob", "ann"))
    found.new_agent({0: bytes(32)}, owner="eve")
    act(found, log, tidy, 16)
    act(found, log, careless, 14)
    act(found, log, new, 3)
    act(found, log, careless, 24, ends=False)
    return found


@pytest.fixture
def sources(world, mirror):
    return sources_of(world, mirror)


@pytest.fixture
def catch_up(world, mirror):
    return lambda: index(world, mirror)


@pytest.fixture
def made(tmp_path):
    """(model, card) of an artefact in `tmp_path/model`."""
    return artefact(tmp_path / "model")
