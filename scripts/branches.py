#!/usr/bin/env python3
"""Count which arms of the contracts' decisions the Solidity tests go through.

Hardhat counts lines and statements. Here each condition of the contracts reports which way it went, in a copy of the
tree where the compiled tests deploy the marked contracts. The last line of standard output is one JSON object::

    {"branches", "hit", "percent", "kinds": {kind: {"branches", "hit"}}, "commit", "failed": [test],
     "files": [{"file", "branches", "hit", "percent", "missed": [{"line", "kind", "way", "code"}]}]}

``branches`` are the arms of ``if``, ``? :``, ``require``, ``try`` and loops, and both ways of each left side of ``&&``
and ``||``. Decisions in assembly are not seen. Contracts that only tests use, and interfaces, are left out.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import build_contracts as compiler
from instrument import MARKS, Arm, instrument, marks
from workshop import QUICK, ROOT, TESTS, Workshop, build, commit, say

CARRIERS = ("MerkleLog", "Signatures", "Vectors", "PackedFeedback")  # tests that carry library code in themselves


def mark_all(workshop: Workshop) -> tuple[dict[str, str], list[Arm]]:
    """All sources of ours with marks, and the arms."""
    ours = [unit for unit in workshop.sources if unit.startswith("contracts/")]
    trees = workshop.trees()
    marked = {MARKS: marks(ROOT / "node_modules")}
    arms: list[Arm] = []
    for unit in ours:
        marked[unit], more = instrument(unit, workshop.sources[unit]["content"], trees[unit], 1 + len(arms))
        arms.extend(more)
    return marked, arms


def measure(folder: Path) -> tuple[list[Arm], set[int], list[str]]:
    """The arms, the tags of those that were gone, and the tests that failed."""
    workshop = Workshop(folder)
    try:
        marked, arms = mark_all(workshop)
        say(f"{len(arms)} arms; compiling {len(workshop.deployables)} contracts with marks")
        workshop.sources[MARKS] = {"content": marked[MARKS]}
        workshop.sources = {unit: {"content": marked.get(unit, s["content"])} for unit, s in workshop.sources.items()}
        for user in workshop.deployables:
            workshop.exchange(workshop.compile([user], {}, QUICK))
            say(f"compiled {user[1]}")
        for name in CARRIERS:
            unit = f"{TESTS}/{name}.t.sol"
            if unit in workshop.tests:
                workshop.add_source(unit)
                workshop.exchange(workshop.compile([(unit, f"{name}Test")], {}, QUICK))
                say(f"compiled {unit}")
        say("running all tests")
        failed = [f"{s.file} {name}" for s in workshop.test([]) for name in s.failed]
    finally:
        workshop.bench.close()
    return arms, gone(folder), failed


def gone(folder: Path) -> set[int]:
    """The tags that Hardhat heard of."""
    return {
        int(tag, 16)
        for path in (folder / "coverage" / "data").rglob("*.json")
        for tag in json.loads(path.read_text(encoding="utf-8"))
    }


def summed_up(arms: list[Arm], hit: set[int], failed: list[str]) -> dict[str, Any]:
    """The figures."""
    kinds: dict[str, dict[str, int]] = {}
    by_file: dict[str, list[Arm]] = collections.defaultdict(list)
    for arm in arms:
        by_file[arm.unit].append(arm)
        kind = kinds.setdefault(arm.kind, {"branches": 0, "hit": 0})
        kind["branches"] += 1
        kind["hit"] += arm.tag in hit
    files = []
    for unit, some in sorted(by_file.items()):
        missed = [a for a in some if a.tag not in hit]
        files.append(
            {
                "file": unit,
                **counted(len(some), len(some) - len(missed)),
                "missed": [{"line": a.line, "kind": a.kind, "way": a.way, "code": a.code} for a in missed],
            }
        )
    total = counted(len(arms), sum(a.tag in hit for a in arms))
    return {**total, "kinds": kinds, "commit": commit(), "failed": failed, "files": files}


def counted(branches: int, hit: int) -> dict[str, Any]:
    """Numbers and their share, in percent."""
    return {"branches": branches, "hit": hit, "percent": round(100 * hit / branches, 2) if branches else None}


def main() -> int:
    """Read the command line, measure, print; exit code 1 when a test failed or less is gone than is wanted."""
    parser = argparse.ArgumentParser(prog="scripts/branches", description="Branch coverage of the contracts.")
    parser.add_argument("--least", type=float, default=0, metavar="PERCENT", help="exit code 1 below this")
    parser.add_argument("--json", action="store_true", help="on one line")
    asked = parser.parse_args()
    compiler.use_bundled_node()
    build()
    os.environ["HARDHAT_COVERAGE"] = "true"  # from here on: what is built is not marked by Hardhat too
    with tempfile.TemporaryDirectory() as folder:
        figures = summed_up(*measure(Path(folder)))
    print(json.dumps(figures, indent=None if asked.json else 2))
    return 1 if figures["failed"] or (figures["percent"] or 0) < asked.least else 0


if __name__ == "__main__":
    sys.exit(main())
