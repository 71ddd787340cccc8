"""One whole stack for these tests, and the command line pointed at it."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from ledger.cli import context
from ledger.cli.app import make_app
from ledger.errors import LedgerError
from ledger.serve import COMMANDS
from ledger.serve.stack import Stack
from ledger.settings import Settings


class Said:
    """How a command ended and what it printed."""

    def __init__(self, code: int, out: str, error: LedgerError | None) -> None:
        self.code, self.out, self.error = code, out, error

    def json(self):
        return json.loads(self.out)


class Ombud:
    """The command line, led to its stack by the home folder alone; in this process, for speed."""

    def __init__(self, home, more=None) -> None:
        self.home = home
        ours = {name: None for name in os.environ if name.startswith("OMBUD_")}
        self._env = {**ours, "OMBUD_HOME": str(home), **(more or {})}

    def __call__(self, *arguments, text=None) -> Said:
        result = CliRunner().invoke(make_app(COMMANDS), [str(part) for part in arguments], env=self._env, input=text)
        context.set_home(None)
        if isinstance(result.exception, LedgerError):
            return Said(result.exception.exit_code, result.stdout, result.exception)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, None)


def free_settings(home, **values) -> Settings:
    ports = {"node_port": 0, "redis_port": 0, "log_port": 0, "api_port": 0}
    return Settings(home=home, anchor_seconds=0.5, segment_seconds=0.2, **ports, **values)


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    with Stack(free_settings(tmp_path_factory.mktemp("stack") / "home")) as stack:
        yield stack


@pytest.fixture(scope="session")
def ombud(stack):
    return Ombud(stack.home.root)
