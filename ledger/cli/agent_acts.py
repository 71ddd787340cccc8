"""`ombud agent`, what changes where an agent writes: move."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import context, keyfile, output, wiring
from ledger.cli.agent import app
from ledger.cli.output import AsJson
from ledger.cli.relocation import relocate
from ledger.domain.signing import SessionKey

__all__ = ["app"]


@app.command()
def move(
    name: Annotated[str, typer.Argument(help="What the agent is called on this machine.")] = "default",
    *,
    owner_key: Annotated[
        Path | None, typer.Option(help="Key file of the owner's account, if it is not in the home.")
    ] = None,
    password: Annotated[
        str, typer.Option(envvar="OMBUD_KEY_PASSWORD", help="What encrypts its keys.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Let an agent go on in the log that OMBUD_LOG_ORIGIN names; stop the agent first. Again, it changes nothing."""
    settings = context.settings()
    owner = SessionKey(keyfile.read_secret(owner_key)) if owner_key else None
    with wiring.opened_chain(settings) as chain:
        found = relocate(settings, chain, name, password=password, owner=owner)
    hint = f"start the agent with OMBUD_LOG_URL={found.url}" if found.changed else "it writes there already"
    output.tell(asdict(found), as_json=as_json, hint=hint)
