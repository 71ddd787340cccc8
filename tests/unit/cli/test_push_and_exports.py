"""`ombud webhook`, `ombud verify FOLDER` and `ombud incident` without a stack: a home folder is all they need."""

from __future__ import annotations

import json
import os

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.cli import context
from ledger.cli.app import make_app
from ledger.domain.export.manifest import MANIFEST, AgentCoverage, ExportedBlock, Manifest, sign
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, ProofError

URL = "http://127.0.0.1:9/hook"


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("OMBUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    context.set_home(None)


def ombud(*arguments):
    return CliRunner().invoke(make_app(), [*map(str, arguments)])


def test_who_is_told_is_added_listed_and_removed_and_no_secret_is_shown(home):
    added = ombud("webhook", "add", URL, "--topics", "deadline,verdict", "--name", "one", "--json")
    assert json.loads(added.stdout)["topics"] == ["verdict", "deadline"]
    assert "what happens before the mirror answers again will not be sent" in added.stderr
    secret = (home / "webhooks" / "one.secret").read_text().strip()
    (item,) = json.loads(ombud("webhook", "list", "--json").stdout)["items"]
    assert (item["id"], item["taken"], item["gone"]) == ("one", 0, False)
    for shown in (added, ombud("webhook", "list"), ombud("webhook", "add", URL)):
        assert secret not in shown.output
    assert isinstance(ombud("webhook", "add", URL, "--name", "one").exception, ConflictError)
    assert ombud("webhook", "remove", "one").exit_code == 0
    assert isinstance(ombud("webhook", "remove", "one").exception, NotFoundError)
    assert isinstance(ombud("webhook", "add", "ftp://x/").exception, InvalidInputError)
    assert isinstance(ombud("webhook", "add", URL, "--topics", "gossip").exception, InvalidInputError)


def test_production_sends_to_public_addresses_alone(monkeypatch):
    monkeypatch.setenv("OMBUD_PROFILE", "production")
    monkeypatch.setenv("OMBUD_CHAIN_ID", "1")
    monkeypatch.setenv("OMBUD_OPERATOR_KEY", "11" * 32)
    assert isinstance(ombud("webhook", "add", URL).exception, InvalidInputError)
    assert ombud("webhook", "add", "https://example.org/hook").exit_code == 0


def test_a_folder_is_verified_and_refused_once_it_was_changed(tmp_path):
    manifest = Manifest(
        chain_id=1, contracts={}, as_of=ExportedBlock(number=1, hash="00" * 32, time=1), finality="finalised",
        made_at=1, asked={}, counts={"records": 0, "disputes": 0}, complete=True, truncated=False,
        coverage=(AgentCoverage(agent="a", claimed=0, held=0, exported=0, complete=True, gaps=()),), left_out=(),
        keep=(), holds={}, files=(),
    )  # fmt: skip
    data = msgspec.json.encode(manifest)
    (tmp_path / MANIFEST).write_bytes(data)
    (tmp_path / "manifest.sig").write_bytes(sign(b"\x01" * 32, data))
    whole = ombud("verify", tmp_path, "--json")
    assert whole.exit_code == 0
    report = json.loads(whole.stdout)
    assert report["ok"]
    assert ombud("verify", tmp_path, "--export-key", report["keyid"]).exit_code == 0
    assert ombud("verify", tmp_path, "--export-key", "another").exit_code == ProofError.exit_code
    (tmp_path / "more.json").write_text("{}")
    refused = ombud("verify", tmp_path)
    assert refused.exit_code == ProofError.exit_code
    assert "unknown_file" in refused.output


def test_an_incident_is_opened_classed_reported_and_closed(tmp_path, home):
    report = tmp_path / "report.pdf"
    report.write_bytes(b"initial")
    assert "Art. 73(2)" in ombud("incident", "open", "a", "--aware-at", "1700000000", "--state", "DE").output
    assert "2023-11-24 22:13:20Z (AI Act Art. 73(4))" in ombud("incident", "class", "a", "--kind", "death").output
    assert "report 1 sent" in ombud("incident", "report", "a", report, "--to", "BNetzA", "--initial").output
    assert "is closed" in ombud("incident", "close", "a", "--reason", "reported in full").output
    assert isinstance(ombud("incident", "report", "a", report, "--to", "x").exception, ConflictError)
    assert len((home / "incidents" / "a.jsonl").read_text().splitlines()) == 4
    assert isinstance(ombud("incident", "open", "b", "--kind", "bad").exception, InvalidInputError)
