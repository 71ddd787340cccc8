"""The API over a mirror of a small world, without a server."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from tests.fakes.asked import index, sources_of
from tests.fakes.world import World


@pytest.fixture
def world():
    found = World()
    log = found.new_log()
    agent = found.new_agent({0: bytes(32), 1: log})
    found.chain.mine(found.deposit_event(agent, 10**18))
    found.logs[log].append(agent.segment(3), agent.segment(2, session="a/b c"))
    found.anchor(log)
    found.chain.mine(found.recorded(agent, agent.record(0, stream=0)))
    found.chain.mine(*found.fault_events(agent))
    return found


@pytest.fixture
def assets(tmp_path):
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


@pytest.fixture
def client(world, mirror, assets):
    index(world, mirror)
    with TestClient(create_app(sources_of(world, mirror), vendor=assets), raise_server_exceptions=False) as found:
        yield found
