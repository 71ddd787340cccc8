"""Cases, statements, cosigned and stamped checkpoints verify without network, as bundles do (`test_offline`)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from ledger.chain.node_process import find_node
from ledger.domain.note import public_bytes, verifier_key
from tests.fakes import authority
from tests.fakes.javascript import CLI
from tests.integration.interop import test_scitt as scitt
from tests.integration.verifiers import test_witnessed as witnessed
from tests.unit.domain import test_case_bundle as case
from tests.unit.logserver import scene

ALONE = ["unshare", "--net", "--map-root-user"]


def without_network(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ALONE, *words], capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module", autouse=True)
def namespaces():
    if shutil.which("unshare") is None or without_network("true").returncode:
        pytest.skip("this system makes no network namespaces: nothing shows that verifying needs no network")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """One file of each kind, with the options that check all of it."""
    folder = tmp_path_factory.mktemp("alone")
    root = authority.make_authority(folder / "tsa")
    bundle, checkpoint = witnessed.witnessed(0, 1)
    note = witnessed.parse_checkpoint(checkpoint["note"])
    query = folder / "asked.tsq"
    data = folder / "text"
    data.write_text(note.state.text)
    authority.openssl("ts", "-query", "-data", str(data), "-sha256", "-cert", "-out", str(query))
    checkpoint["stamp"] = authority.reply(folder / "tsa", query.read_bytes()).hex()
    witnesses = [word for key in witnessed.WITNESSES[:2] for word in ("--witness", key)]
    made = {
        "witnessed": (json.dumps(bundle).encode(), witnesses),
        "checkpoint": (json.dumps(checkpoint).encode(), [*witnesses, "--tsa-root", str(root)]),
        "case": (case.BYTES, []),
        "statement": (scitt.WHOLE, ["--log-key", verifier_key(scene.ORIGIN, public_bytes(scene.ED25519))]),
    }
    for name, (content, _) in made.items():
        (folder / name).write_bytes(content)
    return {name: [str(folder / name), *words] for name, (_, words) in made.items()}


@pytest.mark.parametrize("kind", ["witnessed", "checkpoint", "case", "statement"])
def test_each_kind_of_file_verifies_without_network(files, kind):
    done = without_network(sys.executable, "-m", "ledger.serve", "verify", *files[kind])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("holds")


@pytest.mark.parametrize("kind", ["witnessed", "case"])
def test_the_second_verifier_needs_no_network_either(files, kind):
    done = without_network(find_node(), str(CLI), *files[kind])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("holds")
