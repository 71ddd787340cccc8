"""Verbs about live agents, read from the mirror: forecast all of them, or say what of one agent, or of one harm."""
# ruff: noqa: PLC0415 help must not pay for importing scikit-learn

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from forecaster.cli.common import AsJson, AsOf, Cluster, Folder, folder_of, print_json, say

if TYPE_CHECKING:
    from forecaster.service.asked import Explained
    from forecaster.service.run import Made

app = typer.Typer()


@app.command(name="run")
def run_model(
    *,
    as_of: AsOf = None,
    model: Folder = None,
    book: Annotated[
        Path | None, typer.Option(help="Also write the probabilities here, as `ombud forecast commit` takes them.")
    ] = None,
    cluster: Cluster = None,
    as_json: AsJson = False,
) -> None:
    """Forecast every agent in the mirror, and state forecasts and alerts beside it.

    As of one block the same model says the same; saying it again changes nothing. Nothing is sent to the chain: who
    wants to be held to what was said writes it down with --book and commits to it with `ombud forecast commit`.
    """
    from forecaster.artefact import load
    from forecaster.cluster import on_cluster
    from forecaster.service.run import in_millionths, run
    from ledger.cli import context, wiring

    loaded, card = load(folder_of(model))
    with wiring.opened_sources(context.settings()) as sources, on_cluster(cluster):
        made = run(sources, loaded, card, as_of=as_of, progress=say)
    if book is not None:
        book.write_bytes(msgspec.json.encode(in_millionths(made.rows, loaded.base_rate)))
    if as_json:
        print_json({**_summary(made), "horizon": loaded.horizon, "caution": card.caution})
        return
    alerted = {number: row for number, row in made.rows.items() if row.alert}
    for number, row in alerted.items():
        first = row.reasons[0].says if row.reasons else "no single reason stands out"
        typer.echo(f"agent {number}: {row.alert} since block {row.since}, {row.probability:.1%}: {first}")
    for chain in made.chains:
        agents = ", ".join(str(number) for number in chain.agents)
        typer.echo(
            f"record {chain.record.hex()} of block {chain.block} sends what agents {agents} brought about together, as "
            "back doors do that are split over several agents"
        )
    short = sum(row.probability is None for row in made.rows.values())
    torn = sum(not row.complete for row in made.rows.values())
    typer.echo(
        f"{len(made.rows)} agents as of block {made.block.number} ({made.block.hash[:12]}): {len(alerted)} with an "
        f"alert, {short} with too short a history, {torn} with records known to be missing"
        + ("" if made.written else "; stated before, nothing changed")
    )
    if made.drift is not None and made.drift.retrain:
        typer.echo(
            f"{len(made.drift.drifted)} features have drifted from those that taught: confidence "
            f"{made.drift.confidence:.0%}; train again"
        )
    typer.echo(card.caution)


def _summary(made: Made) -> dict[str, Any]:
    forecasts = [
        {
            "agent": number,
            "state": "insufficient" if row.probability is None else "ok",
            "probability": row.probability,
            "by": row.by,
            "alert": row.alert or None,
            "since": row.since,
            "complete": row.complete,
        }
        for number, row in made.rows.items()
    ]
    alerted = [item for item in forecasts if item["alert"]]
    return {
        "as_of": made.block,
        "model": made.model,
        "written": made.written,
        "agents": len(forecasts),
        "alerts": len(alerted),
        "confidence": None if made.drift is None else made.drift.confidence,
        "retrain": made.drift is not None and made.drift.retrain,
        "chains": [
            {
                "record": chain.record.hex(),
                "block": chain.block,
                "score": chain.score,
                "agents": chain.agents,
                "records": [record.hex() for record in chain.records],
            }
            for chain in made.chains
        ],
        "forecasts": forecasts,
    }


@app.command(name="explain")
def explain_forecast(
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    as_of: AsOf = None,
    model: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Forecast one agent and say why, down to the records; and whether the alarm would go without them."""
    from forecaster.artefact import load
    from forecaster.service.asked import explain_agent
    from ledger.cli import context, wiring

    loaded, card = load(folder_of(model))
    with wiring.opened_sources(context.settings()) as sources:
        found = explain_agent(sources, loaded, agent, as_of=as_of)
    if as_json:
        print_json({"model": card.sha256, **msgspec.to_builtins(found), "caution": card.caution})
    else:
        _show(found)
        typer.echo(card.caution)


def _show(found: Explained) -> None:
    forecast, why = found.forecast, found.why
    at = f"agent {forecast.agent_id} as of block {found.block.number} ({found.block.hash[:12]})"
    if why is None or forecast.probability is None:
        typer.echo(f"{at}: insufficient, {found.acts} acts are too few to say anything")
        return
    typer.echo(f"{at}: {forecast.probability:.1%} that a fault is upheld within the next {forecast.horizon} acts")
    stretch = forecast.horizon // max(1, len(forecast.by))
    for place, chance in enumerate(forecast.by):
        typer.echo(f"    within {stretch * (place + 1)} acts: {chance:.1%}")
    since = "" if found.alert.since is None else f" since block {found.alert.since}"
    typer.echo(f"alert: {found.alert.state}{since}; score {why.score:.3f}, high above {why.threshold:.3f}")
    for reason in why.reasons:
        typer.echo(f"- {reason.says}")
        for record in reason.records:
            typer.echo(f"    record {record}")
    if why.score > why.threshold:
        gone = "no longer high" if why.holds else "still high"
        typer.echo(f"without the {len(why.records)} acts cited the score is {why.score_without:.3f}: {gone}")
    if not found.complete:
        typer.echo("records are known to be missing from this history")


@app.command(name="blame")
def share_blame(
    record: Annotated[str, typer.Argument(help="Id of the record that did harm.")],
    *,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say who has which share in a harm, over the causes that records name, and where it began.

    It says who was involved, and how far; a panel says who is liable.
    """
    from forecaster.service import asked
    from ledger.cli import context, wiring

    with wiring.opened_sources(context.settings()) as sources:
        found = asked.share_blame(sources, record, as_of=as_of)
    if as_json:
        print_json(
            {
                "as_of": found.block,
                "record": found.record,
                "root": found.shares.root,
                "root_agent": found.root_agent,
                "by_agent": found.shares.by_agent,
                "by_act": found.shares.by_act,
                "baselines": found.baselines,
                "complete": found.complete,
            }
        )
        return
    typer.echo(f"record {record} as of block {found.block.number}: it began with agent {found.root_agent}, in record")
    typer.echo(f"    {found.shares.root}")
    for number, share in found.shares.by_agent.items():
        typer.echo(f"- agent {number}: {share:.1%}")
    for name, shares in found.baselines.items():
        said = ", ".join(f"agent {number} {share:.0%}" for number, share in shares.items())
        typer.echo(f"    the rule '{name}' says: {said}")
    if not found.complete:
        typer.echo("records are known to be missing from these histories")
