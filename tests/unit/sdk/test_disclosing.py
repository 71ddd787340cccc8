"""One field of a record is shown in a bundle, by who wrote it, and not where it leaks."""

from __future__ import annotations

import pytest

from ledger.domain.bundle import parse_bundle
from ledger.domain.record import record_id
from ledger.domain.verify import verify_bundle
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.sdk import Ledger
from ledger.sdk.disclosing import disclose
from ledger.sdk.payload import commit_fields
from tests.unit.domain import test_bundle as sample

WORDS = {"amount": 5, "note": "for ada@example.org"}


@pytest.fixture
def held(tmp_path):
    """A ledger that holds the openings of the first record of a bundle."""
    openings = commit_fields(WORDS)
    bundle = sample.build(fields={item.field: (item.salt, item.value) for item in openings})
    first = bundle.segments[0].records[0].text.encode()
    with Ledger(tmp_path / "spool") as ledger:
        ledger._spool._openings.append(*(item.pack() for item in openings))
        yield ledger, bundle.serialise(), record_id(first).hex()


def test_a_shown_field_is_proved_and_the_others_stay_hidden(held):
    shown = disclose(*held, ["amount"])
    bundle = parse_bundle(shown)
    assert verify_bundle(bundle).ok
    assert [(item.field, bytes.fromhex(item.value)) for item in bundle.disclosures] == [("amount", b"5")]
    assert b"ada@example.org".hex().encode() not in shown


def test_what_leaks_is_shown_only_where_that_was_said(held):
    with pytest.raises(ConflictError, match="email"):
        disclose(*held, ["note"])
    assert verify_bundle(parse_bundle(disclose(*held, ["note"], leaks=True))).ok


def test_what_was_not_committed_to_or_is_not_there_cannot_be_shown(held):
    ledger, bundle, record = held
    with pytest.raises(InvalidInputError):
        disclose(ledger, bundle, record, ["subject"])
    with pytest.raises(NotFoundError):
        disclose(ledger, bundle, "ab" * 32, ["amount"])
