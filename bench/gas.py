"""Gas of transactions: what the contracts' own tests measured, checked again unless the run is quick.

The tests write what they measure into `snapshots/`; `hardhat test solidity --snapshot-check` measures again and
fails when a figure moved. The figures are those of the usual case, intrinsic gas and call data included.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Final

from bench.options import Figures, Options

_ROOT: Final = Path(__file__).resolve().parents[1]
_TESTS: Final = (
    "tests/contracts/Gas.t.sol",
    "tests/contracts/CourtGas.t.sol",
    "tests/contracts/StandingGas.t.sol",
    "tests/contracts/FeedbackGas.t.sol",
)
_CHECK_SECONDS: Final = 1800
_COURT_STEPS: Final = ("open", "respond", "commit", "reveal", "rule", "execute")
_BATCHES: Final = (1, 16, 64, 256, 1024)
_ERC8004_GIVE_FEEDBACK_STEADY: Final = 132_512


def run(options: Options) -> Figures:
    """Read the snapshots; say whether they were measured again just now."""
    checked = None if options.quick else _check(options)
    moves, court, standing = _snapshot("transactions"), _snapshot("court"), _snapshot("standing")
    anchor = moves.get("anchor 2^20 - 1 to 2^20 + 1,000 (most hashes)")
    steady = moves.get("record, steady")
    return {
        "register": moves.get("register without a file"),
        "record_steady": steady,
        "anchor_at_2_20": anchor,
        "per_action": {str(count): _shared(anchor, steady, count) for count in _BATCHES},
        "standing_read": {
            "1": standing.get("read, 1 entry, longest decay"),
            "10000": standing.get("read, 10,000 entries, longest decay"),
        },
        "standing_read_as_transaction": moves.get("scoreOf, as a transaction"),
        "equivocation": moves.get("equivocation with slash, new agent, new prover, two keys"),
        "equivocation_proof": moves.get("equivocation, proof alone, two keys"),
        "receipt_vs_log_depth20": moves.get("receipt against log at depth 20, proof alone"),
        "receipt_vs_log_depth20_two_keys": moves.get("receipt against log at depth 20, proof alone, two keys"),
        **{step: court.get(f"first of its parties: {step}") for step in _COURT_STEPS},
        "case_total": court.get("first of its parties: all"),
        "give_feedback_steady": _snapshot("feedback").get("giveFeedback, steady"),
        "execute_parties_known": court.get("parties known: execute"),
        "reveal_first_pay": court.get("first of its parties: reveal, first pay"),
        "peers": {"erc8004_give_feedback_steady": _ERC8004_GIVE_FEEDBACK_STEADY},
        "measured_again": checked,
    }


def _shared(anchor: int | None, steady: int | None, count: int) -> float | None:
    """Gas of one action when `count` share an anchor; one alone is recorded on chain directly."""
    if count == 1:
        return steady
    return None if anchor is None else anchor / count


def _snapshot(group: str) -> dict[str, int]:
    found = json.loads((_ROOT / "snapshots" / f"{group}.json").read_text())
    return {name: int(gas) for name, gas in found.items()}


def _check(options: Options) -> bool | None:
    """Measure again with Hardhat; None if that could not be done here.

    Contracts that the tests load by their names are built before: naming test files compiles only what these import.
    """
    options.say("measuring again with Hardhat (minutes when contracts must be compiled)")
    hardhat = [os.environ.get("OMBUD_NODE", "node"), "node_modules/hardhat/dist/src/cli.js"]
    for words in (("build",), ("test", "solidity", *_TESTS, "--snapshot-check")):
        try:
            done = subprocess.run(
                [*hardhat, *words], cwd=_ROOT, capture_output=True, text=True, timeout=_CHECK_SECONDS, check=False
            )
        except (FileNotFoundError, subprocess.TimeoutExpired) as error:
            options.say(f"not measured again: {error}")
            return None
        if done.returncode:
            options.say(done.stdout[-2000:] + done.stderr[-2000:])
            return False
    return True
