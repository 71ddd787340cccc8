"""The fault campaign, in short: a few scenarios, with nothing wrong and nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.faults.kinds import KINDS

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]


def test_a_short_campaign_finds_nothing_wrong_and_nothing_lost():
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", "--json", "--scenarios", "6", "--seed", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["scenarios"], figures["wrong_answers"], figures["digest_mismatches"]) == (6, 0, 0)
    assert figures["answers"] > 0
    assert figures["by_kind"].keys() == KINDS.keys()
