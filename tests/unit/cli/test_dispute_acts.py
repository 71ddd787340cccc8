"""Parts of the acting commands that need no stack."""

from __future__ import annotations

import io
import sys

import pytest

from ledger.cli import dispute_acts, exhibits
from ledger.domain.evidence_list import MEDIA_TYPE
from ledger.domain.hashing import ZERO32, sha256
from ledger.errors import InvalidInputError, UnavailableError
from ledger.queries import showing
from ledger.queries.proofs import AnchorProof, LogProof, RecordProof, SegmentProof
from ledger.settings import Settings
from ledger.tiles.evidence import open_evidence


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_person_is_asked_before_anything_is_sent(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    dispute_acts._confirm("0.08 ether", yes=False)


def test_a_person_may_say_no(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    with pytest.raises(InvalidInputError, match="nothing was sent"):
        dispute_acts._confirm("0.08 ether", yes=False)


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home")


def test_one_file_goes_by_its_own_hash(settings, tmp_path):
    paper = tmp_path / "chat.txt"
    paper.write_text("it went out")
    found = exhibits.gather(settings, [str(paper)], "", "me")
    assert found.hash == sha256(b"it went out")
    assert found.uri == "ombud:sha256:" + found.hash.hex()
    assert open_evidence(settings.evidence_folder).meta(found.hash.hex()).media_type == "text/plain"


def test_a_statement_or_several_files_go_by_their_list(settings, tmp_path):
    paper = tmp_path / "chat.unheardof"
    paper.write_text("it went out")
    one = exhibits.gather(settings, [str(paper)], "", "me")
    said = exhibits.gather(settings, [one.files[0]], "It leaked.", "me")
    assert said.files == one.files
    assert said.hash != one.hash
    assert open_evidence(settings.evidence_folder).meta(said.hash.hex()).media_type == MEDIA_TYPE


def test_no_evidence_is_no_evidence(settings):
    with pytest.raises(InvalidInputError) as caught:
        exhibits.gather(settings, [], "", "me")
    assert caught.value.code == "no_evidence"


def test_a_record_whose_log_is_silent_cannot_be_shown_now():
    segment = SegmentProof("", "", 0, 1, "", [])
    log = LogProof("ab" * 32, 0, 1, "", None, "the log does not answer")
    silent = RecordProof(segment, log, AnchorProof("ab" * 32, 0, None), None, None)
    for proof, why in ((silent, "the log does not answer"), (None, "its log gave no proof")):
        with pytest.raises(UnavailableError, match=why) as caught:
            showing._parts(ZERO32, proof)
        assert caught.value.code == "no_proof"
