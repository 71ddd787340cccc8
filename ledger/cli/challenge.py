"""`ombud challenge`, the reading commands: list, show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, AsOfBlock, Cursor, Limit, moment
from ledger.queries import challenges
from ledger.queries.challenges import STATES, ChallengeView

app = typer.Typer(
    help="What someone is asked to show: list, show, tile, ack, evidence, answer, settle.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command(name="list")
def list_challenges(
    *,
    subject: Annotated[str | None, typer.Option(help="Only those to this agent key, log or evidence.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only those that are {', '.join(STATES)}.")] = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """List challenges, oldest first."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = challenges.challenges(sources, subject=subject, state=state, cursor=cursor, limit=limit, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    table(answer.data.items)
    reading.page_end(answer.data)
    reading.footer(answer)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="CHALLENGE", help="Name of the challenge, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Show one challenge."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = challenges.challenge(sources, name, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    found = answer.data
    output.pairs(
        {
            "challenge": found.challenge,
            "state": found.state,
            "asks about": found.kind.replace("_", " "),
            "agent": found.agent_id,
            "custodian": found.custodian,
            "subject": found.subject,
            "for": found.about,
            "challenger": found.challenger,
            "answer by": moment(found.answer_by),
            "answerer": found.answerer,
            "deposit": "back with the challenger" if found.returned else None,
            "opened": moment(found.opened.time),
        }
    )
    reading.footer(answer)


def table(items: Iterable[ChallengeView]) -> None:
    """Print challenges as a table."""
    rows = [
        (
            item.challenge,
            item.state,
            item.kind.replace("_", " "),
            item.custodian or (item.subject if item.agent_id is None else f"agent {item.agent_id}"),
            moment(item.answer_by),
            item.challenger,
        )
        for item in items
    ]
    output.table(("challenge", "state", "about", "asked", "answer by", "challenger"), rows, empty="no challenges")
