"""Evidence goes to the store under its hash, and is believed only if it comes back as it went."""

from __future__ import annotations

import hashlib

import pytest

from demo.court.exhibits import JSON, Paper, file_evidence, file_text, read_evidence
from ledger.errors import InvalidInputError, ProofError


class Store:
    """An evidence store behind its API."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.submitters: list[str] = []

    def post(self, path, data, media_type, headers):
        assert (path, bool(media_type)) == ("/v1/evidence", True)
        name = hashlib.sha256(data).hexdigest()
        self.files[name] = data
        self.submitters.append(headers["X-Ombud-Submitter"])
        return {"sha256": name}

    def file(self, path):
        return self.files[path.removeprefix("/v1/evidence/")]


@pytest.fixture
def store():
    return Store()


PAPERS = [Paper("mail.json", JSON, b"{}"), Paper("record.json", JSON, b'{"a":1}')]


def test_what_a_party_files_is_read_back_by_the_one_hash_that_the_court_has(store):
    filed = file_evidence(store, PAPERS, "what they show", "Anna")
    read = read_evidence(store, filed.hash.hex())
    assert (read.statement, dict(read.files)) == ("what they show", {"mail.json": b"{}", "record.json": b'{"a":1}'})
    assert filed.uri == f"ombud:sha256:{filed.hash.hex()}"
    assert filed.names == ("mail.json", "record.json")
    assert set(store.submitters) == {"Anna"}


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_store_that_gives_other_bytes_is_not_believed(store, which):
    filed = file_evidence(store, PAPERS, "", "Anna")
    store.files[list(store.files)[which]] += b" "
    with pytest.raises(ProofError, match="other bytes"):
        read_evidence(store, filed.hash.hex())


def test_a_text_goes_under_its_own_hash(store):
    assert file_text(store, "reasons", "Boris") == hashlib.sha256(b"reasons").digest()


def test_evidence_that_is_no_list_is_named_as_such(store):
    hash_ = file_text(store, "just words", "Boris")
    with pytest.raises(InvalidInputError, match="no evidence list"):
        read_evidence(store, hash_.hex())
