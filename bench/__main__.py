"""`python -m bench NAME`: progress on standard error, the figures on standard output."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from importlib import import_module

from bench.options import BENCHES, Figures, Options
from ledger import telemetry


def main(arguments: list[str]) -> int:
    """Run what is named; returns the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure one part of Ombud, or all.")
    parser.add_argument("name", choices=[*BENCHES, "all"])
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--quick", action="store_true", help="small sizes: a smoke run, no measurement")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of everything that is random")
    asked = parser.parse_args(arguments)
    telemetry.configure()
    options = Options(quick=asked.quick, seed=asked.seed, say=_say)
    figures: Figures = {"bench": asked.name, "quick": options.quick}
    if asked.name == "all":
        figures |= {name: _run(name, options) for name in BENCHES}
    else:
        figures |= _run(asked.name, options)
    print(json.dumps(figures) if asked.json else json.dumps(figures, indent=2))
    return 0


def _run(name: str, options: Options) -> Figures:
    options.say(f"{name}: {BENCHES[name]}")
    begun, before = time.monotonic(), os.getloadavg()[0]
    figures: Figures = import_module(f"bench.{name}").run(options)
    figures["load_average"] = {"before": before, "after": os.getloadavg()[0], "cores": os.cpu_count()}
    options.say(f"{name}: {time.monotonic() - begun:.0f} s")
    return figures


def _say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
