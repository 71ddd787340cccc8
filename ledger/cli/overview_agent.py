"""`ombud overview oversight` and `history`: one agent over time."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, moment, reads
from ledger.queries import histories
from ledger.queries import oversight as oversights
from ledger.queries.amounts import LargeAct
from ledger.queries.answers import Answer
from ledger.queries.histories import AgentHistory, Around
from ledger.queries.oversight import Oversight
from ledger.queries.sources import Sources

AgentName = Annotated[str, typer.Argument(help="Number or global id of the agent.")]
_NONE = "none"


def _show_oversight(answer: Answer[Oversight]) -> None:
    rows = [
        (one.op, one.phase, one.outcome or "", one.principal or "", moment(one.ts), one.record_id)
        for one in answer.data.acts
    ]
    output.table(("what", "phase", "outcome", "by", "when", "record"), rows, empty="no record tells of oversight")
    output.line(f"{answer.data.outcomes} acts ended, {answer.data.with_principal} name who authorised them")
    large = answer.data.large
    if large is not None:
        found = [(one.record_id, one.amount, _approved(one)) for one in large.items]
        output.table(("record", "amount", "approved"), found, empty="no act over that amount")


def _approved(act: LargeAct) -> str:
    if not act.held:
        return "not known: its record is not held"
    return ", ".join(act.approvals) or "no"


@reads(_show_oversight)
def oversight(
    sources: Sources,
    agent: AgentName,
    *,
    threshold: Annotated[
        int | None, typer.Option(min=0, help="Also show acts over this amount, as receipts count.")
    ] = None,
    as_of: AsOfBlock = None,
) -> Answer[Oversight]:
    """Show what people approved, overrode, stopped or escalated."""
    return oversights.oversight(sources, agent, threshold=threshold, as_of=as_of)


def _show_history(answer: Answer[AgentHistory]) -> None:
    rows = [
        (moment(one.at), one.topic, one.name, one.before or _NONE, one.after or _NONE, _place(one))
        for one in answer.data.changes
    ]
    output.table(("when", "what", "name", "before", "after", "block"), rows, empty="nothing changed")
    if answer.data.more:
        output.line(f"more: --after {answer.data.changes[-1].at}", style="dim")
    if answer.data.around is not None:
        _show_around(answer.data.around)


def _place(change: histories.Change) -> str:
    return "by itself" if change.seen is None else str(change.seen.block)


def _show_around(around: Around) -> None:
    output.line(f"the incident: {moment(around.at)}, {around.rests_on}")
    rows = [
        (one.topic, one.name, one.before or _NONE, one.then or _NONE, one.after or _NONE) for one in around.differences
    ]
    columns = ("what", "name", f"before ({moment(around.begin)})", "then", f"after ({moment(around.end)})")
    output.table(columns, rows, empty="nothing differs")


@reads(_show_history)
def history(
    sources: Sources,
    agent: AgentName,
    *,
    after: Annotated[int, typer.Option(min=0, help="Only changes after this time, Unix seconds.")] = 0,
    around: Annotated[int | None, typer.Option(min=0, help="Time of an incident, Unix seconds.")] = None,
    dispute: Annotated[str | None, typer.Option(help="Or a dispute about it.")] = None,
    days: Annotated[int, typer.Option(min=1, help="Days that are looked at before and after it.")] = 30,
    as_of: AsOfBlock = None,
) -> Answer[AgentHistory]:
    """Show what changed about an agent, and how it stood before, at and after an incident."""
    return histories.agent_history(sources, agent, after=after, around=around, dispute=dispute, days=days, as_of=as_of)
