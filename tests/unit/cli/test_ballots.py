from __future__ import annotations

import stat

import pytest

from ledger.cli.ballots import ballot_file, keep_ballot, new_salt, read_ballot, reasons_file
from ledger.domain.ballot import Ballot
from ledger.errors import InvalidInputError, NotFoundError

COMMITMENT = b"\x07" * 32


def a_ballot(**values) -> Ballot:
    usual = {
        "dispute": 3,
        "panel": 1,
        "arbitrator": "0x" + "11" * 20,
        "vote": "uphold",
        "reasons": "ab" * 32,
        "media_type": "text/plain",
        "salt": new_salt().hex(),
    }
    return Ballot(**usual | values)


def test_a_ballot_is_found_by_its_commitment_and_only_its_owner_reads_it(tmp_path):
    ballot = a_ballot()
    file = keep_ballot(tmp_path, COMMITMENT, ballot, b"because")
    assert file == ballot_file(tmp_path, COMMITMENT)
    assert read_ballot(file) == ballot
    assert reasons_file(file).read_bytes() == b"because"
    for path, mode in ((file, 0o600), (reasons_file(file), 0o600), (file.parent, 0o700)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_ballot_is_never_overwritten(tmp_path):
    first = a_ballot()
    file = keep_ballot(tmp_path, COMMITMENT, first, b"because")
    with pytest.raises(FileExistsError):
        keep_ballot(tmp_path, COMMITMENT, a_ballot(), b"on second thoughts")
    assert read_ballot(file) == first
    assert reasons_file(file).read_bytes() == b"because"


def test_no_two_salts_are_alike():
    assert len({new_salt() for _ in range(100)}) == 100


def test_a_ballot_that_is_not_here_is_not_found(tmp_path):
    with pytest.raises(NotFoundError) as caught:
        read_ballot(ballot_file(tmp_path, COMMITMENT))
    assert caught.value.code == "no_ballot"


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b'{"schema":"ombud/ballot/2"}'])
def test_another_file_is_no_ballot(tmp_path, content):
    file = tmp_path / "ballot.json"
    file.write_bytes(content)
    with pytest.raises(InvalidInputError) as caught:
        read_ballot(file)
    assert caught.value.code == "bad_ballot"
