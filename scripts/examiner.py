"""Decides whether a mutant of a contract lives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mutants import Mutant
from workshop import (
    QUICK,
    ROOT,
    TESTS,
    Codes,
    DoesNotCompileError,
    Suite,
    TooLongError,
    Workshop,
    without_metadata,
)

SHIPPED: dict[str, Any] = {}  # settings: as solidity.json has them
SLOWER = 20  # times what a round of tests took without a change: it loops
SLOW = 3  # seconds; tests that take longer are asked last
SHORTEST = 300  # seconds that any round is given
NO_END = "(no end)"


class Examiner:
    """Decides whether a mutant lives; one of several, each with a workshop of its own."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._seconds: dict[str, float] = {}
        self._killers: dict[str, list[str]] = {}
        self._originals: dict[tuple[str, str], str] = {}
        self._baseline: Codes = {}
        self._green: set[tuple[tuple[str, str], str]] = set()  # a contract as it is, and tests that passed beside it

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
        self._compile_plain(users)
        if not self._differ(codes, {user: self._baseline[user]["bytecode"] for user in users}):
            raise DoesNotCompileError
        self._workshop.exchange(codes)
        rounds = self._rounds(mutant.unit, users)
        try:
            number, killer = next(((i, k) for i, k in enumerate(map(self._fails, rounds)) if k), (0, None))
        finally:
            self._workshop.exchange({user: self._baseline[user] for user in users})
        if killer is not None:
            file = killer.split(" ")[0]
            self._expect_green(users, rounds[number] if killer.endswith(NO_END) else [file])
            self._remember(mutant.unit, file)
            return killer
        for user in users:
            if user not in self._originals:
                self._originals[user] = self._workshop.compile([user], {}, SHIPPED)[user]["bytecode"]
        if not self._differ(self._workshop.compile(users, changed, SHIPPED), self._originals):
            raise DoesNotCompileError
        return None

    def _compile_plain(self, users: list[tuple[str, str]]) -> None:
        """Put contracts, as they are, in the place of what ships, compiled as mutants are."""
        if new := [user for user in users if user not in self._baseline]:
            plain = self._workshop.compile(new, {}, QUICK)
            self._baseline.update(plain)
            self._workshop.exchange(plain)

    def _expect_green(self, users: list[tuple[str, str]], files: list[str]) -> None:
        """See that tests which failed pass without the change: a red tree measures nothing.

        Raises:
            SystemExit: if they do not.
        """
        new = [file for file in files if not {(user, file) for user in users} <= self._green]
        if new and (failed := self._fails(new)):
            sys.exit(f"a test fails without any change: {failed}")
        self._green.update((user, file) for user in users for file in new)

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
            return f"{tests[0]} {NO_END}"
        for suite in suites:
            self._seconds[suite.file] = max(self._seconds.get(suite.file, 0), suite.seconds)
        return next((f"{s.file} {s.failed[0]}" for s in suites if s.failed), None)

    def _remember(self, unit: str, file: str) -> None:
        known = self._killers.setdefault(unit, [])
        if file in known:
            known.remove(file)
        known.insert(0, file)
