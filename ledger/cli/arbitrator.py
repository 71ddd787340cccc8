"""`ombud arbitrator`, the reading command: list."""

from __future__ import annotations

import typer

from ledger.cli import output
from ledger.cli.reading import Turn, reads
from ledger.queries import arbitrators
from ledger.queries.answers import Answer, Page
from ledger.queries.arbitrators import ArbitratorView
from ledger.queries.sources import Sources
from ledger.queries.track_records import PPM, Rate
from ledger.queries.wording import ether

app = typer.Typer(help="Arbitrators: who may be drawn, and what they did.", no_args_is_help=True, add_completion=False)


@app.callback()
def arbitrator() -> None:
    """Arbitrators: who may be drawn, and what they did."""


def _show_arbitrators(answer: Answer[Page[ArbitratorView]]) -> None:
    rows = [
        (
            item.number,
            item.arbitrator,
            _state(item),
            "human" if item.human else f"model {(item.model or '')[:8]}",
            "" if item.stake is None else ether(item.stake.active),
            item.seats.drawn,
            item.seats.revealed,
            item.seats.absent,
            ", ".join(f"{count} {vote}" for vote, count in item.votes.items() if count),
            _rate(item.record.overturned),
            _rate(item.record.agreed),
        )
        for item in answer.data.items
    ]
    who = ("number", "arbitrator", "state", "judge", "stake")
    columns = (*who, "seats", "revealed", "absent", "votes", "overturned", "agreed")
    output.table(columns, rows, empty="no arbitrators")


@app.command(name="list")
@reads(_show_arbitrators)
def list_arbitrators(sources: Sources, *, turn: Turn) -> Answer[Page[ArbitratorView]]:
    """List the arbitrators by their numbers on the roster, retired ones included."""
    return arbitrators.arbitrators(sources, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _state(item: ArbitratorView) -> str:
    if not item.listed:
        return "retired"
    return "listed" if item.accredited else "accreditation over"


def _rate(found: Rate) -> str:
    if found.low_ppm is None or found.high_ppm is None:
        return ""
    low, high = (bound / PPM for bound in (found.low_ppm, found.high_ppm))
    return f"{found.count} of {found.of} ({low:.0%} to {high:.0%})"
