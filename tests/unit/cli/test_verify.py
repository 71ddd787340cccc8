"""`ombud verify` needs no network and none of the heavy rooms, and its exit code tells."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ledger.cli.verify import app
from ledger.domain import note
from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from tests.fakes.blocks import CONTRACTS
from tests.unit.domain.test_bundle import ED25519, LOG, OPERATOR, ORIGIN, build

RUN = CliRunner()


@pytest.fixture(scope="module")
def bundle():
    return build()


@pytest.fixture
def file(tmp_path, bundle):
    path = tmp_path / "bundle.json"
    path.write_bytes(bundle.serialise())
    return path


@pytest.fixture
def deployment(tmp_path):
    path = tmp_path / "deployment.json"
    contracts = {name: {"address": address, "block": 1, "tx": "0x"} for name, address in CONTRACTS.items()}
    path.write_text(json.dumps({"schema": "ombud/deployment/1", "chain_id": 31337, "contracts": contracts}))
    return path


def test_a_whole_bundle_holds(file):
    result = RUN.invoke(app, [str(file)])
    assert result.exit_code == 0
    assert "holds: session s-1 of eip155:31337" in result.output
    assert "does not prove:" in result.output


def test_pins_can_be_trusted_and_compared(file, deployment):
    pins = json.loads(RUN.invoke(app, [str(file), "--json"]).output)["pins"]
    hashes = [arg for pin in pins for arg in ("--trust-block", pin.split()[-1])]
    result = RUN.invoke(app, [str(file), "--deployment", str(deployment), *hashes])
    assert result.exit_code == 0
    assert "compared with the blocks you trust" in result.output
    assert "rests on these contracts" not in result.output


def test_an_untrusted_block_fails_the_bundle(file):
    result = RUN.invoke(app, [str(file), "--trust-block", "0x" + "ab" * 32, "--json"])
    assert result.exit_code == 2
    report = json.loads(result.output)
    assert report["ok"] is False
    assert report["problems"]


def test_a_changed_record_is_named_with_its_reason(file):
    file.write_text(file.read_text().replace(r"\"tool\":\"pay\"", r"\"tool\":\"pax\"", 1))
    result = RUN.invoke(app, [str(file)])
    assert result.exit_code == 2
    assert "does not hold" in result.output
    assert "[" in result.output.splitlines()[1]


def test_a_checkpoint_is_checked_by_both_signatures(tmp_path):
    path = tmp_path / "checkpoint.json"
    state = note.LogState(ORIGIN, 9, bytes(32))
    text = note.sign_checkpoint(state, ED25519, OPERATOR, 31337, LOG).serialise()
    named = {"chain_id": 31337, "id": LOG.hex(), "origin": ORIGIN, "operator": OPERATOR.address}
    named["ed25519"] = note.public_bytes(ED25519).hex()
    document = {"schema": "ombud/checkpoint/1", "log": named, "note": text, "earlier": None, "proof": []}
    path.write_text(json.dumps(document))
    result = RUN.invoke(app, [str(path)])
    assert result.exit_code == 0
    assert "9 entries" in result.output
    path.write_text(json.dumps({**document, "note": text.replace("\n9\n", "\n8\n")}))
    assert RUN.invoke(app, [str(path)]).exit_code == 2


def test_a_bundle_may_come_from_standard_input(bundle):
    assert RUN.invoke(app, ["-"], input=bundle.serialise()).exit_code == 0


def test_a_bundle_over_the_limit_is_refused(file, monkeypatch):
    monkeypatch.setattr("ledger.cli.verify.LARGEST_BYTES", 100)
    assert isinstance(RUN.invoke(app, [str(file)]).exception, TooLargeError)


def test_a_missing_file_is_not_found(tmp_path):
    assert isinstance(RUN.invoke(app, [str(tmp_path / "none")]).exception, NotFoundError)


@pytest.mark.parametrize("content", ["{}", "nonsense", '{"schema":"other/1","chain_id":1,"contracts":{}}'])
def test_another_files_form_is_refused(file, deployment, content):
    deployment.write_text(content)
    assert isinstance(RUN.invoke(app, [str(file), "--deployment", str(deployment)]).exception, InvalidInputError)


def test_a_trusted_block_that_is_no_hash_is_refused(file):
    assert isinstance(RUN.invoke(app, [str(file), "--trust-block", "0x12"]).exception, InvalidInputError)


def test_verifying_imports_neither_web3_nor_redis_nor_fastapi(file):
    script = (
        "import sys; sys.argv = ['ombud', 'verify', sys.argv[1]]\n"
        "from ledger.serve import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "print([name for name in ('web3', 'redis', 'fastapi', 'httpx', 'uvicorn') if name in sys.modules], code)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"
