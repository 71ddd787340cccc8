from __future__ import annotations

import secrets
import stat

import pytest

from ledger.cli import keyfile
from ledger.errors import InvalidInputError, NotFoundError, SetupError


def test_a_key_is_made_once_and_found_again(tmp_path):
    path = tmp_path / "keys" / "operator.key"
    made = keyfile.key_at(path)
    assert keyfile.key_at(path).address == made.address
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "k"
    keyfile.write_secret(path, secrets.token_bytes(32))
    path.chmod(0o640)
    assert not keyfile.is_private(path)
    with pytest.raises(SetupError, match="can be read by others"):
        keyfile.read_secret(path)


def test_a_key_is_never_overwritten(tmp_path):
    path = tmp_path / "k"
    keyfile.write_secret(path, b"\x01" * 32)
    with pytest.raises(SetupError, match="exists"):
        keyfile.write_secret(path, b"\x02" * 32)
    assert keyfile.read_secret(path) == b"\x01" * 32


def test_a_missing_key_file_is_not_found(tmp_path):
    with pytest.raises(NotFoundError):
        keyfile.read_secret(tmp_path / "none")


def test_a_damaged_key_is_refused_without_showing_it(tmp_path):
    path = tmp_path / "k"
    path.write_text("deadbeef")
    path.chmod(0o600)
    with pytest.raises(InvalidInputError) as caught:
        keyfile.read_secret(path)
    assert "deadbeef" not in str(caught.value)


def test_secrets_may_carry_0x_and_a_newline():
    assert keyfile.parse_secret("0x" + "ab" * 32 + "\n", what="k") == b"\xab" * 32
