"""No personal data stands in a record in the clear, unless somebody said so."""

from __future__ import annotations

import pytest

from ledger.errors import InvalidInputError
from ledger.sdk import Ledger


def drafts(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*.log") if path.name in ("drafts.log", "records.log"))


def test_clear_words_are_masked_by_default(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.write("chat", session="mail from ada@example.org", principal="+44 20 7946 0958", input="ada@example.org")
    kept = drafts(tmp_path)
    assert b"mail from [email]" in kept
    assert b"[phone]" in kept
    assert b"ada@example.org" not in kept


def test_a_record_may_be_refused_instead(tmp_path):
    with Ledger(tmp_path, leaks="refuse") as ledger:
        with pytest.raises(InvalidInputError, match="session") as refused:
            ledger.write("chat", session="card 4111 1111 1111 1111")
        assert refused.value.code == "leak"
        assert "4111" not in str(refused.value)
        ledger.write("chat", session="support")


def test_the_guard_may_be_off(tmp_path):
    with Ledger(tmp_path, leaks="off") as ledger:
        ledger.write("chat", session="ada@example.org")
    assert b"ada@example.org" in drafts(tmp_path)


def test_ids_of_calls_are_left_as_they_are(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.write("chat", call="4111111111111111")
        ledger.write("chat", call="for ada@example.org")
    kept = drafts(tmp_path)
    assert b'"call":"4111111111111111"' in kept
    assert b"for [email]" in kept
