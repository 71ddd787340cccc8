"""`python -m bench.faults`: progress on standard error, the figures on standard output."""

from __future__ import annotations

import argparse
import json
import sys

from bench.faults.campaign import run
from bench.options import Options
from ledger import telemetry

SCENARIOS = 100


def main(arguments: list[str]) -> int:
    """Play the campaign; the exit code is 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="scripts/faults", description="Kill, cut off, fork and lie, and see.")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument(
        "--scenarios", type=int, default=SCENARIOS, metavar="N", help=f"how many; {SCENARIOS} by default"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of everything that is random")
    asked = parser.parse_args(arguments)
    telemetry.configure()
    figures = run(Options(quick=False, seed=asked.seed, say=_say), asked.scenarios) | {"seed": asked.seed}
    print(json.dumps(figures) if asked.json else json.dumps(figures, indent=2))
    return int(bool(figures["wrong_answers"] or figures["digest_mismatches"]))


def _say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
