"""`ombud overview`: what authorities ask about many agents, or about one over time; parts stand in other files."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output, overview_agent, overview_logs, overview_rulings
from ledger.cli.reading import AsOfBlock, moment, reads
from ledger.queries import recidivists as again
from ledger.queries import systemic as systems
from ledger.queries.answers import Answer
from ledger.queries.named_faults import NamedFaults
from ledger.queries.recidivists import Recidivists
from ledger.queries.sources import Sources
from ledger.queries.systemic import Systemic
from ledger.queries.wording import ether

app = typer.Typer(
    help="What authorities ask: recidivists, systemic, oversight, history, integrity, responsibility.",
    no_args_is_help=True,
    add_completion=False,
)
_DAY_S = 86_400


def _show_recidivists(answer: Answer[Recidivists]) -> None:
    rows = [
        (
            one.name,
            one.faults,
            ", ".join(f"{kind} {count}" for kind, count in one.by_kind.items()),
            moment(one.last),
            "" if one.between is None else f"{one.between / _DAY_S:.1f} d",
            ether(one.slashed),
            "" if one.probability is None else f"{one.probability:.2f}",
        )
        for one in answer.data.items
    ]
    output.table(("who", "faults", "kinds", "last", "between", "slashed", "forecast"), rows, empty="nobody")


@app.command()
@reads(_show_recidivists)
def recidivists(
    sources: Sources,
    *,
    by: Annotated[str, typer.Option(help="agent, owner, operator or principal.")] = "agent",
    least: Annotated[int, typer.Option(min=1, help="How many faults at least.")] = 2,
    since: Annotated[int, typer.Option(min=0, help="From when on, Unix seconds.")] = 0,
    until: Annotated[int | None, typer.Option(min=0, help="Until when, Unix seconds; now.")] = None,
    as_of: AsOfBlock = None,
) -> Answer[Recidivists]:
    """Show against whom faults were held more than once."""
    return again.recidivists(sources, by=by, least=least, since=since, until=until, as_of=as_of)


def _show_systemic(answer: Answer[Systemic]) -> None:
    rows = [
        (
            moment(one.start),
            one.opened,
            one.upheld,
            one.dismissed,
            "" if one.default_rate_ppm is None else f"{one.default_rate_ppm / 10_000:.0f} %",
            "" if one.time_to_ruling is None else f"{one.time_to_ruling / _DAY_S:.1f} d",
            ether(one.slashed),
        )
        for one in answer.data.periods
    ]
    output.table(
        ("from", "opened", "upheld", "dismissed", "by default", "time to ruling", "slashed"), rows, empty="nothing yet"
    )
    for one in (*answer.data.liable, *answer.data.operators):
        output.line(f"{one.name}: {one.faults} faults, {one.share_ppm / 10_000:.0f} % of all")
    for what, counts in _named(answer.data.named):
        for name, count in counts.items():
            output.line(f"{what} {name}: {count} of the newest {answer.data.named.looked_at} faults")
    bonds, forecasts = answer.data.bonds, answer.data.forecasts
    output.line(f"{bonds.bonded} of {bonds.agents} agents are bonded, with {ether(bonds.active)}")
    output.line(f"{bonds.running} running disputes ask {ether(bonds.asked)}; {bonds.uncovered} can take nothing")
    for score in forecasts.forecasters:
        output.line(
            f"forecaster {score.forecaster}: {score.rounds} final rounds, Brier {_million(score.brier)}, "
            f"skill {_million(score.skill)}"
        )
    if forecasts.alerts is not None:
        output.line(f"{forecasts.alerts.held_after} of {forecasts.alerts.fired} agents did wrong after their alert")


def _named(found: NamedFaults) -> list[tuple[str, dict[str, int]]]:
    return [
        ("model", found.by_model),
        ("version", found.by_version),
        ("tool", found.by_tool),
        ("log operator", found.by_log_operator),
    ]


def _million(value: int | None) -> str:
    return "none" if value is None else f"{value / 1_000_000:.3f}"


@app.command()
@reads(_show_systemic)
def systemic(
    sources: Sources,
    *,
    days: Annotated[int, typer.Option(min=1, help="Length of a period.")] = 30,
    as_of: AsOfBlock = None,
) -> Answer[Systemic]:
    """Show how disputes end and faults spread."""
    return systems.systemic(sources, days=days, as_of=as_of)


app.command()(overview_agent.oversight)
app.command()(overview_agent.history)
app.command()(overview_logs.integrity)
app.command()(overview_rulings.responsibility)
