"""Measure with ./scripts/bench and keep what it prints under bench/figures, for the page of performance.

    python scripts/figures.py NAME [NAME ...]
    python scripts/figures.py --quick --into /tmp/figures NAME      # a try, of the command alone

A figure is kept with the commit it was measured at, the machine, its load before and after, and the day: work that is
not committed is refused, since nobody could measure it again. Small measurements are never kept among the others.
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


def keep(name: str, folder: Path, *, quick: bool = False) -> Path:
    """Measure one part and keep its figures; returns the file.

    Args:
        name: Of the measurement.
        folder: Where its file is written.
        quick: Whether small sizes do.
    """
    words = [name, "--json", *(["--quick"] if quick else [])]
    commit, before = _git("rev-parse", "--short=12", "HEAD"), _load()
    done = subprocess.run(
        [sys.executable, "-m", "bench", *words],
        stdout=subprocess.PIPE, text=True, timeout=_PATIENCE_S, check=True, cwd=ROOT,
    )  # fmt: skip
    kept: dict[str, Any] = {
        "command": f"./scripts/bench {' '.join(words)}",
        "commit": commit,
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": " ".join((str(os.cpu_count()), "cores,", *_KIND)),
        "load": [before, _load()],
        "figures": json.loads(done.stdout.strip().splitlines()[-1]),
    }
    file = folder / f"{name}.json"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return file


def _load() -> float:
    """Return how many tasks wanted a core in the last minute, on average."""
    return round(os.getloadavg()[0], 1)


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT)
    return done.stdout.strip()


def main() -> int:
    """Keep the figures of what is named."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="+", choices=list(BENCHES), metavar="NAME", help=", ".join(BENCHES))
    asked.add_argument("--into", type=Path, default=ROOT / FIGURES, help="another folder than bench/figures")
    asked.add_argument("--quick", action="store_true", help="small sizes, to see that it works; needs --into")
    given = asked.parse_args()
    ours = given.into.resolve() == (ROOT / FIGURES).resolve()
    if given.quick and ours:
        asked.error("figures of small sizes are not kept: name another folder by --into")
    if ours and _git("status", "--porcelain", "--untracked-files=no"):
        print("error: commit first: figures name the commit that they were measured at", file=sys.stderr)
        return 2
    for name in given.names:
        print(keep(name, given.into, quick=given.quick))
    return 0


if __name__ == "__main__":
    sys.exit(main())
