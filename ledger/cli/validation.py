"""`ombud validation`, the reading commands: list, show."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, AsOfBlock, Cursor, Limit, moment
from ledger.errors import InvalidInputError
from ledger.queries import validations

app = typer.Typer(help="Validation: what validators found.", no_args_is_help=True, add_completion=False)


@app.command(name="list")
def list_validations(
    *,
    about: Annotated[str | None, typer.Option("--about", help="About this agent: number or global id.")] = None,
    validator: Annotated[str | None, typer.Option(help="Asked of this account.")] = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """List requests about an agent, or to a validator, oldest first."""
    if (about is None) == (validator is None):
        raise InvalidInputError("whose requests?", hint="give --about AGENT or --validator ACCOUNT", code="no_subject")
    with wiring.opened_sources(context.settings()) as sources:
        if about is not None:
            answer = validations.agent_validations(sources, about, cursor=cursor, limit=limit, as_of=as_of)
        else:
            answer = validations.validator_requests(sources, validator or "", cursor=cursor, limit=limit, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    rows = [
        (
            item.request,
            item.agent_id,
            item.validator,
            item.state,
            ", ".join(str(found.response) for found in item.answers),
            item.own_side,
            moment(item.requested.time),
        )
        for item in answer.data.items
    ]
    output.table(
        ("request", "agent", "validator", "state", "answers", "own side", "requested"), rows, empty="no requests"
    )
    reading.page_end(answer.data)
    reading.footer(answer)


@app.command()
def show(
    request: Annotated[str, typer.Argument(help="Name of the request, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Show one request and every answer to it."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = validations.validation(sources, request, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    found = answer.data
    output.pairs(
        {
            "request": found.request,
            "state": found.state,
            "agent": found.agent,
            "validator": found.validator,
            "own side": found.own_side,
            "uri": found.uri,
            "requested": moment(found.requested.time),
        }
    )
    rows = [(given.response, given.tag, given.uri, given.hash, moment(given.seen.time)) for given in found.answers]
    output.table(("response", "tag", "uri", "hash of reasons", "answered"), rows, empty="no answers yet")
    reading.footer(answer)
