"""`ombud key`: without a stack, the file is all there is."""

from __future__ import annotations

import json
import stat

from typer.testing import CliRunner

from ledger.cli.app import make_app
from ledger.domain.signing import SessionKey
from ledger.errors import NotFoundError, SetupError


def ombud(*arguments):
    return CliRunner().invoke(make_app(), ["key", *map(str, arguments)])


def test_a_new_key_is_private_and_shows_its_address(tmp_path):
    file = tmp_path / "keys" / "ada.key"
    made = json.loads(ombud("new", file, "--json").output)
    assert made["address"] == SessionKey(bytes.fromhex(file.read_text())).address
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made["address"] in ombud("show", file).output


def test_a_key_is_never_overwritten(tmp_path):
    file = tmp_path / "ada.key"
    ombud("new", file)
    before = file.read_text()
    again = ombud("new", file)
    assert isinstance(again.exception, SetupError)
    assert file.read_text() == before


def test_a_key_that_is_not_there_is_not_found(tmp_path):
    assert isinstance(ombud("show", tmp_path / "no.key").exception, NotFoundError)
