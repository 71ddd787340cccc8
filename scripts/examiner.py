"""Decides whether a mutant of a contract lives."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from mutants import Mutant
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
    hash_of_tests,
    say,
    without_metadata,
)

SHIPPED: dict[str, Any] = {}  # settings: as solidity.json has them
SLOWER = 20  # times what a round of tests took without a change: it loops
SLOW = 3  # seconds; tests that take longer are asked last
SHORTEST = 120  # seconds that any round is given


class Examiner:
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
        suites = self._workshop.test(self._workshop.tests)
        if failed := [f"{s.file} {name}" for s in suites for name in s.failed]:
            sys.exit(f"tests fail without any change: {', '.join(failed)}")
        for suite in suites:
            self._seconds[suite.file] = self._seconds.get(suite.file, 0) + suite.seconds
        known.write_text(json.dumps(self._seconds), encoding="utf-8")
        say(f"all tests of {len(suites)} contracts pass in {time.monotonic() - started:.0f} s")

    def _fingerprint(self) -> str:
        """Of what the tests run against, and of the tests."""
        codes = json.dumps(sorted((*user, code["bytecode"]) for user, code in self._baseline.items()))
        return hashlib.sha256((codes + hash_of_tests()).encode()).hexdigest()

    def follow(self, other: Examiner) -> None:
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
