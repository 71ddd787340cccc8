"""Changes of single lines of contracts, as ``universalmutator`` proposes them."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import io
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from universalmutator.mutator import mutants_regexp

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("court", "log")  # court, vault, faults and log: where money and evidence are decided
RULES = ["universal.rules", "c_like.rules", "solidity.rules"]


@dataclasses.dataclass(frozen=True, slots=True)
class Mutant:
    """One line of one file, changed."""

    unit: str
    """Source unit, as ``contracts/court/BondVault.sol``."""
    line: int
    """Counted from 1."""
    became: str

    def source(self) -> str:
        """The whole file with the change in it."""
        lines = read(self.unit).splitlines(keepends=True)
        lines[self.line - 1] = self.became
        return "".join(lines)

    def shown(self) -> dict[str, Any]:
        """What a report says of it."""
        was = read(self.unit).splitlines()[self.line - 1]
        return {"file": self.unit, "line": self.line, "was": was.strip(), "became": self.became.strip()}

    def key(self) -> str:
        """A name that holds while the file is unchanged."""
        return hashlib.sha256("\0".join([read(self.unit), str(self.line), self.became]).encode()).hexdigest()


def read(unit: str) -> str:
    """The text of a source unit of ours."""
    return (ROOT / unit).read_text(encoding="utf-8")


def units_of(only: str | None) -> list[str]:
    """The files that are mutated: all of the rooms, or those whose path holds a text."""
    found = [
        p.relative_to(ROOT).as_posix() for room in ROOMS for p in sorted((ROOT / "contracts" / room).rglob("*.sol"))
    ]
    return [unit for unit in found if only is None or only in unit]


def propose(units: list[str], seed: int, drawn: str | None = None) -> list[Mutant]:
    """Every change that the rules allow in code, in an order that a seed decides; comments and imports stay.

    With `drawn`, a revision, the order is the one of its contracts, so that a sample outlives a change of some of them:
    what is gone is left out, and what is new since comes in at places that the seed decides, as likely here as there.
    """
    mutants = _shuffled(units, read, seed)
    if drawn is None:
        return mutants
    then = _shuffled([u for u in _units_at(drawn) if u in units], lambda unit: read_at(drawn, unit), seed)
    places = {identity: i / len(then) for i, identity in enumerate(_identities(then, lambda u: read_at(drawn, u)))}
    now = dict(zip(mutants, _identities(mutants, read), strict=True))
    return sorted(mutants, key=lambda mutant: places.get(now[mutant], _place(seed, now[mutant])))


def read_at(revision: str, path: str) -> str:
    """The text of a file of ours as it was at a revision.

    Raises:
        subprocess.CalledProcessError: there is no such file or revision.
    """
    return _git("show", f"{revision}:{path}")


def _units_at(revision: str) -> list[str]:
    rooms = [f"contracts/{room}" for room in ROOMS]
    return [u for u in _git("ls-tree", "-r", "--name-only", revision, *rooms).splitlines() if u.endswith(".sol")]


@functools.cache
def _git(*arguments: str) -> str:
    ask = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(ask, capture_output=True, text=True, check=True, timeout=60).stdout


def _identities(mutants: list[Mutant], text: Callable[[str], str]) -> list[tuple[str, str, int, str]]:
    """What stays the same of each when lines move: unit, line as it was, which of such lines, line as it became."""
    lines = {unit: text(unit).splitlines(keepends=True) for unit in {m.unit for m in mutants}}
    which = {
        unit: [sum(1 for _ in found) for found in (filter(line.__eq__, those[:i]) for i, line in enumerate(those))]
        for unit, those in lines.items()
    }
    return [(m.unit, lines[m.unit][m.line - 1], which[m.unit][m.line - 1], m.became) for m in mutants]


def _place(seed: int, identity: tuple[str, str, int, str]) -> float:
    return int.from_bytes(hashlib.sha256(repr((seed, identity)).encode()).digest()[:8]) / 2**64


def _shuffled(units: list[str], text: Callable[[str], str], seed: int) -> list[Mutant]:
    mutants = []
    for unit in units:
        lines = text(unit).splitlines(keepends=True)
        with contextlib.redirect_stdout(io.StringIO()):
            changes = mutants_regexp(lines, RULES, ignorePatterns=[])
        for line, became, *_ in changes:
            code = lines[line - 1].split("//")[0].strip()
            if code and not code.startswith(("import", "pragma", "error", "event")):
                mutants.append(Mutant(unit, line, became))
    mutants = sorted(set(mutants), key=lambda m: (m.unit, m.line, m.became))
    random.Random(seed).shuffle(mutants)  # noqa: S311 a sample that can be drawn again
    return mutants
