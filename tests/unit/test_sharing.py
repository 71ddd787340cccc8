"""Tests that share something dear stay on one worker; all others go wherever there is room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import BUILDING, OWN_MODEL, OWN_STACK, ROOT, dear


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("tests/unit/forecaster/test_model.py", "forecaster"),
        ("tests/unit/forecaster/test_untaught.py", "tests/unit/forecaster/test_untaught.py"),
        ("tests/integration/cli/test_access_commands.py", "stack"),
        ("tests/integration/cli/test_up.py", "tests/integration/cli/test_up.py"),
        ("tests/integration/bench/test_bench.py", "build"),
        ("tests/contracts/test_compilers_agree.py", "build"),
        ("tests/e2e/test_demo.py", "tests/e2e/test_demo.py"),
        ("tests/unit/domain/test_dispute.py", ""),
        ("tests/unit/test_sharing.py", ""),
        ("tests/test_of_a_newcomer.py", ""),
    ],
)
def test_a_file_names_what_it_shares(path, group):
    assert dear(Path(path)) == group


def test_every_file_that_is_named_is_there():
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert there >= {*BUILDING, *OWN_MODEL, *OWN_STACK}
