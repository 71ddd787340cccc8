"""`ombud validation`, the acting commands: request, answer."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ledger.cli import output
from ledger.cli.acting import Signer
from ledger.cli.given import account
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.cli.validation import app
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import parse_hex32

Uri = Annotated[str, typer.Option(help="Where more is said.")]


@app.command()
@shared
def request(
    agent_id: Annotated[int, typer.Argument(min=0, help="Number of the agent.")],
    validator: Annotated[str, typer.Argument(help="Account that is asked.")],
    *,
    uri: Uri,
    name: Annotated[
        str | None, typer.Option(help="Name of the request, 64 hex digits; the hash of the URI if not given.")
    ] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Ask a validator about your agent's work."""
    named = keccak(uri.encode()) if name is None else parse_hex32(name, what="--name")
    who = account(validator, "VALIDATOR")
    with signer.opened() as sender:
        sent = sender.send("ValidationRegistry", "validationRequest", who, agent_id, uri, named)
    _tell({"request": named.hex(), "validator": who, "tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


@app.command()
@shared
def answer(
    name: Annotated[str, typer.Argument(metavar="REQUEST", help="Name of the request, 64 hex digits.")],
    response: Annotated[int, typer.Argument(min=0, max=100, help="0 (failed) to 100 (passed).")],
    *,
    uri: Uri = "",
    reasons: Annotated[str | None, typer.Option(help="Hash of the reasons, 64 hex digits.")] = None,
    tag: Annotated[str, typer.Option(help="What was validated.")] = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Answer a request, as the validator that was asked."""
    named = parse_hex32(name, what="request")
    hash_ = ZERO32 if reasons is None else parse_hex32(reasons, what="--reasons")
    with signer.opened() as sender:
        sent = sender.send("ValidationRegistry", "validationResponse", named, response, uri, hash_, tag)
    _tell({"request": named.hex(), "response": response, "tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


def _tell(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)
