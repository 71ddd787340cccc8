"""Every test that docs/invariants.md names exists, and all twenty invariants are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "invariants.md").read_text()
INVARIANTS = 20


def solidity_tests() -> set[str]:
    """Return all tests of contracts, as ``Contract.test``."""
    found = set()
    for file in (ROOT / "tests" / "contracts").glob("*.t.sol"):
        parts = re.split(r"^(?:abstract )?contract (\w+)", file.read_text(), flags=re.MULTILINE)
        for contract, body in zip(parts[1::2], parts[2::2], strict=True):
            found |= {f"{contract}.{test}" for test in re.findall(r"function ((?:test|invariant)\w*)\(", body)}
    return found


def test_every_invariant_is_held_by_a_test():
    rows = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", DOCUMENT, flags=re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, INVARIANTS + 1))
    assert all("`" in tests for _, tests in rows)


def test_every_attack_is_replayed_by_a_test():
    attacks = DOCUMENT.split("## The attacks")[1]
    rows = re.findall(r"^\| (?!lesson|\*\*|-)(.+?) \| (.*) \|$", attacks, flags=re.MULTILINE)
    assert rows
    assert [lesson for lesson, tests in rows if "`" not in tests] == []


@pytest.mark.parametrize("known", [solidity_tests()], ids=["solidity"])
def test_every_solidity_test_exists(known):
    named = set(re.findall(r"`(\w+\.(?:test|invariant)\w*)`", DOCUMENT))
    assert named
    assert sorted(named - known) == []


def test_every_python_test_exists():
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", DOCUMENT)
    assert named
    missing = [
        (file, test)
        for file, test in named
        if not re.search(rf"^def {test}\(", (ROOT / "tests" / file).read_text(), flags=re.MULTILINE)
    ]
    assert missing == []
