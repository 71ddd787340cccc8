"""`docs/keys.md`: its commands run, and those that need a stack exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledger.cli.app import make_app
from ledger.serve import COMMANDS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "keys.md").read_text()
BLOCKS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
NAMED = sorted(set(re.findall(r"`ombud ((?:[a-z]+ ?)+)", PAGE)))
OPTIONS = sorted(set(re.findall(r"`ombud (agent renew)[^`]*(--[a-z-]+)`", PAGE)))


def ombud(*arguments: str):
    return CliRunner().invoke(make_app(COMMANDS), list(arguments))


def test_the_commands_run_in_their_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))
    assert BLOCKS
    for line in BLOCKS:
        program, *arguments = shlex.split(line)
        assert program == "ombud"
        result = ombud(*arguments)
        assert result.exit_code == 0, (line, result.output, result.exception)


@pytest.mark.parametrize("command", NAMED)
def test_each_command_exists(command):
    assert ombud(*command.split(), "--help").exit_code == 0


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_each_option_exists(command, option):
    assert option in ombud(*command.split(), "--help").output
