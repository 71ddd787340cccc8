"""`ombud verify` and the second verifier in a namespace without any network: they ask nobody."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.chain.node_process import find_node
from tests.integration.verifiers.test_tampering import steps
from tests.unit.domain import test_bundle as sample

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ALONE = ["unshare", "--net", "--map-root-user"]
PROBE = "import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
VERIFY = [sys.executable, "-m", "ledger.serve", "verify"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module", autouse=True)
def _namespaces():
    if run(*ALONE, "true").returncode:
        pytest.skip("this machine lets nobody make a network namespace")


@pytest.fixture
def bundle(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_bytes(sample.build().serialise())
    return path


def test_the_namespace_reaches_nothing_not_even_this_machine(tcp_port):
    probe = PROBE.format(port=tcp_port)
    assert run(sys.executable, "-c", probe).returncode == 0
    assert run(*ALONE, sys.executable, "-c", probe).returncode != 0


def test_a_bundle_is_verified_without_a_network(bundle):
    done = run(*ALONE, *VERIFY, str(bundle))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("holds: ")


def test_a_changed_bundle_is_refused_without_a_network_naming_record_and_reason(bundle):
    bundle.write_text(bundle.read_text().replace("pay", "pax", 1))
    done = run(*ALONE, *VERIFY, str(bundle), "--json")
    assert done.returncode != 0
    assert "root_mismatch" in done.stdout
    assert not json.loads(done.stdout)["ok"]


def test_checkpoints_are_verified_without_a_network(tmp_path):
    path = tmp_path / "checkpoint.json"
    path.write_text(json.dumps(steps(4, 9)))
    done = run(*ALONE, *VERIFY, str(path))
    assert done.returncode == 0, done.stderr


def test_the_second_verifier_needs_no_network_either(bundle):
    done = run(*ALONE, find_node(), str(ROOT / "verifier-js" / "src" / "cli.js"), str(bundle))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("holds: ")


@pytest.fixture
def tcp_port():
    """A port of this machine that somebody listens on."""

    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
