"""The composition root: the only room that knows every other one. `main` is the `ombud` console script."""

from __future__ import annotations

from typing import Final

from ledger.cli.app import make_app, run

_OURS: Final = {
    "up": "ledger.serve.up",
    "log": "ledger.serve.log",
    "api": "ledger.serve.api",
    "import": "ledger.serve.importing",
}


def main() -> None:
    """Run the command line."""
    run(make_app(_OURS))
