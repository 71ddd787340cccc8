#!/usr/bin/env python3
"""Mutate the contracts and count the mutants that the Solidity tests kill.

``universalmutator`` proposes changes of single lines; of a seeded sample each is compiled alone and put in the place of
the real artefact in a copy of the tree, where the compiled tests run: first those that are likely to notice. What lives
is compiled once more, as contracts ship: a mutant that does not compile, or comes to the same code, is none. The last
line of standard output is one JSON object::

    {"killed", "total", "equivalent", "score", "unexplained", "invalid", "seed", "commit",
     "survivors": [{"file", "line", "was", "became", "equivalent", "reason"}]}

``score`` is killed / (total - equivalent). Survivors that a person has looked at stand in
``tests/contracts/survivors.json`` with the reason, and with ``"equivalent": true`` where no test could ever notice;
others have ``"reason": null``. ``--resume FILE`` keeps every verdict: one who killed holds while the contract's file is
the same, one who lived while the tests are too.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import contextlib
import hashlib
import itertools
import json
import queue
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import build_contracts as compiler
from mutants import Mutant, propose, units_of
from workshop import (
    KEPT,
    QUICK,
    ROOT,
    TESTS,
    Codes,
    DoesNotCompileError,
    Suite,
    TooLongError,
    Workshop,
    build,
    commit,
    say,
    without_metadata,
)

REASONS = ROOT / TESTS / "survivors.json"
SHIPPED: dict[str, Any] = {}  # settings: as solidity.json has them
AT_ONCE = 100  # mutants whose soundness is asked in one question
LOOK_AHEAD = 30  # mutants asked for ahead of the one that is waited for, a worker; one in eight is sound
SLOWER = 20  # times what a round of tests took without a change: it loops
SLOW = 3  # seconds; tests that take longer are asked last
SHORTEST = 120  # seconds that any round is given


class Court:
    """Decides whether a mutant lives; one of several, each with a workshop of its own."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._seconds: dict[str, float] = {}
        self._killers: dict[str, list[str]] = {}
        self._originals: dict[tuple[str, str], str] = {}
        self._baseline: Codes = {}

    def prepare(self, units: list[str]) -> None:
        """Compile what is mutated as mutants are compiled, and see all tests pass; a red tree measures nothing.

        Raises:
            SystemExit: if they do not.
        """
        used = sorted({user for unit in units for user in self._workshop.users(unit)})
        self._baseline.update(self._workshop.compile(used, {}, QUICK))
        self._workshop.exchange(self._baseline)
        known = KEPT / f"green-{self._fingerprint()}.json"
        if known.exists():
            self._seconds = json.loads(known.read_text(encoding="utf-8"))
            say("all tests pass without a change, as they did before")
            return
        started = time.monotonic()
        suites = self._workshop.test([])
        if failed := [f"{s.file} {name}" for s in suites for name in s.failed]:
            sys.exit(f"tests fail without any change: {', '.join(failed)}")
        for suite in suites:
            self._seconds[suite.file] = self._seconds.get(suite.file, 0) + suite.seconds
        known.write_text(json.dumps(self._seconds), encoding="utf-8")
        say(f"all tests of {len(suites)} contracts pass in {time.monotonic() - started:.0f} s")

    def _fingerprint(self) -> str:
        """Of what the tests run against, and of the tests."""
        codes = json.dumps(sorted((*user, code["bytecode"]) for user, code in self._baseline.items()))
        return hashlib.sha256((codes + tests_hash()).encode()).hexdigest()

    def follow(self, other: Court) -> None:
        """Take over what another prepared."""
        self._baseline, self._seconds = other._baseline, other._seconds
        self._workshop.exchange(self._baseline)

    def sound(self, mutants: list[Mutant]) -> set[Mutant]:
        """Those of many mutants that are Solidity: most are not, and reading them together costs little."""
        named = {f"{mutant.unit.removesuffix('.sol')}.{i}.sol": mutant for i, mutant in enumerate(mutants)}
        refused = self._workshop.refused({name: mutant.source() for name, mutant in named.items()})
        return {mutant for name, mutant in named.items() if name not in refused}

    def killer(self, mutant: Mutant) -> str | None:
        """The test that notices, or None when it lives.

        Raises:
            DoesNotCompileError: there is no such mutant: it does not compile, or comes to the same code.
        """
        users = self._workshop.users(mutant.unit)
        changed = {mutant.unit: mutant.source()}
        codes = self._workshop.compile(users, changed, QUICK)
        if not self._differ(codes, {user: self._baseline[user]["bytecode"] for user in users}):
            raise DoesNotCompileError
        self._workshop.exchange(codes)
        try:
            killer = next(filter(None, map(self._fails, self._rounds(mutant.unit, users))), None)
        finally:
            self._workshop.exchange({user: self._baseline[user] for user in users})
        if killer is not None:
            self._remember(mutant.unit, killer.split(" ")[0])
            return killer
        for user in users:
            if user not in self._originals:
                self._originals[user] = self._workshop.compile([user], {}, SHIPPED)[user]["bytecode"]
        if not self._differ(self._workshop.compile(users, changed, SHIPPED), self._originals):
            raise DoesNotCompileError
        return None

    @staticmethod
    def _differ(codes: Codes, were: dict[tuple[str, str], str]) -> bool:
        return any(without_metadata(code["bytecode"]) != without_metadata(were[user]) for user, code in codes.items())

    def _rounds(self, unit: str, users: list[tuple[str, str]]) -> list[list[str]]:
        """Test files, those first that killed mutants of this file or are named after it, slow ones last."""
        names = [Path(unit).stem, *(name for _, name in users)]
        own = [f"{TESTS}/{name}.t.sol" for name in names]
        first = [t for t in [*self._killers.get(unit, [])[:2], own[0]] if t in self._workshop.tests]
        about = sorted(
            (t for t in self._workshop.tests if self._seconds.get(t, 0) < SLOW),
            key=lambda t: (t not in own, -sum((ROOT / t).read_text(encoding="utf-8").count(name) for name in names), t),
        )
        rounds: list[list[str]] = [list(dict.fromkeys(first))]
        for some in (about[:6], about, self._workshop.tests):
            done = {t for r in rounds for t in r}
            rounds.append([t for t in some if t not in done])
        return [r for r in rounds if r]

    def _fails(self, tests: list[str]) -> str | None:
        longest = max(SHORTEST, SLOWER * sum(self._seconds.get(t, 0) for t in tests))
        try:
            suites: list[Suite] = self._workshop.test(tests, longest)
        except TooLongError:
            return f"{tests[0]} (no end)"
        return next((f"{s.file} {s.failed[0]}" for s in suites if s.failed), None)

    def _remember(self, unit: str, file: str) -> None:
        known = self._killers.setdefault(unit, [])
        if file in known:
            known.remove(file)
        known.insert(0, file)


def tests_hash() -> str:
    """A name that holds while no test changes."""
    return hashlib.sha256(b"\0".join(t.read_bytes() for t in sorted((ROOT / TESTS).rglob("*.sol")))).hexdigest()


class Verdicts:
    """What was found before, in a file of one JSON object a line, so that a run which was interrupted goes on."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, dict[str, Any]] = {}
        self._tests = tests_hash()
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                verdict = json.loads(line)
                self._known[verdict["key"]] = verdict

    def of(self, mutant: Mutant) -> dict[str, Any] | None:
        """What is known of a mutant and still holds."""
        known = self._known.get(mutant.key())
        return known if known is not None and (not known["lived"] or known["tests"] == self._tests) else None

    def keep(self, mutant: Mutant, killer: str | None, *, valid: bool) -> dict[str, Any]:
        """Write down a verdict."""
        verdict = {
            "key": mutant.key(),
            "valid": valid,
            "lived": valid and killer is None,
            "killer": killer,
            "tests": self._tests,
            **mutant.shown(),
        }
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(verdict) + "\n")
        return verdict


class Campaign:
    """Workers that judge mutants in the order of the sample."""

    def __init__(self, units: list[str], verdicts: Verdicts, workers: int, cleanup: contextlib.ExitStack) -> None:
        self._verdicts = verdicts
        self._ahead = LOOK_AHEAD * workers
        self._pool = cleanup.enter_context(concurrent.futures.ThreadPoolExecutor(workers))
        self._idle: queue.SimpleQueue[Court] = queue.SimpleQueue()
        first: Court | None = None
        for _ in range(workers):
            workshop = Workshop(Path(cleanup.enter_context(tempfile.TemporaryDirectory())))
            cleanup.callback(workshop.bench.close)
            court = Court(workshop)
            if first is None:
                court.prepare(units)
                first = court
            else:
                court.follow(first)
            self._idle.put(court)

    def verdicts(self, mutants: list[Mutant]) -> Generator[dict[str, Any], None, None]:
        """The verdict on each, in this order; some are found ahead of the one that is asked for."""
        asked: collections.deque[Callable[[], dict[str, Any]]] = collections.deque()
        questions = self._questions(iter(mutants))
        try:
            while True:
                asked.extend(itertools.islice(questions, self._ahead - len(asked)))
                if not asked:
                    return
                yield asked.popleft()()
        finally:
            self._pool.shutdown(cancel_futures=True)

    def _questions(self, mutants: Iterator[Mutant]) -> Iterator[Callable[[], dict[str, Any]]]:
        while some := list(itertools.islice(mutants, AT_ONCE)):
            new = [mutant for mutant in some if self._verdicts.of(mutant) is None]
            sound = self._sound(new) if new else set()
            for mutant in some:
                known = self._verdicts.of(mutant)
                if known is None and mutant not in sound:
                    known = self._verdicts.keep(mutant, None, valid=False)
                yield self._pool.submit(self._judge, mutant).result if known is None else partial(dict, known)

    def _sound(self, mutants: list[Mutant]) -> set[Mutant]:
        with self._one() as court:
            return court.sound(mutants)

    def _judge(self, mutant: Mutant) -> dict[str, Any]:
        try:
            with self._one() as court:
                return self._verdicts.keep(mutant, court.killer(mutant), valid=True)
        except DoesNotCompileError:
            return self._verdicts.keep(mutant, None, valid=False)

    @contextlib.contextmanager
    def _one(self) -> Iterator[Court]:
        court = self._idle.get()
        try:
            yield court
        finally:
            self._idle.put(court)


def run(sample: int, seed: int, only: str | None, resume: Path | None, workers: int) -> dict[str, Any]:
    """Kill `sample` mutants, or say which ones lived."""
    units = units_of(only)
    found: list[dict[str, Any]] = []
    invalid = 0
    compiler.use_bundled_node()
    build()
    with contextlib.ExitStack() as cleanup:
        verdicts = cleanup.enter_context(
            contextlib.closing(Campaign(units, Verdicts(resume), workers, cleanup).verdicts(propose(units, seed)))
        )
        for verdict in verdicts:
            if not verdict["valid"]:
                invalid += 1
                continue
            found.append(verdict)
            said = f"LIVED as {verdict['became']}" if verdict["lived"] else f"killed by {verdict['killer']}"
            say(f"{sum(not v['lived'] for v in found)}/{len(found)} {verdict['file']}:{verdict['line']} {said}")
            if len(found) == sample:
                break
    return summed_up(found, invalid, seed)


def summed_up(found: list[dict[str, Any]], invalid: int, seed: int) -> dict[str, Any]:
    """The figures of a run."""
    known = {(k["file"], k["was"], k["became"]): k for k in json.loads(REASONS.read_text(encoding="utf-8"))}
    survivors = []
    for verdict in found:
        if verdict["lived"]:
            shown = {key: verdict[key] for key in ("file", "line", "was", "became")}
            entry = known.get((shown["file"], shown["was"], shown["became"]), {"equivalent": False, "reason": None})
            survivors.append({**shown, "equivalent": entry["equivalent"], "reason": entry["reason"]})
    killed, equivalent = len(found) - len(survivors), sum(s["equivalent"] for s in survivors)
    counted = len(found) - equivalent
    return {
        "killed": killed,
        "total": len(found),
        "equivalent": equivalent,
        "score": round(killed / counted, 4) if counted else None,
        "unexplained": sum(s["reason"] is None for s in survivors),
        "invalid": invalid,
        "seed": seed,
        "commit": commit(),
        "survivors": survivors,
    }


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description="Mutation test of the contracts.")
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="mutants that compile to other code")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", metavar="TEXT", help="only files whose path holds this")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep verdicts here, and go on from those in it")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="mutants at a time")
    parser.add_argument("--json", action="store_true", help="on one line")
    asked = parser.parse_args()
    figures = run(asked.sample, asked.seed, asked.only, asked.resume, asked.workers)
    print(json.dumps(figures, indent=None if asked.json else 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
