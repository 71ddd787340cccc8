"""What a campaign of mutants may take over from an earlier one."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
KILLER = "tests/contracts/A.t.sol test_pays(uint256)"
SUITE = """contract A {
    function test_pays(uint256 wei_) public {
        assertEq(wei_, 1, "paid");
    }
}
"""


class Mutated:
    """A mutant of a file that stays as it is."""

    def key(self) -> str:
        return "k"

    def shown(self) -> dict[str, Any]:
        return {"file": "contracts/court/A.sol", "line": 1, "was": "a", "became": "b"}


@pytest.fixture
def verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads the verdicts of a tree with one test file, as a new campaign does."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    spec = importlib.util.spec_from_file_location("ombud_verdicts", SCRIPTS / "verdicts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    (tmp_path / "tests" / "contracts").mkdir(parents=True)
    (tmp_path / "tests" / "contracts" / "A.t.sol").write_text(SUITE)
    return lambda: module.Verdicts(tmp_path / "verdicts.jsonl", tmp_path)


def change(tmp_path: Path, was: str, becomes: str) -> None:
    suite = tmp_path / "tests" / "contracts" / "A.t.sol"
    assert was in suite.read_text()
    suite.write_text(suite.read_text().replace(was, becomes))


def test_a_kill_outlives_tests_that_are_added(verdicts: Any, tmp_path: Path) -> None:
    verdicts().keep(Mutated(), KILLER, valid=True)
    change(tmp_path, "contract A {\n", "contract A {\n    function test_more() public {}\n\n")
    found = verdicts().of(Mutated())
    assert (found["killer"], found["lived"]) == (KILLER, False)
    assert found["tree"] == json.loads((tmp_path / "verdicts.jsonl").read_text())["tree"]


@pytest.mark.parametrize("was", ['assertEq(wei_, 1, "paid");', "test_pays"])
def test_a_kill_ends_with_the_test_that_killed(verdicts: Any, tmp_path: Path, was: str) -> None:
    verdicts().keep(Mutated(), KILLER, valid=True)
    change(tmp_path, was, "nothing")
    assert verdicts().of(Mutated()) is None


def test_what_lived_is_judged_again_when_tests_change(verdicts: Any, tmp_path: Path) -> None:
    verdicts().keep(Mutated(), None, valid=True)
    assert verdicts().of(Mutated())["lived"]
    change(tmp_path, "paid", "said")
    assert verdicts().of(Mutated()) is None


def test_what_does_not_compile_never_will(verdicts: Any, tmp_path: Path) -> None:
    verdicts().keep(Mutated(), None, valid=False)
    change(tmp_path, "paid", "said")
    assert not verdicts().of(Mutated())["valid"]
