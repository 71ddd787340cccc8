"""Exit codes are what docs/reference/exit-codes.md says: by commands that end with them, and for every error."""

from __future__ import annotations

import os
import sys

import pytest

from ledger import errors
from ledger.cli import context
from ledger.cli.app import INTERRUPTED, run
from ledger.errors import LedgerError
from ledger.serve import main
from scripts.reference.exits import exits_page


def kinds():
    found = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LedgerError)]
    return sorted(found, key=lambda kind: kind.__name__)


def explained():
    rows = [line.split(" | ") for line in exits_page().splitlines() if line.startswith("| ")]
    return {row[0].removeprefix("| "): row[2] for row in rows}


@pytest.fixture
def ended(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("OMBUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMBUD_LOG_URL", "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["ombud", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0)

    yield call
    context.set_home(None)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, ("version",)),
        (2, ("version", "--nonesuch")),
        (2, ("version", "--nonesuch", "--json")),
        (2, ("dispute", "file")),
        (3, ("verify", "missing.json")),
        (6, ("log", "status")),
        (8, ("agent", "list")),
    ],
)
def test_commands_end_with_the_code_that_the_page_explains(ended, code, words):
    assert ended(*words) == code
    assert str(code) in explained()


def test_what_contradicts_a_file_that_is_there_ends_with_four(ended):
    assert (ended("init", "--yes"), ended("init", "--yes")) == (0, 4)


@pytest.mark.parametrize("kind", kinds())
def test_every_error_ends_with_the_code_in_whose_row_it_stands(kind):
    def failing(**_):
        raise kind() if kind is errors.DefectError else kind("something")

    with pytest.raises(SystemExit) as end:
        run(failing)
    assert f"`{kind.__name__}`" in explained()[str(end.value.code)]


def test_an_interrupt_has_a_row():
    assert str(INTERRUPTED) in explained()
