"""`ombud challenge`, the reading commands: list, show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, Turn, moment, reads
from ledger.queries import challenges
from ledger.queries.answers import Answer, Page
from ledger.queries.challenges import STATES, ChallengeView
from ledger.queries.sources import Sources

app = typer.Typer(
    help="What someone is asked to show: list, show, tile, ack, evidence, answer, settle.",
    no_args_is_help=True,
    add_completion=False,
)


def _show_challenges(answer: Answer[Page[ChallengeView]]) -> None:
    table(answer.data.items)


@app.command(name="list")
@reads(_show_challenges)
def list_challenges(
    sources: Sources,
    *,
    subject: Annotated[str | None, typer.Option(help="Only those to this agent key, log or evidence.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only those that are {', '.join(STATES)}.")] = None,
    turn: Turn,
) -> Answer[Page[ChallengeView]]:
    """List challenges, oldest first."""
    return challenges.challenges(
        sources, subject=subject, state=state, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of
    )


def _show_challenge(answer: Answer[ChallengeView]) -> None:
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


@app.command()
@reads(_show_challenge)
def show(
    sources: Sources,
    name: Annotated[str, typer.Argument(metavar="CHALLENGE", help="Name of the challenge, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[ChallengeView]:
    """Show one challenge."""
    return challenges.challenge(sources, name, as_of=as_of)


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
