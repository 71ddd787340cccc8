"""`ombud alert`: what a forecaster asks people to look at, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, Turn, reads
from ledger.queries import forecasts
from ledger.queries.answers import Answer, Page
from ledger.queries.forecasts import AlertView, ForecastView, Statement
from ledger.queries.sources import Sources

app = typer.Typer(help="Alerts of a forecaster: list, show.", no_args_is_help=True, add_completion=False)
State = Annotated[str | None, typer.Option(help="Only pending, firing or resolved ones.")]
OneAgent = Annotated[str | None, typer.Option("--agent", help="Only this agent's: number or global id.")]


def _show_alerts(answer: Answer[Page[AlertView]]) -> None:
    items = answer.data.items
    rows = [
        (
            item.agent_id,
            "reorged" if item.statement.reorged else item.state,
            item.since,
            _share(item.probability),
            item.statement.as_of.number,
            item.reasons[0].says if item.reasons else "",
        )
        for item in items
    ]
    output.table(
        ("agent", "state", "since block", "probability", "as of block", "first reason"), rows, empty="no alerts"
    )
    if items:
        _statement(items[0].statement)
    if not items or not answer.completeness.complete:
        output.line(answer.completeness.basis, style="" if answer.completeness.complete else "yellow")
    output.line(forecasts.CAUTION, style="dim")


@app.command(name="list")
@reads(_show_alerts)
def list_alerts(
    sources: Sources, *, state: State = None, agent: OneAgent = None, turn: Turn
) -> Answer[Page[AlertView]]:
    """List the alerts of the newest forecast, by agent."""
    return forecasts.alerts(sources, state=state, agent=agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_alert(answer: Answer[ForecastView]) -> None:
    found = answer.data
    output.pairs(
        {
            "agent": found.agent,
            "forecast": _in_words(found),
            "alert": _alert(found),
            "fired": None if found.fired is None else f"block {found.fired}",
            "inputs": found.inputs,
        }
    )
    for reason in found.reasons:
        output.line(f"- {reason.says}")
        for record in reason.records:
            output.line(f"    record {record}", style="dim")
    _statement(found.statement)
    if not answer.completeness.complete:
        output.line(answer.completeness.basis, style="yellow")
    output.line(found.caution, style="dim")


@app.command()
@reads(_show_alert)
def show(
    sources: Sources,
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[ForecastView]:
    """Show the newest forecast about an agent: its alert, the reasons, and the records behind them."""
    return forecasts.forecast(sources, agent, as_of=as_of)


def _share(probability: float | None) -> str:
    return "unknown" if probability is None else f"{probability:.1%}"


def _in_words(found: ForecastView) -> str:
    if found.probability is None:
        return f"insufficient: {found.acts} acts are too few to say anything"
    reorged = "; the block it is about was taken back" if found.state == "reorged" else ""
    return f"{_share(found.probability)} that a fault is upheld within the next {found.horizon} acts{reorged}"


def _alert(found: ForecastView) -> str:
    return "none" if found.alert is None else f"{found.alert} since block {found.since}"


def _statement(made: Statement) -> None:
    output.line(
        f"stated as of block {made.as_of.number} ({made.as_of.hash[:12]}), {made.finality}, when the mirror was at "
        f"{made.stated_block}; model {made.model.digest[:12]} ({made.model.trained_on})",
        style="dim",
    )
