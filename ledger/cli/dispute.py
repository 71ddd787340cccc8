"""`ombud dispute`, the reading commands: list, show, deadlines, bundle."""

from __future__ import annotations

from typing import Annotated, TypeVar

import typer

from ledger.cli import challenge, output
from ledger.cli.dispute_bundle import bundle
from ledger.cli.output import visible
from ledger.cli.precedents import precedents
from ledger.cli.reading import AsOfBlock, Turn, moment, reads
from ledger.queries import cases, disputes
from ledger.queries.actions import ActionView
from ledger.queries.answers import Answer, Page
from ledger.queries.cases import CaseFile, Deadline
from ledger.queries.disputes import STATES, Deadlines, DisputeSummary
from ledger.queries.exhibits import Exhibit
from ledger.queries.forecasts import ForecastView
from ledger.queries.panels import PanelView
from ledger.queries.sources import Sources
from ledger.queries.wording import ether

app = typer.Typer(
    help="Disputes: claims about actions, and how they stand.", no_args_is_help=True, add_completion=False
)
app.command()(bundle)
app.command()(precedents)
T = TypeVar("T")
Name = Annotated[str, typer.Argument(help="Number or global id of the dispute.")]


def _show_disputes(answer: Answer[Page[DisputeSummary]]) -> None:
    rows = [
        (
            item.dispute_id,
            item.state,
            item.agent_id,
            item.fault_class,
            "" if item.ruling is None else f"{item.ruling} ({item.basis})",
            item.claimant,
            moment(item.opened.time),
            _next(item.deadline),
        )
        for item in answer.data.items
    ]
    output.table(
        ("dispute", "state", "agent", "claim", "ruling", "claimant", "opened", "next"), rows, empty="no disputes"
    )
    _doubts(answer)


@app.command(name="list")
@reads(_show_disputes)
def list_disputes(
    sources: Sources,
    *,
    agent: Annotated[str | None, typer.Option(help="Only those about this agent: number or global id.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only those in this state: {', '.join(STATES)}.")] = None,
    due_before: Annotated[
        int | None, typer.Option(min=0, help="Only those that wait for something due before this, in Unix seconds.")
    ] = None,
    turn: Turn,
) -> Answer[Page[DisputeSummary]]:
    """List disputes in the order of their opening."""
    return disputes.disputes(
        sources, agent=agent, state=state, due_before=due_before, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of
    )


def _show_deadlines(answer: Answer[Deadlines]) -> None:
    rows = [
        (
            item.dispute_id,
            item.state,
            item.deadline.act,
            item.deadline.who,
            moment(item.deadline.due),
            _left(item.deadline),
            "stalled" if item.deadline.stalled else "",
        )
        for item in answer.data.items
    ]
    output.table(("dispute", "state", "next", "who", "due", "left", ""), rows, empty="no dispute runs")
    if answer.data.challenges:
        challenge.table(answer.data.challenges)
    _doubts(answer)


@app.command()
@reads(_show_deadlines)
def deadlines(sources: Sources, *, turn: Turn) -> Answer[Deadlines]:
    """List running disputes by what is due, the most urgent first, and challenges that can still be answered."""
    return disputes.deadlines(sources, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_dispute(answer: Answer[CaseFile]) -> None:
    found = answer.data
    _head(found)
    _action(found.action)
    for entry in found.timeline:
        output.line(visible(f"{moment(entry.seen.time)}  block {entry.seen.block:>6}  {entry.says}"))
    for exhibit in found.evidence:
        _exhibit(exhibit)
    for panel in (*found.earlier_panels, *([] if found.panel is None else [found.panel])):
        _panel(panel)
    _effects(found)
    if found.forecast_before is not None:
        _forecast(found.forecast_before)
    for step in found.next_steps:
        output.line(f"next: {step.says}")
    _doubts(answer)


@app.command()
@reads(_show_dispute)
def show(sources: Sources, dispute: Name, *, as_of: AsOfBlock = None) -> Answer[CaseFile]:
    """Show the case file: parties, what happened, evidence, votes, ruling, what it cost, and what comes next."""
    return cases.case_file(sources, dispute, as_of=as_of)


def _head(found: CaseFile) -> None:
    ruling = "none yet" if found.ruling is None else f"{found.ruling}, upon {found.basis}"
    parties = {party.role: party.account for party in found.parties}
    output.pairs(
        {
            "dispute": found.dispute,
            "state": found.state,
            "ruling": ruling,
            "claim": f"{found.fault_class} by {found.agent}",
            **parties,
            "at stake": f"{ether(found.stakes.slice)} of the bond, {ether(found.stakes.deposit)} of the claimant",
            "policy": f"{found.policy.policy_id} ({found.policy.hash[:12]})",
        }
    )


def _action(action: ActionView) -> None:
    output.line(f"action {action.action[:12]}: shown by {action.says}")
    if action.unknown is not None:
        output.line(f"    which record it is, is not known: {action.unknown}", style="yellow")
        return
    record = "" if action.record is not None else " (no log holds it yet)"
    output.line(f"    record {action.record_id}, epoch {action.epoch}, stream {action.stream}, {action.seq}{record}")
    if action.receipt is not None:
        output.line(f"    receipt over {action.receipt.amount}, given to {action.receipt.counterparty}")


def _exhibit(exhibit: Exhibit) -> None:
    size = "" if exhibit.size is None else f", {exhibit.media_type}, {exhibit.size} bytes"
    output.line(visible(f"evidence ({exhibit.role}) {exhibit.sha256} of {exhibit.party}: {exhibit.availability}{size}"))
    if exhibit.statement is not None:
        output.line(visible(f"    says: {exhibit.statement}"))
    for file in exhibit.files:
        named = f"{file.sha256}  {file.name}: {file.availability}, {file.media_type}, {file.size} bytes"
        output.line(visible(f"    {named}"))


def _panel(panel: PanelView) -> None:
    output.line(f"panel {panel.number}: {panel.phase}, {panel.quorum.got} of {panel.quorum.need} votes needed")
    for seat in panel.seats:
        vote = seat.did if seat.vote is None else f"{seat.vote}, reasons {seat.reasons_hash}"
        output.line(f"    {seat.arbitrator}: {vote}")
        if seat.matches is False:
            output.line("    this vote is not the one committed to", style="bold red")


def _effects(found: CaseFile) -> None:
    for move in found.effects.vault:
        output.line(f"{move.event} {ether(move.amount)}, {move.account} (by the {move.by})", style="dim")
    for change in found.effects.standing:
        points = f"{change.score_ppm_after / 10_000:.2f}%"
        output.line(f"standing: {change.added_negative} against, {points} after")


def _forecast(forecast: ForecastView) -> None:
    said = "too short a history" if forecast.probability is None else f"{forecast.probability:.1%} of an upheld fault"
    alert = "no alert" if forecast.alert is None else f"alert {forecast.alert} since block {forecast.since}"
    made = forecast.statement
    output.line(f"forecast before the opening, as of block {made.as_of.number}: {said}, {alert}")
    output.line(f"    model {made.model.digest[:12]}; {forecast.caution}", style="dim")


def _next(deadline: Deadline | None) -> str:
    return "" if deadline is None else f"{deadline.act} by {moment(deadline.due)}"


def _left(deadline: Deadline) -> str:
    hours, minutes = divmod(abs(deadline.seconds_left) // 60, 60)
    return f"{'-' if deadline.seconds_left < 0 else ''}{hours} h {minutes:02} min"


def _doubts(answer: Answer[T]) -> None:
    if not answer.completeness.complete:
        output.line(answer.completeness.basis, style="yellow")
