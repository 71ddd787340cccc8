"""Changes of single lines of contracts, as ``universalmutator`` proposes them."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import random
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


def propose(units: list[str], seed: int) -> list[Mutant]:
    """Every change that the rules allow in code, in an order that a seed decides; comments and imports stay."""
    mutants = []
    for unit in units:
        lines = read(unit).splitlines(keepends=True)
        with contextlib.redirect_stdout(io.StringIO()):
            changes = mutants_regexp(lines, RULES, ignorePatterns=[])
        for line, became, *_ in changes:
            code = lines[line - 1].split("//")[0].strip()
            if code and not code.startswith(("import", "pragma", "error", "event")):
                mutants.append(Mutant(unit, line, became))
    mutants = sorted(set(mutants), key=lambda m: (m.unit, m.line, m.became))
    random.Random(seed).shuffle(mutants)  # noqa: S311 a sample that can be drawn again
    return mutants
