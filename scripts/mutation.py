#!/usr/bin/env python3
"""Mutate the contracts and count the mutants that the Solidity tests kill.

``universalmutator`` proposes changes of single lines; of a seeded sample each is compiled alone and put in the place of
the real artefact in a copy of the tree, where the compiled tests run: first those that are likely to notice. Those that
did must pass without the change. What lives is compiled once more, as contracts ship: a mutant that does not compile,
or comes to the same code, is none. The last line of standard output is one JSON object::

    {"killed", "total", "equivalent", "raw", "score", "unexplained", "invalid", "seed", "drawn", "commit",
     "carried": {commit: verdicts}, "survivors": [{"file", "line", "was", "became", "equivalent", "reason"}]}

``raw`` is killed / total, ``score`` killed / (total - equivalent). Survivors that a person has looked at stand in
``tests/contracts/survivors.json`` with the reason, and with ``"equivalent": true`` where no test could ever notice;
others have ``"reason": null``. Campaigns of random calls judge no mutant: one that only they would notice counts as
one that lived.

``--resume FILE`` keeps every verdict, with the tree that it was found on. A kill holds on other trees while the mutated
file is the same and the test that killed still reads as it did; what lived, and is not equivalent, is judged again when
any test changes.
``carried`` says how many of the verdicts are from other trees. ``--drawn REVISION`` keeps the order of the sample when
contracts change: see ``mutants.propose``.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import contextlib
import itertools
import json
import queue
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import build_contracts as compiler
from examiner import Examiner
from mutants import Mutant, propose, units_of
from verdicts import Verdicts
from workshop import ROOT, TESTS, DoesNotCompileError, Workshop, build, commit, say

REASONS = ROOT / TESTS / "survivors.json"
AT_ONCE = 40  # mutants whose soundness is asked in one question
FUZZ_RUNS = 64  # of a fuzzed test: fewer than usual, so that some more mutants live
AHEAD = 5  # such questions a worker that may be open, since one of them can take long


class Campaign:
    """Workers that judge mutants in the order of the sample."""

    def __init__(self, verdicts: Verdicts, workers: int, cleanup: contextlib.ExitStack) -> None:
        self._verdicts = verdicts
        self._workers = workers
        self._pool = cleanup.enter_context(concurrent.futures.ThreadPoolExecutor(workers))
        self._idle: queue.LifoQueue[Examiner] = queue.LifoQueue()  # the warm ones first
        for _ in range(workers):
            workshop = Workshop(Path(cleanup.enter_context(tempfile.TemporaryDirectory())), FUZZ_RUNS)
            cleanup.callback(workshop.bench.close)
            self._idle.put(Examiner(workshop))

    def verdicts(self, mutants: list[Mutant]) -> Generator[dict[str, Any], None, None]:
        """The verdict on each, in this order; some are found ahead of the one that is asked for."""
        rest = iter(mutants)
        asked: collections.deque[concurrent.futures.Future[list[dict[str, Any]]]] = collections.deque()
        try:
            while True:
                while len(asked) < AHEAD * self._workers and (some := list(itertools.islice(rest, AT_ONCE))):
                    asked.append(self._pool.submit(self._judge, some))
                if not asked:
                    return
                yield from asked.popleft().result()
        finally:
            self._pool.shutdown(cancel_futures=True)

    def _judge(self, mutants: list[Mutant]) -> list[dict[str, Any]]:
        new = [mutant for mutant in mutants if self._verdicts.of(mutant) is None]
        if new:
            with self._one() as examiner:
                sound = examiner.sound(new)
                for mutant in new:
                    if mutant not in sound:
                        self._verdicts.keep(mutant, None, valid=False)
                for mutant in (m for m in new if m in sound):
                    self._verdicts.keep(mutant, *self._verdict(examiner, mutant))
        return [self._verdicts.get(mutant) for mutant in mutants]

    @staticmethod
    def _verdict(examiner: Examiner, mutant: Mutant) -> tuple[str | None, bool]:
        try:
            return examiner.killer(mutant), True
        except DoesNotCompileError:
            return None, False

    @contextlib.contextmanager
    def _one(self) -> Iterator[Examiner]:
        examiner = self._idle.get()
        try:
            yield examiner
        finally:
            self._idle.put(examiner)


def run(asked: argparse.Namespace) -> dict[str, Any]:
    """Kill `asked.sample` mutants, or say which ones lived."""
    units = units_of(asked.only)
    found: list[dict[str, Any]] = []
    invalid = 0
    compiler.use_bundled_node()
    build()
    with contextlib.ExitStack() as cleanup:
        campaign = Campaign(Verdicts(asked.resume, equivalent=equivalent()), asked.workers, cleanup)
        mutants = propose(units, asked.seed, asked.drawn)
        verdicts = cleanup.enter_context(contextlib.closing(campaign.verdicts(mutants)))
        for verdict in verdicts:
            if not verdict["valid"]:
                invalid += 1
                continue
            found.append(verdict)
            said = f"LIVED as {verdict['became']}" if verdict["lived"] else f"killed by {verdict['killer']}"
            say(f"{sum(not v['lived'] for v in found)}/{len(found)} {verdict['file']}:{verdict['line']} {said}")
            if len(found) == asked.sample:
                break
    return {**summed_up(found, commit()), "invalid": invalid, "seed": asked.seed, "drawn": asked.drawn}


def looked_at() -> dict[tuple[str, str, str], dict[str, Any]]:
    """What persons said of survivors, by file, line as it was, line as it became."""
    return {(k["file"], k["was"], k["became"]): k for k in json.loads(REASONS.read_text(encoding="utf-8"))}


def equivalent() -> frozenset[tuple[str, str, str]]:
    """Survivors that no test can notice."""
    return frozenset(place for place, said in looked_at().items() if said["equivalent"])


def summed_up(found: list[dict[str, Any]], tree: str) -> dict[str, Any]:
    """The figures of a run on a tree."""
    known = looked_at()
    survivors = []
    for verdict in found:
        if verdict["lived"]:
            shown = {key: verdict[key] for key in ("file", "line", "was", "became")}
            entry = known.get((shown["file"], shown["was"], shown["became"]), {"equivalent": False, "reason": None})
            survivors.append({**shown, "equivalent": entry["equivalent"], "reason": entry["reason"]})
    killed, same = len(found) - len(survivors), sum(s["equivalent"] for s in survivors)
    counted = len(found) - same
    return {
        "killed": killed,
        "total": len(found),
        "equivalent": same,
        "raw": round(killed / len(found), 4) if found else None,
        "score": round(killed / counted, 4) if counted else None,
        "unexplained": sum(s["reason"] is None for s in survivors),
        "commit": tree,
        "carried": collections.Counter(verdict["tree"] for verdict in found if verdict["tree"] != tree),
        "survivors": survivors,
    }


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description="Mutation test of the contracts.")
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="mutants that compile to other code")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--drawn", metavar="REVISION", help="keep the order that the sample has on this commit")
    parser.add_argument("--only", metavar="TEXT", help="only files whose path holds this")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep verdicts here, and go on from those in it")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="mutants at a time")
    parser.add_argument("--json", action="store_true", help="on one line")
    asked = parser.parse_args()
    figures = run(asked)
    print(json.dumps(figures, indent=None if asked.json else 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
