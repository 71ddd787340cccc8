"""Verbs that forecast again and again: block after block as they come, or as of blocks that have passed."""
# ruff: noqa: PLC0415 help must not pay for importing scikit-learn

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from forecaster.cli.common import Cluster, Folder, folder_of, say

if TYPE_CHECKING:
    from forecaster.service.run import Made

app = typer.Typer()


@app.command(name="watch")
def watch_agents(
    *,
    model: Folder = None,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks at the mirror.")] = 12.0,
    times: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many runs; at a signal, if not given.")
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option(help="Keep numbers about the runs in this file, in Prometheus's text form.")
    ] = None,
) -> None:
    """Forecast every agent at each new block, looking only at what is new; prints one line of JSON a run.

    States what `ombud forecast run` states. A mirror that lags or cannot be reached is said, counted, and waited for.
    """
    from forecaster.artefact import load
    from forecaster.service.watching import watching
    from ledger.cli import context, wiring

    loaded, card = load(folder_of(model))
    stop = wiring.stop_on_signals()
    with wiring.opened_sources(context.settings()) as sources:
        for made, seconds in watching(
            sources, loaded, card, pause=lambda: stop.wait(every), times=times, metrics=metrics, say=say
        ):
            typer.echo(msgspec.json.encode(_line(made) | {"seconds": round(seconds, 3)}))


@app.command()
def backfill(
    first: Annotated[int, typer.Argument(min=0, help="First block.")],
    last: Annotated[int, typer.Argument(min=0, help="Last block.")],
    *,
    every: Annotated[int, typer.Option(min=1, help="Blocks between two runs.")] = 7200,
    model: Folder = None,
    cluster: Cluster = None,
) -> None:
    """Forecast as of blocks that have passed; prints one line of JSON a run.

    Each run says when it was stated, so it never counts as one that came before what has happened since.
    """
    from forecaster.artefact import load
    from forecaster.cluster import on_cluster
    from forecaster.service.run import backfill as run_each
    from ledger.cli import context, wiring
    from ledger.errors import InvalidInputError

    if last < first:
        raise InvalidInputError(f"block {last} comes before {first}", hint="name the earlier block first")
    loaded, card = load(folder_of(model))
    blocks = range(first, last + 1, every)
    with wiring.opened_sources(context.settings()) as sources, on_cluster(cluster):
        for place, made in enumerate(run_each(sources, loaded, card, blocks)):
            say(f"{place + 1} of {len(blocks)}")
            typer.echo(msgspec.json.encode(_line(made)))


def _line(made: Made) -> dict[str, Any]:
    return {
        "block": made.block.number,
        "agents": len(made.rows),
        "alerts": sum(bool(row.alert) for row in made.rows.values()),
        "chains": len(made.chains),
        "written": made.written,
        "model": made.model,
    }
