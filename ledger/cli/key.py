"""`ombud key`: key files of accounts that act: claimants, arbitrators, principals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import keyfile, output
from ledger.cli.output import AsJson
from ledger.domain.signing import SessionKey
from ledger.errors import SetupError

app = typer.Typer(help="Key files: new, show.", no_args_is_help=True, add_completion=False)


@app.command()
def new(file: Annotated[Path, typer.Argument(help="Where to keep it.")], *, as_json: AsJson = False) -> None:
    """Make a new account: its key is written to a file that only you can read."""
    if file.exists():
        raise SetupError(f"key file {file} exists", hint="choose another name, or use that key", code="key_exists")
    _show(file, keyfile.key_at(file), as_json=as_json)


@app.command()
def show(file: Annotated[Path, typer.Argument(help="The key file.")], *, as_json: AsJson = False) -> None:
    """Show the address of a key file."""
    _show(file, SessionKey(keyfile.read_secret(file)), as_json=as_json)


def _show(file: Path, key: SessionKey, *, as_json: bool) -> None:
    facts = {"address": key.address, "key_file": str(file)}
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)
