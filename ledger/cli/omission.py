"""`ombud omission`: what agents promised in receipts, and did not log."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.reading import AsOfBlock, Output, Turn, moment, reads
from ledger.queries import omissions
from ledger.queries.answers import Answer, Page
from ledger.queries.omissions import OmissionView
from ledger.queries.sources import Sources

app = typer.Typer(
    help="Records that were promised and are not there: list, show, receipt.",
    no_args_is_help=True,
    add_completion=False,
)
OneAgent = Annotated[str | None, typer.Option("--agent", help="Only this agent's: number or global id.")]
OmissionName = Annotated[str, typer.Argument(metavar="OMISSION", help="Hash of the receipt, 64 hex digits.")]


def _show_omissions(answer: Answer[Page[OmissionView]]) -> None:
    rows = [
        (
            item.kind,
            item.agent.rpartition("/")[2],
            f"{item.epoch}/{item.stream}/{item.seq}",
            moment(item.due),
            moment(item.since),
            item.shown_by.agent.rpartition("/")[2],
            item.omission,
        )
        for item in answer.data.items
    ]
    output.table(
        ("kind", "agent", "place", "due", "known since", "shown by", "omission"),
        rows,
        empty="no omissions: every receipt that was counter-signed is kept, not due yet, or waits for a log",
    )


@app.command(name="list")
@reads(_show_omissions)
def list_omissions(sources: Sources, *, agent: OneAgent = None, turn: Turn) -> Answer[Page[OmissionView]]:
    """List omissions by when they were known first; --json gives each with its receipt, which proves it."""
    return omissions.omissions(sources, agent=agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_omission(answer: Answer[OmissionView]) -> None:
    found = answer.data
    held = found.held
    output.pairs(
        {
            "omission": found.omission,
            "kind": found.kind,
            "agent": found.agent,
            "place": f"epoch {found.epoch}, stream {found.stream}, number {found.seq}",
            "promised": f"{found.record_id} by {moment(found.anchor_by)}",
            "known since": moment(found.since),
            "there instead" if found.kind == "contradicted" else "came": None
            if held is None
            else f"{held.record_id} at {moment(held.witnessed.time)}, in {held.home}",
            "signed by": found.signer,
            "shown by": f"agent {found.shown_by.agent.rpartition('/')[2]}: {found.shown_by.record_id}",
        }
    )
    output.line(f"proof: `ombud omission receipt {found.omission} -o receipt.json`")


@app.command()
@reads(_show_omission)
def show(sources: Sources, name: OmissionName, *, as_of: AsOfBlock = None) -> Answer[OmissionView]:
    """Show one omission."""
    return omissions.omission(sources, name, as_of=as_of)


@app.command()
def receipt(name: OmissionName, *, file: Output = None, as_of: AsOfBlock = None) -> None:
    """Write the receipt that proves an omission, as `ombud fault` takes it."""
    with wiring.opened_sources(context.settings()) as sources:
        found = omissions.omission(sources, name, as_of=as_of).data
    data = msgspec.json.encode(found.receipt)
    if file is None:
        typer.echo(data.decode())
    else:
        reading.write_whole(file, data)
        output.note(f"wrote {file} ({len(data)} bytes), signed by {found.signer}")
