"""`ombud mandate`, the reading commands: list, show."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, AsOfBlock, Cursor, Limit, moment
from ledger.queries import mandates

app = typer.Typer(help="Mandates: what principals let agents do.", no_args_is_help=True, add_completion=False)


@app.command(name="list")
def list_mandates(
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """List the mandates of an agent, oldest first."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = mandates.agent_mandates(sources, agent, cursor=cursor, limit=limit, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    rows = [(item.mandate_id, item.state, item.principal, item.cap, item.expiry) for item in answer.data.items]
    output.table(("mandate", "state", "principal", "cap", "expiry (Unix s)"), rows, empty="no mandates")
    reading.page_end(answer.data)
    reading.footer(answer)


@app.command()
def show(
    mandate: Annotated[str, typer.Argument(help="Name of the mandate, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Show one mandate, and whether it is in force."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = mandates.mandate(sources, mandate, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    found = answer.data
    output.pairs(
        {
            "mandate": found.mandate_id,
            "state": found.state,
            "agent": found.agent,
            "principal": found.principal,
            "cap": found.cap,
            "expiry": f"{found.expiry} (Unix seconds)",
            "tools": found.tools,
            "granted": moment(found.granted.time),
            "revoked": None if found.revoked is None else moment(found.revoked.time),
        }
    )
    reading.footer(answer)
