"""API keys: shown once, kept as hashes, ended at once."""

from __future__ import annotations

import pytest

from ledger.access.keys import Keys
from ledger.domain.roles import Role
from ledger.errors import InvalidInputError, NotFoundError, NotIdentifiedError, SetupError

NOW = 1_800_000_000.0


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(tmp_path, clock):
    return Keys(tmp_path / "access", clock)


def test_a_key_names_its_holder(keys):
    row, key = keys.create([Role.AUTHORITY], "the desk", rate=7)
    caller = keys.caller(key)
    assert (caller.name, caller.roles, caller.rate) == (f"key:{row.id}", {Role.PUBLIC, Role.AUTHORITY}, 7)


def test_nothing_of_a_key_is_kept_but_its_hash(keys, tmp_path):
    _, key = keys.create([Role.OPERATOR], "ops")
    secret = key.split("_", 2)[2]  # it may hold the same sign
    for file in (tmp_path / "access").iterdir():
        assert secret not in file.read_text()
        assert file.stat().st_mode & 0o077 == 0


def test_the_same_secret_hashes_otherwise_under_another_pepper(keys, tmp_path, clock):
    _, key = keys.create([Role.OPERATOR], "ops")
    (tmp_path / "access" / "pepper.key").write_text("ab" * 32)
    with pytest.raises(NotIdentifiedError):
        Keys(tmp_path / "access", clock).caller(key)


def test_a_revocation_holds_at_once_in_every_process(keys, tmp_path, clock):
    other = Keys(tmp_path / "access", clock)
    row, key = keys.create([Role.OPERATOR], "ops")
    assert other.caller(key).name == f"key:{row.id}"
    keys.revoke(row.id)
    with pytest.raises(NotIdentifiedError):
        other.caller(key)
    assert keys.revoke(row.id).revoked == int(NOW)


def test_a_key_ends_when_its_time_is_over(keys, clock):
    _, key = keys.create([Role.OPERATOR], "ops", expires=int(NOW) + 10)
    assert keys.caller(key)
    clock.now += 10
    with pytest.raises(NotIdentifiedError):
        keys.caller(key)


def test_a_changed_key_is_no_key(keys):
    _, key = keys.create([Role.OPERATOR], "ops")
    last = "A" if key[-5] != "A" else "B"
    for wrong in (key[:-5] + last + key[-4:], key[:-1], key + "A", key.replace("ombud_", "ombad_"), "", "\0"):
        with pytest.raises(NotIdentifiedError):
            keys.caller(wrong)


@pytest.mark.parametrize("roles", [[], [Role.PARTY], [Role.OPERATOR, Role.ARBITRATOR], [Role.PUBLIC]])
def test_no_key_makes_anyone_a_party(keys, roles):
    with pytest.raises(InvalidInputError, match="key carries"):
        keys.create(roles, "x")


@pytest.mark.parametrize("label", ["", "  ", "a" * 81, "a\nb"])
def test_a_label_is_a_short_line(keys, label):
    with pytest.raises(InvalidInputError, match="label"):
        keys.create([Role.OPERATOR], label)


def test_unknown_and_damaged_are_told_apart(keys, tmp_path):
    keys.create([Role.OPERATOR], "ops")
    with pytest.raises(NotFoundError):
        keys.revoke("00" * 6)
    (tmp_path / "access" / "keys.json").write_text("{")
    with pytest.raises(SetupError, match="damaged"):
        keys.all()


def test_a_pepper_that_others_read_is_refused(keys, tmp_path):
    keys.create([Role.OPERATOR], "ops")
    (tmp_path / "access" / "pepper.key").chmod(0o644)
    with pytest.raises(SetupError, match="read by others"):
        keys.create([Role.OPERATOR], "more")
