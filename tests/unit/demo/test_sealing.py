"""What a forecaster said is committed to by command; it counts only if the file opens what is on chain."""

from __future__ import annotations

import json

import pytest

from demo.foresight import ForesightError
from demo.ombud import Said
from demo.sealing import Sealed, block_of, seal
from ledger.domain.forecast_book import Book
from ledger.domain.forecast_file import ForecastFile
from ledger.domain.ids import checksum

SEER = checksum("0x" + "22" * 20)
BOOK = Book(31337, checksum("0x" + "33" * 20))
KEPT = ForecastFile(SEER, 7, ((20_000, b"\1" * 32), (0, b"\2" * 32), (410_000, b"\3" * 32)))


class Command:
    def __init__(self, code=0):
        self.code, self.asked = code, []

    def __call__(self, *arguments):
        self.asked.append(arguments)
        facts = {"forecaster": SEER, "epoch": 7, "root": KEPT.root(BOOK).hex(), "population": 3}
        return Said(self.code if arguments[1] == "commit" else 0, json.dumps(facts), "no")


class Api:
    def __init__(self, root, population=3):
        self.round = {"root": root, "population": population, "committed": {"block": 140}}

    def get(self, path):
        assert path == f"/v1/forecast-book/{SEER}/7"
        return {"data": {"round": self.round}}


@pytest.fixture
def sealed(tmp_path):
    file = tmp_path / "sealed.json"
    file.write_bytes(KEPT.pack())
    return Sealed(SEER, 7, KEPT.root(BOOK).hex(), 3, file)


def test_a_new_account_commits_to_what_was_said(tmp_path):
    command = Command()
    found = seal(command, tmp_path / "said.json", tmp_path / "model.skops", tmp_path)
    assert [item[:2] for item in command.asked] == [("key", "new"), ("forecast", "commit")]
    assert str(tmp_path / "said.json") in command.asked[1]
    assert (found.forecaster, found.epoch, found.population) == (SEER, 7, 3)
    assert "3 agents" in found.told()


def test_a_commitment_that_fails_says_why(tmp_path):
    with pytest.raises(ForesightError, match="forecast commit: 6, no"):
        seal(Command(code=6), tmp_path / "said.json", tmp_path / "model.skops", tmp_path)


def test_the_block_is_told_only_if_the_file_opens_the_root_and_says_something(sealed):
    root = KEPT.root(BOOK).hex()
    assert block_of(sealed, Api(root), BOOK, 2) == 140
    assert block_of(sealed, Api("00" * 32), BOOK, 2) is None
    assert block_of(sealed, Api(root, population=4), BOOK, 2) is None
    assert block_of(sealed, Api(root), BOOK, 1) is None
    assert block_of(sealed, Api(root), BOOK, 3) is None
