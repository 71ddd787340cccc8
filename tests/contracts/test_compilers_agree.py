"""The contracts that ship are the contracts that are tested: py-solc-x and Hardhat produce the same bytecode.

Needs the npm packages (``npm ci``) and a Node that Hardhat runs on, as ``scripts/build_contracts.py`` finds it.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HARDHAT = ROOT / "node_modules" / "hardhat" / "dist" / "src" / "cli.js"
HARDHAT_ARTIFACTS = ROOT / "build" / "hardhat" / "artifacts" / "contracts"
MAX_DEPLOYED_BYTES = 24_576  # EIP-170
BUILD_SECONDS = 600
CONTRACTS = [
    "ActionLog",
    "ActionWitness",
    "AgentRegistry",
    "Audits",
    "Availability",
    "BondVault",
    "Challenges",
    "Claims",
    "CredibilityRoots",
    "Credits",
    "Dimensions",
    "DisputeCourt",
    "EffectFaults",
    "EvidenceLinks",
    "FaultProver",
    "FeedbackView",
    "ForecastBook",
    "HeaderFaults",
    "KeyRing",
    "KlerosV2Adapter",
    "Lifecycle",
    "Mandates",
    "Manifests",
    "OperatorFaults",
    "PanelArbitrator",
    "PermissionFaults",
    "Policies",
    "ReceiptFaults",
    "ReputationRegistry",
    "Standing",
    "ValidationRegistry",
]


def load_builder() -> ModuleType:
    """Import ``scripts/build_contracts.py``, which is no package."""
    spec = importlib.util.spec_from_file_location("build_contracts", ROOT / "scripts" / "build_contracts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def without_metadata(code: str) -> bytes:
    """Cut the CBOR metadata off, whose length is in the last two bytes: its hash covers file names."""
    raw = bytes.fromhex(code.removeprefix("0x"))
    return raw[: -2 - int.from_bytes(raw[-2:], "big")]


@pytest.fixture(scope="module")
def artefacts() -> dict[str, dict[str, Any]]:
    """Compile through py-solc-x; artefacts by contract name."""
    return load_builder().compile_contracts()


@pytest.fixture(scope="module")
def hardhat_artifacts() -> dict[str, dict[str, Any]]:
    """Build with Hardhat; its artifacts by contract name."""
    load_builder().use_bundled_node()
    built = subprocess.run(
        ["node", str(HARDHAT), "build"], cwd=ROOT, check=False, capture_output=True, text=True, timeout=BUILD_SECONDS
    )
    assert built.returncode == 0, built.stdout + built.stderr
    found = {path.stem: json.loads(path.read_text()) for path in HARDHAT_ARTIFACTS.glob("**/*.sol/*.json")}
    return {name: artifact for name, artifact in found.items() if artifact.get("deployedBytecode", "0x") != "0x"}


def test_every_contract_is_shipped(artefacts: dict[str, dict[str, Any]]) -> None:
    assert sorted(artefacts) == CONTRACTS


@pytest.mark.parametrize("name", CONTRACTS)
def test_bytecode_is_the_same_from_both_compilers(
    name: str, artefacts: dict[str, dict[str, Any]], hardhat_artifacts: dict[str, dict[str, Any]]
) -> None:
    ours, theirs = artefacts[name], hardhat_artifacts[name]
    assert without_metadata(ours["bytecode"]) == without_metadata(theirs["bytecode"])
    assert without_metadata(ours["deployed_bytecode"]) == without_metadata(theirs["deployedBytecode"])


@pytest.mark.parametrize("name", CONTRACTS)
def test_deployed_code_fits(name: str, artefacts: dict[str, dict[str, Any]]) -> None:
    assert len(bytes.fromhex(artefacts[name]["deployed_bytecode"][2:])) < MAX_DEPLOYED_BYTES


def test_checked_in_abis_are_fresh(artefacts: dict[str, dict[str, Any]]) -> None:
    assert load_builder().stale_artefacts(artefacts) == []


def test_stale_abis_are_noticed(
    artefacts: dict[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = load_builder()
    monkeypatch.setattr(builder, "ARTEFACTS", tmp_path)
    builder.write_artefacts(artefacts)
    assert builder.stale_artefacts(artefacts) == []
    (tmp_path / "KeyRing.json").write_text("{}\n")
    (tmp_path / "Standing.json").unlink()
    (tmp_path / "Forgotten.json").write_text("{}\n")
    assert builder.stale_artefacts(artefacts) == [
        "KeyRing.json is stale",
        "Standing.json is missing",
        "Forgotten.json has no contract",
    ]


def integer_root(value: int, degree: int) -> int:
    """Return the largest r with r ** degree <= value, by bisection."""
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
    return low


@pytest.mark.parametrize(("side", "half_life"), [("POSITIVE", 13), ("NEGATIVE", 26)])
def test_decay_factors_are_exact(side: str, half_life: int) -> None:
    """F[j] = floor(2**64 * 2**(-(2**j) / H)) is the integer H-th root of 2**(64 H - 2**j)."""
    source = (ROOT / "contracts" / "libraries" / "DecayMath.sol").read_text()
    words = [int(w, 16) for w in re.findall(rf"{side}_\d = (0x[0-9a-f]{{64}});", source)]
    factors = [words[j // 4] >> (64 * (j % 4)) & (2**64 - 1) for j in range(12)]
    exponents = [64 * half_life - 2**j for j in range(12)]
    assert factors == [integer_root(2**e, half_life) if e >= 0 else 0 for e in exponents]
