"""The composition root: the only room that knows every other one. `main` is the `ombud` console script."""

from __future__ import annotations

from typing import Final

from ledger.cli.app import make_app, run

COMMANDS: Final = {
    "up": "ledger.serve.up",
    "log": "ledger.serve.log",
    "api": "ledger.serve.api",
    "import": "ledger.serve.importing",
}
"""Modules of the commands that need more than one face's rooms."""


def main() -> None:
    """Run the command line."""
    run(make_app(COMMANDS))
