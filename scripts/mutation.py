#!/usr/bin/env python3
"""Mutate the contracts and count the mutants that the Solidity tests kill.

``universalmutator`` proposes changes of single lines; a seeded sample of them is compiled, each alone, and put in the
place of the real artefact in a copy of the tree, where the compiled tests then run: first those named after the file,
then all others. A mutant that does not compile, or compiles to the same code, is none. The last line of standard
output is one JSON object::

    {"killed", "total", "score", "invalid", "equivalent", "seed", "survivors": [{"file", "line", "was", "became"}]}

Survivors that a person has looked at stand in ``tests/contracts/survivors.json`` with the reason; others have
``"reason": null``.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import build_contracts as compiler
import solcx
from universalmutator.mutator import mutants_regexp

ROOT = compiler.ROOT
REASONS = ROOT / "tests" / "contracts" / "survivors.json"
ROOMS = ("court", "log")  # court, vault, faults and log: where money and evidence are decided
RULES = ["universal.rules", "c_like.rules", "solidity.rules"]
LONGEST_RUN = 600  # seconds; a mutant that loops is killed by it
HARDHAT = [os.environ.get("OMBUD_NODE", "node"), "node_modules/hardhat/dist/src/cli.js", "test", "solidity"]
GENTLE = ["--no-compile", "--grep-exclude", "snapshot|Gas"]


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
        lines = (ROOT / self.unit).read_text(encoding="utf-8").splitlines(keepends=True)
        lines[self.line - 1] = self.became
        return "".join(lines)

    def shown(self) -> dict[str, Any]:
        """What a report says of it."""
        was = (ROOT / self.unit).read_text(encoding="utf-8").splitlines()[self.line - 1]
        return {"file": self.unit, "line": self.line, "was": was.strip(), "became": self.became.strip()}


def propose(units: list[str]) -> list[Mutant]:
    """Every change that the rules allow in code; comments and imports are left alone."""
    mutants = []
    for unit in units:
        lines = (ROOT / unit).read_text(encoding="utf-8").splitlines(keepends=True)
        with contextlib.redirect_stdout(io.StringIO()):
            changes = mutants_regexp(lines, RULES, ignorePatterns=[])
        for line, became, *_ in changes:
            code = lines[line - 1].split("//")[0].strip()
            if code and not code.startswith(("import", "pragma", "error", "event")):
                mutants.append(Mutant(unit, line, became))
    return sorted(set(mutants), key=lambda m: (m.unit, m.line, m.became))


class Workshop:
    """A copy of the tree with compiled tests, in which artefacts are exchanged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("contracts", "tests/contracts", "tests/vectors", "snapshots"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("hardhat.config.js", "package.json", "solidity.json", ".gas-snapshot"):
            shutil.copy(ROOT / name, folder / name)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        if (ROOT / "build" / "hardhat").exists():
            shutil.copytree(ROOT / "build" / "hardhat", folder / "build" / "hardhat")
        self._tests = sorted(p.relative_to(folder).as_posix() for p in (folder / "tests" / "contracts").glob("*.t.sol"))
        self._sources = compiler.collect_sources()
        self._users = {unit: self._deployables(unit) for unit in self._sources}

    def check(self) -> None:
        """Compile everything once and see all tests pass; nothing is measured on a red tree.

        Raises:
            SystemExit: if they do not.
        """
        for extra in ([], GENTLE):
            done = subprocess.run([*HARDHAT, *extra], cwd=self._folder, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(f"the tests fail without any change:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")

    def is_killed(self, mutant: Mutant) -> bool | None:
        """Whether a test notices; None when there is no such mutant, since it does not compile or changes nothing."""
        changed = self._compile(mutant)
        if not changed:
            return None
        kept = {path: path.read_bytes() for path in changed}
        try:
            for path, code in changed.items():
                artefact = json.loads(kept[path])
                path.write_text(json.dumps({**artefact, **code}), encoding="utf-8")
            own = [t for t in self._tests if t.endswith(f"/{Path(mutant.unit).stem}.t.sol")]
            return (bool(own) and self._fails(own)) or self._fails([t for t in self._tests if t not in own])
        finally:
            for path, content in kept.items():
                path.write_bytes(content)

    def _fails(self, tests: list[str]) -> bool:
        try:
            done = subprocess.run(
                [*HARDHAT, *GENTLE, *tests],
                cwd=self._folder,
                capture_output=True,
                check=False,
                timeout=LONGEST_RUN,
            )
        except subprocess.TimeoutExpired:
            return True
        return done.returncode != 0

    def _compile(self, mutant: Mutant) -> dict[Path, dict[str, str]]:
        """The code of every contract that the mutant changes, by the file of its artefact."""
        config = compiler.compiler_config()
        wanted = {unit: {name: compiler.OUTPUTS} for unit, name in self._users[mutant.unit]}
        request = {
            "language": "Solidity",
            "sources": {**self._sources, mutant.unit: {"content": mutant.source()}},
            "settings": {**config["settings"], "outputSelection": wanted},
        }
        try:
            answer = solcx.compile_standard(request, solc_binary=compiler.SHIM)
        except solcx.exceptions.SolcError:
            return {}
        changed = {}
        for unit, name in self._users[mutant.unit]:
            evm = answer["contracts"][unit][name]["evm"]
            path = self._folder / "build" / "hardhat" / "artifacts" / unit / f"{name}.json"
            code = {
                "bytecode": "0x" + evm["bytecode"]["object"],
                "deployedBytecode": "0x" + evm["deployedBytecode"]["object"],
            }
            if _without_metadata(json.loads(path.read_bytes())["bytecode"]) != _without_metadata(code["bytecode"]):
                changed[path] = code
        return changed

    def _deployables(self, unit: str) -> list[tuple[str, str]]:
        """Contracts whose code a unit is part of: (unit, name)."""
        users = []
        for candidate in self._sources:
            name = Path(candidate).stem
            if (compiler.ARTEFACTS / f"{name}.json").exists() and unit in self._closure(candidate):
                users.append((candidate, name))
        return users

    def _closure(self, unit: str) -> set[str]:
        """The unit and all that it imports."""
        waiting, seen = [unit], set()
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting.extend(compiler.imports_of(here, self._sources[here]["content"]))
        return seen


def _without_metadata(code: str) -> str:
    """Code up to the hash of its sources: the last two bytes say how long that is."""
    return code[: -2 * (int(code[-4:], 16) + 2)]


def run(sample: int, seed: int, only: str | None) -> dict[str, Any]:
    """Kill `sample` mutants, or say which ones lived."""
    units = [
        p.relative_to(ROOT).as_posix() for room in ROOMS for p in sorted((ROOT / "contracts" / room).rglob("*.sol"))
    ]
    if only:
        units = [unit for unit in units if only in unit]
    mutants = propose(units)
    random.Random(seed).shuffle(mutants)  # noqa: S311 a sample that can be drawn again
    reasons = {
        (known["file"], known["was"], known["became"]): known["reason"]
        for known in (json.loads(REASONS.read_text(encoding="utf-8")) if REASONS.exists() else [])
    }
    killed, invalid, survivors = 0, 0, []
    compiler.use_bundled_node()
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        workshop.check()
        for mutant in mutants:
            if killed + len(survivors) == sample:
                break
            verdict = workshop.is_killed(mutant)
            if verdict is None:
                invalid += 1
                continue
            killed += verdict
            if not verdict:
                shown = mutant.shown()
                reason = reasons.get((shown["file"], shown["was"], shown["became"]))
                survivors.append({**shown, "reason": reason})
            said = "killed" if verdict else f"LIVED as {mutant.became.strip()}"
            place = f"{mutant.unit}:{mutant.line}"
            print(f"· {killed}/{killed + len(survivors)} {place} {said}", file=sys.stderr, flush=True)
    total = killed + len(survivors)
    return {
        "killed": killed,
        "total": total,
        "score": round(killed / total, 4) if total else None,
        "invalid": invalid,
        "seed": seed,
        "survivors": survivors,
    }


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description="Mutation test of the contracts.")
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="mutants that compile to other code")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", metavar="TEXT", help="only files whose path holds this")
    parser.add_argument("--json", action="store_true", help="on one line")
    asked = parser.parse_args()
    figures = run(asked.sample, asked.seed, asked.only)
    print(json.dumps(figures, indent=None if asked.json else 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
