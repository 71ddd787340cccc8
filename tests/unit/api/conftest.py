"""The API over a mirror of a small world, without a server."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from tests.fakes.asked import index, sources_of
from tests.fakes.lent import Lent
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


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory):
    """An open API over lent sources: to make one costs more than most tests of it."""
    lent = Lent()
    return lent, create_app(lent, vendor=with_assets(tmp_path_factory.mktemp("assets")))


def with_assets(folder):
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"):
        (folder / name).write_bytes(b"x")
    return folder


@pytest.fixture
def assets(tmp_path):
    return with_assets(tmp_path)


@pytest.fixture
def client(world, mirror, shared_app):
    index(world, mirror)
    lent, app = shared_app
    lent.lender = sources_of(world, mirror)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found
    lent.lender = None
