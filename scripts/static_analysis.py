#!/usr/bin/env python3
"""Run slither over the contracts as npm solc compiles them, and hold its findings against the reasons on file.

``tests/contracts/slither.json`` has the reasons: ``checks`` explains a detector wherever it speaks, ``findings`` one
place by ``check`` and ``where`` (contract and member). Detectors of impact High, Medium and Low count. The last line
of standard output is one JSON object: ``{"findings", "explained", "unexplained": [...], "idle": [...]}``; ``idle``
are reasons for findings that are gone. Exit code 1 when something is unexplained or idle.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import build_contracts as compiler

REASONS = compiler.ROOT / "tests" / "contracts" / "slither.json"
OUTPUTS = ["abi", "metadata", "devdoc", "userdoc", "evm.bytecode", "evm.deployedBytecode"]
COUNTED = ("High", "Medium", "Low")


def compiled() -> dict[str, Any]:
    """Return question and answer of the compiler, with syntax trees, as a build-info file holds them."""
    import solcx  # noqa: PLC0415 only here

    compiler.use_bundled_node()
    config = compiler.compiler_config()
    request = {
        "language": "Solidity",
        "sources": compiler.collect_sources(),
        "settings": {**config["settings"], "outputSelection": {"*": {"*": OUTPUTS, "": ["ast"]}}},
    }
    answer = solcx.compile_standard(request, solc_binary=compiler.SHIM)
    version = config["version"]
    return {
        "_format": "hh-sol-build-info-1",
        "id": "ombud",
        "solcVersion": version,
        "solcLongVersion": version,
        "input": request,
        "output": answer,
    }


def analyse(slither: str) -> list[dict[str, str]]:
    """Return the findings that count: impact, check, where, text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "contracts").symlink_to(compiler.SOURCES)
        (folder / "node_modules").symlink_to(compiler.ROOT / "node_modules")
        (folder / "hardhat.config.js").write_text("export default {};\n", encoding="utf-8")
        (folder / "cache").mkdir()
        (folder / "cache" / "solidity-files-cache.json").write_text('{"_format": "hh-sol-cache-2"}', encoding="utf-8")
        (folder / "artifacts" / "build-info").mkdir(parents=True)
        info = folder / "artifacts" / "build-info" / "ombud.json"
        info.write_text(json.dumps(compiled()), encoding="utf-8")
        told = folder / "findings.json"
        hardhat = ["--compile-force-framework", "hardhat", "--ignore-compile", "--hardhat-artifacts-directory"]
        command = [slither, ".", *hardhat, "artifacts", "--hardhat-cache-directory", "cache"]
        command += ["--filter-paths", "node_modules|mocks", "--json", str(told)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if not told.exists():
            sys.exit(f"slither did not run:\n{done.stderr[-3000:]}")
        answer = json.loads(told.read_text(encoding="utf-8"))
    if not answer["success"]:
        sys.exit(f"slither did not run: {answer['error']}")
    return sorted(
        (
            {"impact": one["impact"], "check": one["check"], "where": _where(one), "text": one["description"].strip()}
            for one in answer["results"].get("detectors", [])
            if one["impact"] in COUNTED
        ),
        key=lambda one: (one["check"], one["where"], one["text"]),
    )


def _where(finding: dict[str, Any]) -> str:
    """Contract and member of a finding's first element, as `BondVault._pay`."""
    element = finding["elements"][0]
    names = [element["name"]]
    while parent := element.get("type_specific_fields", {}).get("parent"):
        element = parent
        if element["type"] in ("contract", "function"):
            names.append(element["name"])
    return ".".join(reversed(names))


def judge(findings: list[dict[str, str]], reasons: dict[str, Any]) -> dict[str, Any]:
    """Hold findings against reasons."""
    checks, single = reasons["checks"], {(one["check"], one["where"]) for one in reasons["findings"]}
    seen = {(one["check"], one["where"]) for one in findings}
    open_ = [one for one in findings if one["check"] not in checks and (one["check"], one["where"]) not in single]
    idle = [f"{check} at {where}" for check, where in sorted(single - seen)]
    idle += sorted(checks.keys() - {check for check, _ in seen})
    return {
        "findings": len(findings),
        "explained": len(findings) - len(open_),
        "unexplained": open_,
        "idle": idle,
    }


def main() -> int:
    """Read the command line, analyse, print."""
    parser = argparse.ArgumentParser(prog="scripts/slither", description="Static analysis of the contracts.")
    parser.add_argument("slither", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="on one line")
    asked = parser.parse_args()
    figures = judge(analyse(asked.slither), json.loads(REASONS.read_text(encoding="utf-8")))
    print(json.dumps(figures, indent=None if asked.json else 2))
    return 1 if figures["unexplained"] or figures["idle"] else 0


if __name__ == "__main__":
    sys.exit(main())
