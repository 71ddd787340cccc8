"""Fields are disclosed, payloads erased and held, by command, on the machine that wrote them."""

from __future__ import annotations

import json

import pytest

from ledger.domain.bundle import parse_bundle
from ledger.domain.record import record_id
from ledger.domain.verify import verify_bundle
from ledger.errors import ConflictError, InvalidInputError
from ledger.sdk import Ledger
from ledger.sdk.payload import commit_fields
from tests.integration.cli.conftest import Ombud
from tests.unit.domain import test_bundle as sample


@pytest.fixture
def ombud(tmp_path):
    return Ombud(tmp_path / "home")


@pytest.fixture
def bundle(tmp_path):
    """A bundle whose first record's openings lie in the spool of the default agent."""
    openings = commit_fields({"amount": 5, "note": "ada@example.org"})
    found = sample.build(fields={item.field: (item.salt, item.value) for item in openings})
    with Ledger(tmp_path / "home" / "spool" / "default") as ledger:
        ledger._spool._openings.append(*(item.pack() for item in openings))
    file = tmp_path / "bundle.json"
    file.write_bytes(found.serialise())
    return file, record_id(found.segments[0].records[0].text.encode()).hex()


def test_a_field_is_disclosed_into_a_file_that_verifies(ombud, bundle, tmp_path):
    file, record = bundle
    said = ombud("record", "disclose", record, file, "--field", "amount", "-o", tmp_path / "shown.json")
    assert said.code == 0, said.error
    shown = parse_bundle((tmp_path / "shown.json").read_bytes())
    assert verify_bundle(shown).ok
    assert [item.field for item in shown.disclosures] == ["amount"]
    assert isinstance(ombud("record", "disclose", record, file, "--field", "note").error, ConflictError)
    assert json.loads(ombud("record", "disclose", record, file, "--field", "note", "--leaks").out)["disclosures"]


def test_a_hold_stands_until_it_is_released(ombud, tmp_path):
    with Ledger(tmp_path / "home" / "spool" / "default", payloads="sealed") as ledger:
        ledger.write("chat", input=b"secret")
    assert ombud("record", "erase", "ab" * 32, "--reason", "asked").code == 3
    assert ombud("record", "hold", "ab" * 32, "--reason", "court").code == 0
    with Ledger(tmp_path / "home" / "spool" / "default") as ledger:
        assert ledger._spool.vault.holds() == {"ab" * 32: "court"}
    assert ombud("record", "release", "ab" * 32).code == 0
    with Ledger(tmp_path / "home" / "spool" / "default") as ledger:
        assert ledger._spool.vault.holds() == {}


def test_a_machine_without_the_spool_says_so(ombud):
    assert isinstance(ombud("record", "hold", "ab" * 32, "--reason", "x", "--agent", "nobody").error, InvalidInputError)
