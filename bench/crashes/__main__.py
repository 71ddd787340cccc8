"""`python -m bench.crashes`: progress on standard error, the figures on standard output."""

from __future__ import annotations

import argparse
import json
import sys

from bench.crashes.campaign import run
from bench.options import Options

RUNS = 100


def main(arguments: list[str]) -> int:
    """Play the campaign; the exit code is 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="scripts/crashes", description="Kill agent and log server at every write.")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"how many; {RUNS} by default")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of everything that is random")
    asked = parser.parse_args(arguments)
    figures = run(Options(quick=False, seed=asked.seed, say=_say), asked.runs) | {"seed": asked.seed}
    print(json.dumps(figures) if asked.json else json.dumps(figures, indent=2))
    return int(any(figures[name] for name in ("lost", "equivocations", "doubled", "wrong")))


def _say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
