"""`ombud overview responsibility`: who answers for what, by ruling."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import Turn, reads
from ledger.queries import responsibilities as answers
from ledger.queries.answers import Answer, Page
from ledger.queries.responsibilities import RuledResponsibility
from ledger.queries.sources import Sources
from ledger.queries.wording import ether


def _show(answer: Answer[Page[RuledResponsibility]]) -> None:
    columns = ("dispute", "agent", "ruling", "cause", "class", "liable", "share", "slashed", "mandate", "approved by")
    output.table(columns, [_row(one) for one in answer.data.items], empty="no rulings yet")


def _row(one: RuledResponsibility) -> tuple[object, ...]:
    mandate = None if one.permission is None else one.permission.mandate
    return (
        one.dispute_id,
        one.agent_id,
        one.ruling if one.final else f"{one.ruling}, not final",
        one.cause,
        one.fault_class,
        one.liable,
        ", ".join(f"{share.share} %" for share in one.shares),
        "" if one.slashed is None else ether(one.slashed),
        _mandate(one) if mandate is None else f"{mandate.mandate_id[:12]} of {mandate.principal}",
        ", ".join(act.principal or act.record_id[:12] for act in one.approvals),
    )


def _mandate(one: RuledResponsibility) -> str:
    return "unknown" if one.unknown is not None else "none"


@reads(_show)
def responsibility(
    sources: Sources,
    *,
    agent: Annotated[str | None, typer.Option(help="Only this agent, by number or global id.")] = None,
    party: Annotated[
        str | None, typer.Option(help="Only where this account is liable, or the agent acted in its name.")
    ] = None,
    turn: Turn,
) -> Answer[Page[RuledResponsibility]]:
    """Show who answers for what, by ruling."""
    return answers.responsibilities(
        sources, agent=agent, party=party, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of
    )
