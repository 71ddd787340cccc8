"""Runs the `ombud` command as anyone would: a program of its own, judged by its exit code and what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it printed."""

    exit_code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return what it printed as JSON; an empty object if it is none."""
        try:
            return json.loads(self.out)
        except json.JSONDecodeError:
            return {}


@dataclass(frozen=True, slots=True)
class Ombud:
    """The command, with the environment that leads it to a running stack.

    Args:
        environment: Variables set on top of ours.
    """

    environment: Mapping[str, str]

    def __call__(self, *arguments: str) -> Said:
        """Run it to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "ledger.serve", *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)
