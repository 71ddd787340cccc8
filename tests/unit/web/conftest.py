"""The dashboard over a mirror of a small world in which everything has happened once."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from ledger.store.mirror import Mirror
from ledger.web.app import create_pages
from tests.fakes.dashboard import eventful, sources_for
from tests.fakes.priced import PricedNode
from tests.fakes.world import CHAIN_ID, REGISTRY


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
    return eventful()


@pytest.fixture(scope="module")
def sources(world, mirror):
    return sources_for(world, mirror)


@pytest.fixture(scope="module")
def pages(sources):
    with TestClient(create_pages(sources), follow_redirects=False, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def node():
    return PricedNode()


@pytest.fixture
def asking(sources, node):
    """The pages with a node at hand, so that transactions can be prepared."""
    with TestClient(create_pages(sources, node=node), follow_redirects=False, raise_server_exceptions=False) as found:
        yield found
