"""`ombud version`."""

from __future__ import annotations

import platform

import typer

from ledger import __version__
from ledger.cli import output
from ledger.cli.output import AsJson

app = typer.Typer(help="Say which version this is.", add_completion=False)


@app.command()
def version(*, as_json: AsJson = False) -> None:
    """Say which version this is."""
    if as_json:
        output.as_json({"ombud": __version__, "python": platform.python_version()})
    else:
        output.line(f"ombud {__version__} (Python {platform.python_version()})")
