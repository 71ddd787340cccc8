"""The crash campaign, in short; and that it would see what it looks for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.crashes.findings import look
from bench.crashes.scene import AGENT, KEYS, NOW, Place
from bench.log_under_test import LOG, STREAM
from ledger.domain.record import decode
from ledger.domain.sealing import make_header, sign
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.signing import SIGNATURE_BYTES
from ledger.domain.statements import Receipt
from ledger.sdk import tail
from ledger.sdk.frame_log import FrameLog

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]


def test_a_short_campaign_loses_nothing_and_nobody_says_two_things():
    done = subprocess.run(
        [sys.executable, "-m", "bench.crashes", "--json", "--runs", "24", "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])
    assert [figures[name] for name in ("runs", "lost", "equivocations", "doubled", "wrong")] == [24, 0, 0, 0, 0]
    assert figures["kills"] >= 24
    assert figures["epochs_closed"] >= 1
    assert sum(figures["by_point"].values()) == 24
    assert figures["points"] > 50


CALM = """
import sys
from pathlib import Path
from bench.crashes.agent import Habits
from bench.crashes.parts import Parts
from bench.crashes.scene import Place
parts = Parts(Place(Path(sys.argv[1])), Habits("never", "plain"))
try:
    parts.keep_log()
    parts.agent_lives()
    parts.stop_log()
finally:
    parts.end()
"""


@pytest.fixture(scope="module")
def calm_run(tmp_path_factory) -> Path:
    """A run in which nobody dies, in a process of its own, since it forks."""
    folder = tmp_path_factory.mktemp("calm")
    subprocess.run([sys.executable, "-c", CALM, str(folder)], cwd=ROOT, timeout=120, check=True)
    return folder


@pytest.fixture
def calm(calm_run, tmp_path) -> Place:
    shutil.copytree(calm_run, tmp_path / "run", ignore=shutil.ignore_patterns("line"))
    return Place(tmp_path / "run")


def test_a_calm_run_leaves_nothing_to_find(calm):
    found = look(calm, durable=True)
    assert (found.lost, found.doubled, found.equivocations, found.wrong) == (0, 0, 0, [])
    assert found.acknowledged > 1
    assert found.checkpoints > 1


def test_a_lost_acknowledgement_and_a_lost_record_are_seen(calm):
    calm.tell("acknowledged", "11" * 32)
    calm.tell("written", "nobody", 3, None, 0)
    assert look(calm, durable=True).lost == 2


def test_two_headers_over_one_range_are_seen(calm):
    records = [line.statement for line in tail(calm.spool)][:1]
    data = _frames(calm)[:1]
    assert decode(data[0]) == records[0]
    other = sign(make_header(AGENT, 0, STREAM, 0, data, bytes(32), 99), data, KEYS[0])
    calm.tell("signed", other.entry.pack().hex())
    assert look(calm, durable=True).equivocations == 1


def test_two_receipts_for_one_record_are_seen(calm):
    given = next(SignedReceipt.unpack(what[0].encode()) for kind, *what in calm.told() if kind == "promised").receipt
    said = {name: getattr(given, name) for name in Receipt.__slots__}
    other = SignedReceipt(Receipt(**{**said, "anchor_by": NOW + 61}), bytes(SIGNATURE_BYTES))
    calm.tell("promised", other.pack().decode())
    assert look(calm, durable=True).equivocations == 1
    assert given.log == LOG


def test_a_checkpoint_or_an_anchor_of_another_history_is_seen(calm):
    calm.tell("checkpoint", 2, "22" * 32)
    with (calm.root / "anchored").open("a") as file:
        file.write(f"3 {'33' * 32}\n")
    assert len(look(calm, durable=True).wrong) == 2


def _frames(place: Place) -> list[bytes]:
    log = FrameLog(place.spool / f"0-{STREAM}" / "records.log")
    try:
        return log.catch_up(repair=False)
    finally:
        log.close()
