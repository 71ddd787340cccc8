"""What several verbs share: options, the folder of the artefact, the population, and how things are said."""
# ruff: noqa: PLC0415 help must not pay for importing scikit-learn

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
import typer

if TYPE_CHECKING:
    from forecaster.features import History
    from forecaster.population import Life

FOLDER: Final = "forecast-model"
"""Where an artefact is kept in the home folder."""
AGENTS: Final = 2400
"""Agents in the population trained on by default."""

Seed = Annotated[int, typer.Option(min=0, help="Seed of the population and of everything learnt.")]
Agents = Annotated[int, typer.Option(min=200, help="Agents in the simulated population.")]
AsOf = Annotated[int | None, typer.Option("--as-of", min=0, help="Forecast as of this block.")]
Folder = Annotated[Path | None, typer.Option("--model", help="Folder of the artefact; forecast-model in the home.")]
Cluster = Annotated[
    str | None, typer.Option(help="Scheduler of a Dask cluster to deal the work to, as tcp://host:8786.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def say(text: str) -> None:
    """Tell what is being done, on standard error."""
    typer.echo(f"· {text}", err=True)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def folder_of(given: Path | None) -> Path:
    """Return the folder of the artefact: the one given, or that in the home folder."""
    from ledger.cli import context

    return given or context.read_settings().home / FOLDER


def population(
    agents: int, seed: int, taught_rate: float | None = None
) -> tuple[list[Life], list[History], dict[int, str]]:
    """Simulate a population; return it, its histories made ready, and the family of each that does harm."""
    from forecaster.features import History
    from forecaster.population import simulate

    say(f"simulating {agents} agents")
    lives = simulate(agents, seed, taught_rate=taught_rate)
    say("reading histories")
    ready = [History(life.history) for life in lives]
    return lives, ready, {place: life.family for place, life in enumerate(lives) if life.family}
