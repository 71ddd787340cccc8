"""The figures of a case come from the mirror, the chain and exit codes, and differences between them are named."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from rich.console import Console

from demo.court.judging import CaseChecks
from demo.ombud import Said
from demo.report import Report
from demo.story import Story
from ledger.domain.dispute import Payout

PAID = Payout(escrow=5, slashed=2, to_claimant=4, to_injured=0, to_liable=1, burned=2)
BUNDLE = json.dumps({"facts": [{"event": "VoteRevealed", "receipt_proof": ["0a0b"]}]}).encode()


class Api:
    """Answers about one dispute that a panel ruled on."""

    def __init__(self):
        names = ("escrow", "slashed", "to_claimant", "to_injured", "to_liable", "burned")
        self.answer = {
            "as_of": {"number": 154},
            "completeness": {"complete": True, "basis": "all"},
            "data": {
                "effects": {"payout": {name: str(getattr(PAID, name)) for name in names}},
                "round": 2,
                "earlier_panels": [{"seats": [{"arbitrator": "0xa"}]}],
                "panel": {"seats": [{"arbitrator": seat} for seat in ("0xb", "0xc")]},
            },
        }
        self.listed = [{"state": "executed", "basis": "merits"}, {"state": "open", "basis": None}]

    def items(self, path):
        assert path == "/v1/disputes"
        return iter(self.listed)

    def get(self, path):
        assert path == "/v1/disputes/1"
        return self.answer

    def file(self, path):
        assert path == "/v1/disputes/1/bundle"
        return BUNDLE


class Stage:
    """A case that went well, until a test changes something."""

    def __init__(self, folder):
        self.api = Api()
        self.codes = {"case.json": 0, "case-tampered.json": 2}
        self.shown = json.dumps({"data": self.api.answer["data"]})
        self.asked = []
        conflicted = SimpleNamespace(account=SimpleNamespace(address="0xd"))
        self.trial = SimpleNamespace(
            case=SimpleNamespace(dispute_id=1),
            payout=PAID,
            money=SimpleNamespace(balances=True),
            panels=[["0xa"], ["0xb", "0xc"]],
            bench=SimpleNamespace(conflicted=conflicted),
        )
        self.folder = folder
        self.page = io.StringIO()

    def ombud(self, *arguments):
        self.asked.append(arguments)
        if arguments[0] == "verify":
            code = self.codes[arguments[1].rpartition("/")[2]]
            return Said(code, "", "it does not hold" if code else "")
        return Said(0, self.shown, "")

    def judged(self):
        report = Report()
        story = Story(Console(file=self.page, width=200))
        CaseChecks(self.trial, self.api, self.ombud, self.folder, report, story).all()
        return report


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


def test_a_case_that_agrees_everywhere_has_no_failures(stage):
    report = stage.judged()
    assert (report.panel_rulings, report.case_bundle_verified, report.failures) == (1, True, [])
    assert ("dispute", "show", "1", "--json", "--as-of", "154") in stage.asked
    assert "the case in a file" in stage.page.getvalue()
    assert (stage.folder / "case.json").read_bytes() != (stage.folder / "case-tampered.json").read_bytes()


@pytest.mark.parametrize("basis", ["default", "timeout"])
def test_a_ruling_without_a_panel_does_not_count(stage, basis):
    stage.api.listed[0]["basis"] = basis
    assert stage.judged().panel_rulings == 0


def test_a_bundle_that_is_refused_is_not_verified(stage):
    stage.codes["case.json"] = 2
    report = stage.judged()
    assert not report.case_bundle_verified
    assert "it does not hold" in report.failures[0]


def test_a_tampered_bundle_that_is_accepted_is_a_failure(stage):
    stage.codes["case-tampered.json"] = 0
    report = stage.judged()
    assert not report.case_bundle_verified
    assert "tampered" in report.failures[0]


def test_a_command_that_tells_another_story_is_a_failure(stage):
    stage.shown = json.dumps({"data": {**stage.api.answer["data"], "ruling": "dismissed"}})
    assert "tells another story" in stage.judged().failures[0]


def test_a_mirror_that_pays_otherwise_than_the_chain_is_a_failure(stage):
    stage.api.answer["data"]["effects"]["payout"]["burned"] = "3"
    stage.shown = json.dumps({"data": stage.api.answer["data"]})
    assert "is not the chain's" in stage.judged().failures[0]


def test_a_mirror_without_a_payout_is_a_failure(stage):
    stage.api.answer["data"]["effects"]["payout"] = None
    stage.shown = json.dumps({"data": stage.api.answer["data"]})
    assert "is not the chain's" in stage.judged().failures[0]


def test_money_that_went_in_and_did_not_come_out_is_a_failure(stage):
    stage.trial.money.balances = False
    assert "not what came out" in stage.judged().failures[0]


def test_doubts_between_chain_and_model_are_a_failure(stage):
    stage.api.answer["completeness"] = {"complete": False, "basis": "it does not: dispute 1"}
    assert "dispute 1" in stage.judged().failures[0]


def test_a_conflicted_arbitrator_on_the_panel_is_a_failure(stage):
    stage.trial.bench.conflicted.account.address = "0xa"
    assert "those that were drawn" in stage.judged().failures[0]
