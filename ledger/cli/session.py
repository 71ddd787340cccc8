"""`ombud session`: the records of one session."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, AsOfBlock, Cursor, Limit, Output
from ledger.cli.record import show_records
from ledger.queries import bundles, records
from ledger.queries.provenance import provenance

app = typer.Typer(help="Sessions: show, bundle, prov.", no_args_is_help=True, add_completion=False)
AgentName = Annotated[str, typer.Argument(help="Number or global id of the agent.")]
SessionName = Annotated[str, typer.Argument(help="Name of the session.")]


@app.command()
def show(
    agent: AgentName,
    session: SessionName,
    *,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """List the records of a session, oldest first."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = records.session(sources, agent, session, cursor=cursor, limit=limit, as_of=as_of, proofs=as_json)
    if as_json:
        output.as_json(answer)
        return
    show_records(answer.data.items)
    reading.page_end(answer.data)
    reading.footer(answer)


@app.command()
def bundle(
    agent: AgentName,
    session: SessionName,
    *,
    file: Output = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Export a session with everything that proves it, for `ombud verify`."""
    with wiring.opened_sources(context.settings()) as sources:
        found = bundles.marked_session_bundle(sources, agent, session, as_of=as_of)
    reading.note_lives(found.lives)
    reading.write_bundle(found.bundle, file, as_json=as_json)


@app.command()
def prov(agent: AgentName, session: SessionName, *, as_of: AsOfBlock = None) -> None:
    """Print how the records of a session caused each other, as W3C PROV-JSON."""
    with wiring.opened_sources(context.settings()) as sources:
        found = bundles.session_bundle(sources, agent, session, as_of=as_of)
    typer.echo(provenance(found).decode())
