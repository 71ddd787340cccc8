"""`ombud evidence` without a stack: the home folder is all it needs."""

from __future__ import annotations

import hashlib
import json
import os

import pytest
from typer.testing import CliRunner

from ledger.cli import context
from ledger.cli.app import make_app
from ledger.errors import InvalidInputError, NotFoundError, ProofError, TooLargeError
from ledger.tiles import evidence

DATA = b"%PDF-1.7 a bill"
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("OMBUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))
    yield
    context.set_home(None)


@pytest.fixture
def bill(tmp_path):
    path = tmp_path / "bill.pdf"
    path.write_bytes(DATA)
    return path


def ombud(*arguments):
    return CliRunner().invoke(make_app(), ["evidence", *map(str, arguments)])


def test_a_file_is_added_shown_listed_and_got(bill, tmp_path):
    added = json.loads(ombud("add", bill, "--json").stdout)
    assert (added["sha256"], added["media_type"], added["new"]) == (NAME, "application/pdf", True)
    assert json.loads(ombud("add", bill, "--json").stdout)["new"] is False
    assert json.loads(ombud("show", NAME, "--json").stdout)["availability"]["state"] == "present"
    assert json.loads(ombud("list", "--json").stdout)["items"][0]["sha256"] == NAME
    assert ombud("get", NAME).stdout_bytes == DATA
    out = tmp_path / "out.pdf"
    assert ombud("get", NAME, "-o", out).exit_code == 0
    assert out.read_bytes() == DATA


def test_people_read_words(bill):
    assert "it was here before" not in ombud("add", bill).stdout
    assert "it was here before" in ombud("add", bill, "--retention", "export-manifest").stdout
    shown = ombud("show", NAME).stdout
    assert "(export-manifest)" in shown
    assert "local (said, not proved)" in shown
    assert NAME in ombud("list").stdout
    evidence.open_evidence(context.settings().evidence_folder).withhold(NAME, "personal data")
    assert "withheld since" in ombud("show", NAME).stdout


def test_an_empty_store_says_so():
    assert "no evidence" in ombud("list").stdout


def test_pages_name_how_to_go_on(bill, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"x")
    ombud("add", bill)
    ombud("add", other)
    first = ombud("list", "--limit", "1").stdout
    cursor = first.split("--cursor ")[1].strip()
    second = json.loads(ombud("list", "--limit", "1", "--cursor", cursor, "--json").stdout)
    assert second["items"][0]["sha256"] > cursor
    assert second["more"] is False


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("add", "none.pdf"), NotFoundError),
        (("add", "/"), InvalidInputError),
        (("add", "/dev/zero"), TooLargeError),
        (("show", NAME), NotFoundError),
        (("get", "../../etc/passwd"), InvalidInputError),
        (("list", "--cursor", "x"), InvalidInputError),
    ],
)
def test_what_cannot_be_is_refused(arguments, error):
    assert isinstance(ombud(*arguments).exception, error)


def test_changed_bytes_are_not_written(bill, tmp_path):
    ombud("add", bill)
    path = tmp_path / "home" / "evidence" / "file" / NAME[:2] / NAME
    path.write_bytes(DATA + b" ")
    out = tmp_path / "out"
    assert isinstance(ombud("get", NAME, "-o", out).exception, ProofError)
    assert not out.exists()
