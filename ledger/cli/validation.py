"""`ombud validation`, the reading commands: list, show."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, Turn, moment, reads
from ledger.errors import InvalidInputError
from ledger.queries import validations
from ledger.queries.answers import Answer, Page
from ledger.queries.sources import Sources
from ledger.queries.validations import ValidationItem

app = typer.Typer(help="Validation: what validators found.", no_args_is_help=True, add_completion=False)


def _show_validations(answer: Answer[Page[ValidationItem]]) -> None:
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


@app.command(name="list")
@reads(_show_validations)
def list_validations(
    sources: Sources,
    *,
    about: Annotated[str | None, typer.Option("--about", help="About this agent: number or global id.")] = None,
    validator: Annotated[str | None, typer.Option(help="Asked of this account.")] = None,
    turn: Turn,
) -> Answer[Page[ValidationItem]]:
    """List requests about an agent, or to a validator, oldest first."""
    if (about is None) == (validator is None):
        raise InvalidInputError("whose requests?", hint="give --about AGENT or --validator ACCOUNT", code="no_subject")
    if about is not None:
        return validations.agent_validations(sources, about, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)
    return validations.validator_requests(
        sources, validator or "", cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of
    )


def _show_validation(answer: Answer[ValidationItem]) -> None:
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


@app.command()
@reads(_show_validation)
def show(
    sources: Sources,
    request: Annotated[str, typer.Argument(help="Name of the request, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[ValidationItem]:
    """Show one request and every answer to it."""
    return validations.validation(sources, request, as_of=as_of)
