"""`ombud access`: keys are made, listed and revoked; the signer's key is shown."""

from __future__ import annotations

import json
import time

import pytest
from typer.testing import CliRunner

from ledger.access.keys import Keys
from ledger.access.reads import ReadBook
from ledger.api.signing import Signer
from ledger.cli.app import make_app
from ledger.errors import InvalidInputError, NotFoundError


@pytest.fixture
def ombud(tmp_path):
    def run(*arguments):
        result = CliRunner().invoke(make_app(), ["access", *arguments], env={"OMBUD_HOME": str(tmp_path)})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    return run


def test_a_key_is_shown_once_listed_and_revoked(ombud, tmp_path):
    made = json.loads(ombud("key", "create", "the desk", "--role", "authority", "--days", "2", "--json"))
    keys = Keys(tmp_path / "access", time.time)
    assert keys.caller(made["key"]).name == f"key:{made['id']}"
    (row,) = json.loads(ombud("key", "list", "--json"))
    assert (row["id"], row["label"], row["roles"], row["state"]) == (made["id"], "the desk", ["authority"], "valid")
    assert made["key"].rpartition("_")[2] not in ombud("key", "list")
    assert json.loads(ombud("key", "revoke", made["id"], "--json"))["state"] == "revoked"
    assert "revoked" in ombud("key", "list")


def test_roles_and_ids_that_are_none_are_refused(ombud):
    for role in ("party", "king"):
        with pytest.raises(InvalidInputError):
            ombud("key", "create", "x", "--role", role)
    with pytest.raises(NotFoundError):
        ombud("key", "revoke", "00" * 6)
    assert "no keys" in ombud("key", "list")


def test_the_signers_key_is_the_one_that_signs(ombud, tmp_path):
    shown = json.loads(ombud("signer", "--json"))
    secret = bytes.fromhex((tmp_path / "keys" / "api.key").read_text())
    assert shown["keyid"] == Signer(secret).keyid
    assert json.loads(ombud("signer", "--json")) == shown


def test_the_desk_sees_what_was_read(ombud, tmp_path):
    assert "no authority" in ombud("reads")
    ReadBook(tmp_path / "access", time.time).write("key:1", "r", "/v1/agents/0", ground="Art. 74", agents=(0,))
    assert "/v1/agents/0" in ombud("reads")
    assert json.loads(ombud("reads", "--json"))[0]["ground"] == "Art. 74"
