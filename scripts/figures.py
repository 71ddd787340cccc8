"""Measure with ./scripts/bench and keep what it prints under bench/figures, for the page of performance.

    python scripts/figures.py NAME [NAME ...]

A figure is kept with the commit it was measured at: work that is not committed is refused, since nobody could measure
it again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.options import BENCHES  # noqa: E402 run from anywhere
from scripts.reference.performance import FIGURES  # noqa: E402

_PATIENCE_S: Final = 3600
_KIND: Final = (platform.system(), f"{platform.machine()},", f"Python {platform.python_version()}")


def keep(name: str) -> Path:
    """Measure one part and keep its figures; returns the file."""
    command = f"./scripts/bench {name} --json"
    done = subprocess.run(
        [sys.executable, "-m", "bench", name, "--json"],
        stdout=subprocess.PIPE, text=True, timeout=_PATIENCE_S, check=True, cwd=ROOT,
    )  # fmt: skip
    kept: dict[str, Any] = {
        "command": command,
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": " ".join((str(os.cpu_count()), "cores,", *_KIND)),
        "figures": json.loads(done.stdout.strip().splitlines()[-1]),
    }
    file = ROOT / FIGURES / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return file


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT)
    return done.stdout.strip()


def main() -> int:
    """Keep the figures of what is named."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="+", choices=list(BENCHES), metavar="NAME", help=", ".join(BENCHES))
    if _git("status", "--porcelain", "--untracked-files=no"):
        print("error: commit first: figures name the commit that they were measured at", file=sys.stderr)
        return 2
    for name in asked.parse_args().names:
        print(keep(name).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
