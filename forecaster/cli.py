"""`ombud forecast`: train a forecaster and measure it, on a simulated population.

scikit-learn is imported only when a command runs, so that `ombud --help` stays fast. Progress goes to standard
error; errors of ours are shown by whoever calls this app.
"""
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

app = typer.Typer(help="Forecast upheld disputes: train and measure.", no_args_is_help=True)

AGENTS: Final = 2400
"""Agents in the population trained on by default."""

Seed = Annotated[int, typer.Option(min=0, help="Seed of the population and of everything learnt.")]
Agents = Annotated[int, typer.Option(min=200, help="Agents in the simulated population.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def _say(text: str) -> None:
    typer.echo(f"· {text}", err=True)


def _print(value: Any) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def _population(agents: int, seed: int) -> tuple[list[Life], list[History], dict[int, str]]:
    from forecaster.features import History
    from forecaster.population import simulate

    _say(f"simulating {agents} agents")
    lives = simulate(agents, seed)
    _say("reading histories")
    ready = [History(life.history) for life in lives]
    return lives, ready, {place: life.family for place, life in enumerate(lives) if life.family}


@app.command(name="train")
def train_model(
    *,
    out: Annotated[Path, typer.Option(help="Folder of the artefact.")] = Path("forecast-model"),
    agents: Agents = AGENTS,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Train on a simulated population, measure on owners kept apart, and write the artefact."""
    from forecaster.artefact import DataRange, save
    from forecaster.evaluate import evaluate
    from forecaster.report import markdown
    from forecaster.split import split
    from forecaster.train import train

    lives, ready, families = _population(agents, seed)
    parts = split([life.history for life in lives])
    model = train(ready, parts, seed=seed, progress=_say)
    _say("measuring")
    found = evaluate(model, ready, parts, seed=seed, families=families)
    data = DataRange(
        source=f"simulated population, seed {seed}",
        agents=len(parts.train.members),
        first_block=parts.train.begin,
        last_block=parts.train.end,
    )
    card = save(model, out, seed=seed, data=data, metrics=msgspec.to_builtins(found))
    _say(f"wrote {out}")
    if as_json:
        _print(card)
    else:
        typer.echo(markdown(found))


@app.command(name="evaluate")
def evaluate_model(
    model: Annotated[Path, typer.Argument(help="Folder of the artefact.")] = Path("forecast-model"),
    *,
    out: Annotated[Path | None, typer.Option(help="Also write the report here, as Markdown.")] = None,
    agents: Agents = AGENTS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Measure an artefact on a fresh population: another seed, other agents, other owners."""
    from forecaster.artefact import load
    from forecaster.evaluate import evaluate
    from forecaster.report import markdown
    from forecaster.split import split

    loaded, card = load(model)
    if seed == card.seed:
        _say(f"seed {seed} is the one it was trained with: only its test part is fresh")
    lives, ready, families = _population(agents, seed)
    _say("measuring")
    found = evaluate(loaded, ready, split([life.history for life in lives]), seed=seed, families=families)
    if out is not None:
        out.write_text(markdown(found))
    if as_json:
        _print({"model": card.sha256, **msgspec.to_builtins(found)})
    else:
        typer.echo(markdown(found))
