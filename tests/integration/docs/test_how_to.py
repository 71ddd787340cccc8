"""The page about deployment, done as it is written, on a chain that is no local one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.chain.child import Child
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node_process import find_node, hardhat_script
from ledger.chain.rpc import Rpc
from ledger.chain.wellknown import well_known_key
from ledger.cli import keyfile
from ledger.domain.signing import SessionKey
from ledger.errors import UnavailableError
from ledger.loopback import free_port
from tests.integration.cli.conftest import Ombud
from tests.integration.docs.test_tutorials import ROOT, parts

pytestmark = pytest.mark.integration
PAGES = ROOT / "docs" / "how-to"
CHAIN = 10
SECONDS = 600
DEPLOYER, OPERATOR = (SessionKey(bytes([number]) * 32) for number in (0x41, 0x42))
ACCREDITOR, AUTHORITY = (SessionKey(bytes([number]) * 32).address for number in (0x43, 0x44))


def done(page: str, folder: Path, **more: str) -> str:
    """Do what a page says in a folder; returns what it showed."""
    files, commands = parts(PAGES / f"{page}.md")
    for name, text in files.items():
        (folder / name).write_text(text)
    ours = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), ours["PATH"]])
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder, env={**ours, "PATH": path, **more}, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, f"{page}: {ran.stdout}\n{ran.stderr}"
    return ran.stdout + ran.stderr


@pytest.fixture
def elsewhere(tmp_path):
    """A node of a chain that is no local one, on which two accounts have money."""
    port = free_port()
    words = ["node", "--hostname", "127.0.0.1", "--port", str(port), "--chain-id", str(CHAIN)]
    command = [find_node(), str(hardhat_script(ROOT)), *words]
    node = Child("a node", command, tmp_path / "node.log", cwd=ROOT, env={"HARDHAT_DISABLE_TELEMETRY_PROMPT": "true"})
    node.start()
    rpc = Rpc(f"http://127.0.0.1:{port}", timeout_s=5, retries=0)

    def answers() -> bool:
        try:
            return int(rpc.call("eth_chainId"), 16) == CHAIN
        except UnavailableError:
            return False

    try:
        node.wait_ready(answers, deadline_s=60)
        for key in (DEPLOYER, OPERATOR):
            rpc.call("hardhat_setBalance", [key.address, hex(10**21)])
        yield f"http://127.0.0.1:{port}"
    finally:
        rpc.close()
        node.stop()


def test_contracts_are_deployed_and_a_log_is_registered_on_another_chain(elsewhere, tmp_path):
    file = tmp_path / "deployment.json"
    given = {
        "OMBUD_HOME": str(tmp_path / "home"),
        "OMBUD_PROFILE": "production",
        "OMBUD_RPC_URL": elsewhere,
        "OMBUD_CHAIN_ID": str(CHAIN),
        "OMBUD_DEPLOYMENT": str(file),
        "OMBUD_OPERATOR_KEY": (b"\x42" * 32).hex(),
        "OMBUD_LOG_URL": "https://log.example.org",
        "OMBUD_LOG_ORIGIN": "example.org/log",
    }
    keyfile.write_secret(tmp_path / "deployer.key", b"\x41" * 32)
    shown = done("deploy", tmp_path, **given, ACCREDITOR=ACCREDITOR, AUTHORITY=AUTHORITY)
    assert "30 contracts" in shown
    assert f"{ACCREDITOR}, a single key; cannot be changed" in shown
    assert f"30/{len(CONTRACTS)} Manifests at" in shown
    assert "OMBUD_PROFILE='production'" in (tmp_path / "ombud.env").read_text()
    assert OPERATOR.address in shown
    assert "96 days" in shown
    assert Deployment.load(file).deployer == DEPLOYER.address
    unnamed = Ombud(tmp_path / "home", given | {"OMBUD_DEPLOYMENT": str(tmp_path / "two.json")})
    named = ("--accreditor", ACCREDITOR, "--authority", AUTHORITY)
    assert unnamed("deploy", "--key", tmp_path / "deployer.key").error.code == "no_authority"
    keyfile.write_secret(tmp_path / "known.key", well_known_key(0).secret)
    assert unnamed("deploy", *named, "--key", tmp_path / "known.key").error.code == "well_known_key"
    handed = (*named[:3], well_known_key(1).address, "--key", tmp_path / "deployer.key")
    assert unnamed("deploy", *handed).error.code == "well_known_key"
    again = Ombud(tmp_path / "home", given)("log", "register", "--yes")
    assert (again.code, again.error.code) == (4, "log_exists")
    refused = Ombud(tmp_path / "home", given)("log", "register", "--origin", "example.org/two")
    assert (refused.code, refused.error.code) == (2, "not_confirmed")
