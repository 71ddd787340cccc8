"""The composition root: the only room that knows every other one. `main` is the `ombud` console script."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Final

from ledger.cli.app import make_app, run

COMMANDS: Final = {
    "up": "ledger.serve.up",
    "log": "ledger.serve.log",
    "api": "ledger.serve.api",
    "import": "ledger.serve.importing",
    "mcp": "ledger.serve.mcp",
    "witness": "ledger.serve.witness",
    "room": "ledger.serve.room",
}
"""Modules of the commands that need more than one face's rooms."""


GUESTS: Final = "ombud.commands"
"""Entry-point group through which packages that we do not import bring commands, such as `ombud forecast`."""


def main() -> None:
    """Run the command line, with the commands of guests."""
    guests = {point.name: point.value for point in entry_points(group=GUESTS)}
    run(make_app({**COMMANDS, **guests}))
