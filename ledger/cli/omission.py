"""`ombud omission`: what agents promised in receipts, and did not log."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import Turn, moment, reads
from ledger.queries import omissions
from ledger.queries.answers import Answer, Page
from ledger.queries.omissions import OmissionView
from ledger.queries.sources import Sources

app = typer.Typer(
    help="Records that were promised and are not there: list.", no_args_is_help=True, add_completion=False
)
OneAgent = Annotated[str | None, typer.Option("--agent", help="Only this agent's: number or global id.")]


@app.callback()
def omission() -> None:
    """Records that were promised and are not there."""


def _show_omissions(answer: Answer[Page[OmissionView]]) -> None:
    rows = [
        (
            item.kind,
            item.agent.rpartition("/")[2],
            f"{item.epoch}/{item.stream}/{item.seq}",
            moment(item.due),
            moment(item.since),
            item.shown_by.agent.rpartition("/")[2],
            item.record_id,
        )
        for item in answer.data.items
    ]
    output.table(
        ("kind", "agent", "place", "due", "known since", "shown by", "promised record"),
        rows,
        empty="no omissions: every receipt that was counter-signed is kept, not due yet, or waits for a log",
    )


@app.command(name="list")
@reads(_show_omissions)
def list_omissions(sources: Sources, *, agent: OneAgent = None, turn: Turn) -> Answer[Page[OmissionView]]:
    """List omissions by when they were known first; --json gives each with its receipt, which proves it."""
    return omissions.omissions(sources, agent=agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)
