"""A copy of the tree in which contracts are exchanged and the compiled Solidity tests run against them.

Contracts in the copy are compiled through the Yul pipeline with next to no optimizer: they act as those that ship, in a
third of the time. The tests deploy artefacts, so exchanging one needs no compilation of a test.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import build_contracts as compiler

ROOT = compiler.ROOT
NODE = os.environ.get("OMBUD_NODE", "node")
KEPT = ROOT / "build" / "workshop"  # what solc said of contracts as they are, by the hash of the question
TESTS = "tests/contracts"
WITHOUT = "snapshot|Gas|Sizes"  # tests of what code costs and how large it is, which differ here
CAMPAIGNS = "Invariants.t.sol"  # end of the names of files that call at random for a minute: they judge no mutant
LONGEST = 900  # seconds for one question
MOST_GAS = 4_000_000_000  # a test; what loops for ever stops there
# What the code generator needs to find room on the stack, and the few steps that spare it more work than they make.
QUICK = {
    "viaIR": True,
    "debug": {"debugInfo": []},
    "optimizer": {
        "enabled": False,
        "details": {"yul": True, "yulDetails": {"stackAllocation": True, "optimizerSteps": "fDnTOcmuO:"}},
    },
}
Codes = dict[tuple[str, str], dict[str, str]]
"""Creation and deployed code, 0x hex, of a contract by its unit and name."""

# No tally of campaigns, as the whole test has.
CONFIG = """\
import base from "./hardhat.base.js";
const fuzz = {{ ...base.test.solidity.fuzz, ...{fuzz} }};
const solidity = {{ ...base.test.solidity, fuzz, gasLimit: {gas}n }};
export default {{ ...base, tasks: [], test: {{ ...base.test, solidity }} }};
"""


class TooLongError(Exception):
    """A question was not answered in time; the workbench was ended."""


class DoesNotCompileError(Exception):
    """What solc says against the sources."""


@dataclasses.dataclass(frozen=True, slots=True)
class Suite:
    """What one test contract said."""

    file: str
    """As ``tests/contracts/BondVault.t.sol``."""
    failed: tuple[str, ...]
    """Names of the tests that failed."""
    seconds: float


class Workbench:
    """A Node that compiles and tests in a folder; started at the first question, and after one that took too long."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._node: subprocess.Popen[str] | None = None

    def ask(self, question: dict[str, Any], longest: float = LONGEST) -> dict[str, Any]:
        """The answer to one question.

        Raises:
            TooLongError: there was none in `longest` seconds.
            RuntimeError: the workbench itself broke.
        """
        if self._node is None or self._node.poll() is not None:
            self._node = subprocess.Popen(
                [NODE, str(ROOT / "scripts" / "workbench.js")],
                cwd=self._folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        node = self._node
        if node.stdin is None or node.stdout is None:
            raise RuntimeError("the workbench has no pipes")
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            node.kill()

        alarm = threading.Timer(longest, end)
        alarm.start()
        try:
            node.stdin.write(json.dumps(question) + "\n")
            node.stdin.flush()
            line = node.stdout.readline()
        finally:
            alarm.cancel()
        if overdue.is_set():
            node.wait(timeout=30)
            raise TooLongError
        if not line:
            raise RuntimeError("the workbench ended")
        answer: dict[str, Any] = json.loads(line)
        if "broken" in answer:
            raise RuntimeError(answer["broken"])
        return answer

    def close(self) -> None:
        """End the Node."""
        if self._node is not None:
            self._node.kill()
            self._node.wait(timeout=30)


class Workshop:
    """The copy: its sources, its artefacts, its tests. The real tree is built before: see ``build``."""

    def __init__(self, folder: Path, fuzz_runs: int | None = None) -> None:
        self._folder = folder
        for name in ("contracts", TESTS, "tests/vectors", "snapshots"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("package.json", "solidity.json", ".gas-snapshot"):
            shutil.copy(ROOT / name, folder / name)
        shutil.copy(ROOT / "hardhat.config.js", folder / "hardhat.base.js")
        fuzz = json.dumps({} if fuzz_runs is None else {"runs": fuzz_runs})
        (folder / "hardhat.config.js").write_text(CONFIG.format(gas=MOST_GAS, fuzz=fuzz), encoding="utf-8")
        (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        shutil.copytree(ROOT / "build" / "hardhat" / "artifacts", folder / "build" / "hardhat" / "artifacts")
        self.bench = Workbench(folder)
        self.sources = compiler.collect_sources()
        self.tests = sorted(p.relative_to(folder).as_posix() for p in (folder / TESTS).glob("*.t.sol"))
        self.tests = [test for test in self.tests if not test.endswith(CAMPAIGNS)]

    def test(self, files: list[str], longest: float = LONGEST) -> list[Suite]:
        """Run test files, all but those of gas."""
        suites = self.bench.ask({"test": files, "without": WITHOUT}, longest)["suites"]
        return [Suite(s["suite"].removeprefix("project/"), tuple(s["failed"]), s["seconds"]) for s in suites]

    def compile(self, units: list[tuple[str, str]], changed: dict[str, str], settings: dict[str, Any]) -> Codes:
        """The code of contracts, by unit and name, with some sources changed.

        Raises:
            DoesNotCompileError: the sources do not compile.
        """
        needed = {unit for user, _ in units for unit in self.closure(user)}
        request = {
            "language": "Solidity",
            "sources": {u: {"content": changed.get(u, self.sources[u]["content"])} for u in sorted(needed)},
            "settings": {
                **compiler.compiler_config()["settings"],
                **settings,
                "outputSelection": {u: {n: compiler.OUTPUTS[1:] for v, n in units if v == u} for u, _ in units},
            },
        }
        question = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        kept = KEPT / f"{question}.json"
        if not changed and kept.exists():
            answer = json.loads(kept.read_text(encoding="utf-8"))
        else:
            answer = self.bench.ask({"compile": request})
        if not changed:
            KEPT.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(f".{threading.get_ident()}")
            part.write_text(json.dumps(answer), encoding="utf-8")
            part.replace(kept)
        errors = [e["formattedMessage"] for e in answer.get("errors", []) if e["severity"] == "error"]
        if errors:
            raise DoesNotCompileError("\n".join(errors))
        return {
            (unit, name): {
                kind: f"0x{answer['contracts'][unit][name]['evm'][kind]['object']}"
                for kind in ("bytecode", "deployedBytecode")
            }
            for unit, name in units
        }

    def refused(self, changed: dict[str, str]) -> set[str]:
        """Those of many sources, each beside the unit that it changes, that are no Solidity: they are read together.

        A source that is sound by itself may still not compile with those who use it.
        """
        sources = {unit: source for unit, source in self.sources.items() if unit.startswith("contracts/")}
        needed = {unit for here in sources for unit in self.closure(here)}
        left = dict(changed)
        while left:
            request = {
                "language": "Solidity",
                "sources": {
                    **{unit: self.sources[unit] for unit in needed},
                    **{unit: {"content": content} for unit, content in left.items()},
                },
                "settings": {**compiler.compiler_config()["settings"], "outputSelection": {}},
            }
            errors = [e for e in self.bench.ask({"compile": request}).get("errors", []) if e["severity"] == "error"]
            wrong = {e.get("sourceLocation", {}).get("file") for e in errors} & left.keys()
            if not wrong:
                break
            for unit in wrong:
                del left[unit]
        return changed.keys() - left.keys()

    def trees(self) -> dict[str, Any]:
        """The syntax tree of every source unit."""
        request = {
            "language": "Solidity",
            "sources": self.sources,
            "settings": {**compiler.compiler_config()["settings"], "outputSelection": {"*": {"": ["ast"]}}},
        }
        return {unit: said["ast"] for unit, said in self.bench.ask({"compile": request})["sources"].items()}

    def add_source(self, unit: str) -> None:
        """Take in a file of the tests with all that it imports."""
        waiting = [unit]
        while waiting:
            here = waiting.pop()
            if here not in self.sources:
                path = ROOT / here if here.startswith("tests/") else compiler.locate(here)
                self.sources[here] = {"content": path.read_text(encoding="utf-8")}
                waiting.extend(compiler.imports_of(here, self.sources[here]["content"]))

    def artefact(self, unit: str, name: str) -> Path:
        """The file that a test deploys a contract from."""
        return self._folder / "build" / "hardhat" / "artifacts" / unit / f"{name}.json"

    def exchange(self, codes: Codes) -> Codes:
        """Put other code in the place of contracts; returns what was there."""
        was = {}
        for (unit, name), code in codes.items():
            path = self.artefact(unit, name)
            artefact = json.loads(path.read_bytes())
            was[unit, name] = {kind: artefact[kind] for kind in code}
            path.write_text(json.dumps({**artefact, **code}), encoding="utf-8")
        return was

    @functools.cached_property
    def deployables(self) -> list[tuple[str, str]]:
        """All contracts that are deployed: (unit, name)."""
        return [
            (unit, Path(unit).stem)
            for unit in self.sources
            if unit.startswith("contracts/") and (compiler.ARTEFACTS / f"{Path(unit).stem}.json").exists()
        ]

    def users(self, unit: str) -> list[tuple[str, str]]:
        """Deployed contracts of which a unit is part."""
        return [(user, name) for user, name in self.deployables if unit in self.closure(user)]

    def closure(self, unit: str) -> set[str]:
        """The unit and all that it imports."""
        waiting, seen = [unit], set()
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting.extend(compiler.imports_of(here, self.sources[here]["content"]))
        return seen


def build() -> None:
    """Compile the tree with Hardhat where it lies, for the cache knows the folder.

    Raises:
        subprocess.CalledProcessError: it does not compile.
    """
    hardhat = [NODE, "node_modules/hardhat/dist/src/cli.js", "build", "--quiet"]
    subprocess.run(hardhat, cwd=ROOT, check=True, capture_output=True, timeout=3600)


def commit() -> str:
    """The commit of the tree, with a plus sign when contracts or tests differ from it."""
    ask = ["git", "-C", str(ROOT)]
    head = subprocess.run([*ask, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    dirty = subprocess.run(
        [*ask, "diff", "--quiet", "HEAD", "--", "contracts", f"{TESTS}/*.sol"], check=False
    ).returncode
    return head.stdout.strip() + ("+" if dirty else "")


def hash_of_tests(root: Path = ROOT) -> str:
    """A name that holds while no Solidity test of a tree changes."""
    return hashlib.sha256(b"\0".join(t.read_bytes() for t in sorted((root / TESTS).rglob("*.sol")))).hexdigest()


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"· {text}", file=sys.stderr, flush=True)


def without_metadata(code: str) -> str:
    """Code up to the hash of its sources: the last two bytes say how long that is."""
    return code[: -2 * (int(code[-4:], 16) + 2)]
