"""`ombud session`: the records of one session."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import context, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock, Output, Turn, reads
from ledger.cli.record import show_records
from ledger.queries import bundles, records
from ledger.queries.answers import Answer, Page
from ledger.queries.provenance import provenance
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources

app = typer.Typer(help="Sessions: show, bundle, prov.", no_args_is_help=True, add_completion=False)
AgentName = Annotated[str, typer.Argument(help="Number or global id of the agent.")]
SessionName = Annotated[str, typer.Argument(help="Name of the session.")]


def _show_session(answer: Answer[Page[RecordView]]) -> None:
    show_records(answer.data.items)


@app.command()
@reads(_show_session)
def show(
    sources: Sources, agent: AgentName, session: SessionName, *, turn: Turn, as_json: AsJson = False
) -> Answer[Page[RecordView]]:
    """List the records of a session, oldest first."""
    return records.session(
        sources, agent, session, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of, proofs=as_json
    )


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
