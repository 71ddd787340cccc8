"""What was erased cannot be opened again, what was proved stays proved, and what is held is not erased."""

from __future__ import annotations

import os

import pytest

from ledger.domain.commitment import field_leaf
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.tiles.append_file import OsAppendFile
from tests.fakes.recorded import bound_ledger, records

SECRET = b"the patient is in room 9"


@pytest.fixture
def ledger(tmp_path):
    with bound_ledger(tmp_path, payloads="sealed") as found:
        yield found


def told(ledger, record_id):
    """Return (field, value) of every commitment of a record that can be opened."""
    found = next(item for item in records(ledger) if item["id"] == record_id)
    roots = {found.get(name) for name in ("in", "out", "ctx", "fields")}
    return {(opening.field, opening.value) for opening in ledger.openings() if opening.root.hex() in roots}


def test_sealed_payloads_are_opened_and_lie_on_disk_encrypted(ledger):
    written = ledger.write("chat", input=SECRET, fields={"amount": 5, "note": "n"})
    assert told(ledger, written.record_id) == {("in", SECRET), ("amount", b"5"), ("note", b'"n"')}
    assert all(SECRET not in path.read_bytes() for path in ledger.spool.rglob("*") if path.is_file())


def test_what_is_erased_is_gone_and_the_record_and_all_others_stay(ledger):
    first = ledger.write("chat", input=SECRET, context=b"what it saw")
    other = ledger.write("chat", input=b"other")
    before = records(ledger)
    assert ledger.erase(first.record_id, "gdpr-17") == 2
    assert told(ledger, first.record_id) == set()
    assert told(ledger, other.record_id) == {("in", b"other")}
    after = records(ledger)
    assert after[:2] == before
    intent, outcome = after[2:]
    assert (intent["op"], intent["policy"], intent["parents"]) == ("erase", "gdpr-17", [first.record_id])
    assert (outcome["outcome"], outcome["parents"]) == ("success", [intent["id"], first.record_id])
    keys = (ledger.spool / "payload-keys.bin").read_bytes()
    assert keys.count(bytes(32)) == 2
    assert ledger.erase(first.record_id, "again") == 0


def test_a_commitment_can_still_be_checked_by_who_was_told_before(ledger):
    written = ledger.write("chat", input=SECRET)
    (opening,) = ledger.openings()
    ledger.erase(written.record_id, "asked")
    assert field_leaf("in", opening.salt, opening.value).hex() == records(ledger)[0]["in"]


def test_a_hold_or_a_dispute_refuses_the_erasure_until_it_ends(ledger):
    written = ledger.write("chat", input=SECRET)
    ledger.hold(written.record_id, "court order 7")
    with pytest.raises(ConflictError, match="court order 7"):
        ledger.erase(written.record_id, "asked")
    ledger.release(written.record_id)
    with pytest.raises(ConflictError, match="dispute 3"):
        ledger.erase(written.record_id, "asked", disputed=lambda _: "dispute 3")
    assert told(ledger, written.record_id) == {("in", SECRET)}
    assert len(records(ledger)) == 1
    assert ledger.erase(written.record_id, "asked") == 1


def test_what_is_not_here_cannot_be_erased(ledger):
    with pytest.raises(NotFoundError):
        ledger.erase("ab" * 32, "asked")


def test_payloads_that_are_not_kept_are_nowhere(tmp_path):
    with bound_ledger(tmp_path, payloads="none") as ledger:
        written = ledger.write("chat", input=SECRET)
        assert "in" in records(ledger)[0]
        assert list(ledger.openings()) == []
        assert ledger.erase(written.record_id, "asked") == 0


def test_a_spool_with_plain_openings_goes_on_sealed(tmp_path):
    with bound_ledger(tmp_path) as ledger:
        ledger.write("chat", input=b"plain")
    with bound_ledger(tmp_path, payloads="sealed") as ledger:
        ledger.write("chat", input=b"sealed")
        assert [opening.value for opening in ledger.openings()] == [b"plain", b"sealed"]


def test_a_key_cut_short_by_a_crash_is_set_right_by_the_next(ledger):
    ledger.write("chat", input=b"one")
    path = ledger.spool / "payload-keys.bin"
    with path.open("ab") as file:
        file.write(os.urandom(17))
    ledger.write("chat", input=b"two")
    assert [opening.value for opening in ledger.openings()] == [b"one", b"two"]


def test_a_changed_payload_is_not_believed(ledger):
    ledger.write("chat", input=SECRET)
    vault, path = ledger._spool.vault, ledger.spool / "payload-keys.bin"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(InvalidInputError):
        list(vault.read(OsAppendFile(ledger.spool / "openings.log")))
