"""`ombud witness`: a witness of logs, ours or any other that speaks C2SP tlog-witness."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Final

import typer
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import telemetry
from ledger.cli import context, output
from ledger.cli.output import AsJson
from ledger.domain.cosignature import witness_key
from ledger.domain.note import public_bytes
from ledger.domain.verifier_key import parse_verifier_key
from ledger.errors import InvalidInputError
from ledger.home import Home
from ledger.logserver.runner import load_or_create_ed25519
from ledger.witness.app import create_app
from ledger.witness.memory import WitnessMemory
from ledger.witness.service import Witness

app = typer.Typer(help="Witness checkpoints of logs.", no_args_is_help=True, add_completion=False)
PORT: Final = 8750
KEY: Final = "witness.ed25519"
Name = Annotated[str, typer.Option(help="Name beside the signatures: a URL without scheme.")]


@app.command()
def key(name: Name = "localhost/witness", *, as_json: AsJson = False) -> None:
    """Print the verifier key, for logs and for whoever trusts this witness; the key is made if there is none."""
    made = str(witness_key(name, public_bytes(_private())))
    output.told({"verifier_key": made}, made, as_json=as_json)


@app.command()
def run(
    log: Annotated[list[str], typer.Option(help="Verifier key of a log; `verifier_key` in its GET /v1/status.")],
    *,
    name: Name = "localhost/witness",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = PORT,
    folder: Annotated[Path | None, typer.Option(help="What it remembers; witness/ in the home folder.")] = None,
) -> None:
    """Cosign what extends all that was seen before, and keep what does not, until Ctrl-C."""
    telemetry.configure()
    if not name or any(letter.isspace() or letter == "+" for letter in name):
        raise InvalidInputError(
            f"{name!r} is no witness's name", hint="use a URL without scheme, no blanks, no '+'", code="bad_name"
        )
    memory = WitnessMemory(folder or Home(context.settings().home).root / "witness")
    try:
        witness = Witness(name, _private(), [parse_verifier_key(text) for text in log], memory, clock=time.time)
        app = create_app(witness)
        uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5)
    finally:
        memory.close()


def _private() -> Ed25519PrivateKey:
    return load_or_create_ed25519(Home(context.settings().home).keys / KEY)
