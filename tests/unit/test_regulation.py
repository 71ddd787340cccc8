"""`docs/regulation.md` names functions, routes, commands and tests that exist, for each of the fifteen questions."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from ledger.cli.app import COMMANDS
from ledger.serve import COMMANDS as SERVED

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "regulation.md").read_text()
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]
ROUTES = "".join(path.read_text() for path in (ROOT / "ledger" / "api").glob("*.py"))


def test_there_are_fifteen():
    assert [int(row[0]) for row in ROWS] == list(range(1, 16))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_has_function_route_command_and_test(row):
    _, _, function, route, command, test, _ = (cell.strip("`") for cell in row)
    module, _, name = function.rpartition(".")
    assert callable(getattr(import_module(module), name))
    declared = re.sub(r"\\\{(\w+)\\\}", r"\\{\1(?::\\w+)?\\}", re.escape(route.removeprefix("/v1")))
    assert re.search(rf'"{declared}"', ROUTES), route
    assert command.split()[0] in {*COMMANDS, *SERVED}
    file, _, called = test.partition("::")
    assert f"def {called}(" in (ROOT / file).read_text()
