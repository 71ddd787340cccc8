"""`ombud verify` of a dispute: it says who claimed, ruled and paid, needs no network, and its exit code tells."""

from __future__ import annotations

import json
import subprocess
import sys

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.cli.verify import app
from ledger.domain.dispute import NOBODY
from ledger.errors import InvalidInputError
from tests.fakes.case_attacks import ATTACKS
from tests.fakes.case_facts import case_bundle_of
from tests.fakes.world import account
from tests.unit.domain.test_case_bundle import WHOLE, on_receipt
from tests.unit.domain.test_case_replay import drawn_case, setting

RUN = CliRunner()
SCRIPT = (
    "import sys; sys.argv = ['ombud', 'verify', sys.argv[1]]\n"
    "from ledger.serve import main\n"
    "try: main()\n"
    "except SystemExit as end: code = end.code\n"
    "print([name for name in ('web3', 'redis', 'fastapi', 'httpx', 'uvicorn') if name in sys.modules], code)"
)


@pytest.fixture
def file(tmp_path):
    return written(tmp_path, WHOLE)


def written(folder, bundle):
    path = folder / "case.json"
    path.write_bytes(bundle.serialise())
    return path


def told(tmp_path, bundle):
    result = RUN.invoke(app, [str(written(tmp_path, bundle))])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_whole_case_is_told_in_plain_words(file):
    result = RUN.invoke(app, [str(file)])
    assert result.exit_code == 0
    for said in (
        "holds: dispute 1 about eip155:31337",
        f"claim: {WHOLE.summary.claimant} claimed harm against {WHOLE.summary.liable}",
        "shown by record",
        "drawn again from the block's hash: the same seats",
        f"  {WHOLE.summary.votes[0].arbitrator} revealed: upheld, reasons ",
        f"  {WHOLE.summary.votes[2].arbitrator} absent",
        "ruling: upheld, by its panel; the dispute is in state executed",
        "cost: 0.00000000000023 ether taken from the bond",
        "standing: 4 units of evidence against the agent",
        "'chat.txt'",
        "withheld",
        f"{len(WHOLE.facts)} events, chain 31337",
        "does not prove:",
    ):
        assert said in result.output


def test_a_tampered_case_is_refused_and_says_nothing_else_of_it(file):
    edit = next(edit for name, edit, _ in ATTACKS if name == "drop the slash")
    document = msgspec.json.decode(WHOLE.serialise())
    edit(document)
    file.write_bytes(msgspec.json.encode(document))
    result = RUN.invoke(app, [str(file)])
    assert result.exit_code == 2
    assert "does not hold" in result.output
    assert "[missing_fact]" in result.output
    assert "ruling:" not in result.output


def test_a_case_is_told_as_json(file):
    report = json.loads(RUN.invoke(app, [str(file), "--json"]).output)
    assert report["ok"] is True
    assert report["summary"]["ruling"] == "upheld"
    assert report["timeline"][0]["event"] == "BondLocked"


def test_an_open_case_says_that_there_is_no_ruling_yet(tmp_path):
    court, agent = setting()
    court.open(agent, injured=NOBODY)
    said = told(tmp_path, case_bundle_of(court))
    assert "action: not shown here, only its hash" in said
    assert "ruling: none yet; the dispute is in state open" in said


def test_a_case_says_who_was_injured_and_who_was_passed_over(tmp_path):
    assert f"injured: {account('injured')}" in told(tmp_path, on_receipt())
    assert "was named and passed over: no fact says why" in told(tmp_path, drawn_case())


@pytest.mark.parametrize("content", ['{"schema":"ombud/case/9"}', '{"schema":"ombud/case/1"}', "\xff", "[]"])
def test_another_form_is_refused(tmp_path, content):
    path = tmp_path / "case.json"
    path.write_text(content)
    assert isinstance(RUN.invoke(app, [str(path)]).exception, InvalidInputError)


def test_verifying_a_case_imports_neither_web3_nor_redis_nor_fastapi(file):
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_verifying_a_case_opens_no_socket(file):
    guarded = (
        "import sys\n"
        "def refuse(event, _):\n"
        "    if event.startswith('socket.'): raise AssertionError(event)\n"
        "sys.addaudithook(refuse)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", guarded + SCRIPT, str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_a_ruling_is_made_again_from_the_bundle_alone(file):
    result = RUN.invoke(app, [str(file), "--ruling"])
    assert result.exit_code == 0, result.output
    ruling = json.loads(result.output)
    assert (ruling["ruling"], ruling["cause"], ruling["dissent"]) == ("upheld", "panel", [])
    assert ruling["policy_hash"] == WHOLE.summary.policy_hash
    assert ruling["evidence"][0] == WHOLE.summary.evidence_hash
    assert [vote["reasons_hash"] is None for vote in ruling["votes"]] == [False, False, True]
