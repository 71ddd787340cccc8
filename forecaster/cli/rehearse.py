"""`ombud forecast rehearse`: what the forecaster does on made-up data that is hard on purpose."""
# ruff: noqa: PLC0415 help must not pay for importing scikit-learn

from __future__ import annotations

from typing import Annotated

import typer

from forecaster.cli.common import print_json, say

app = typer.Typer(help="Rehearse: poisoned rulings, planted faults, attacks that nobody taught.", no_args_is_help=True)
Seed = Annotated[int, typer.Option(min=0, help="Seed of everything.")]
Agents = Annotated[int, typer.Option(min=200, help="Agents that teach.")]
Trees = Annotated[int, typer.Option(min=10, help="Trees in each forest.")]


@app.command()
def poison(*, agents: Agents = 1200, seed: Seed = 1, trees: Trees = 120) -> None:
    """Offer a model batches of which some verdicts are wrong, and measure what it is afterwards; prints JSON."""
    from forecaster.poisoned import rehearse_poison

    print_json(rehearse_poison(seed, agents=agents, trees=trees, progress=say))


@app.command(name="untaught")
def ask_untaught(*, agents: Agents = 2400, seed: Seed = 1, trees: Trees = 120) -> None:
    """Measure families of attacks that taught nothing and for which nothing was made; prints JSON."""
    from forecaster.untaught import untaught

    print_json(untaught(seed, agents=agents, asked=agents // 2, trees=trees, progress=say))


@app.command(name="blame")
def plant_faults(
    *, faults: Annotated[int, typer.Option(min=1, help="Faults that are planted.")] = 2000, seed: Seed = 1
) -> None:
    """Plant faults of which the root is known, and say how often blame names it, beside simpler rules; prints JSON."""
    from forecaster.planted import ENDS, rehearse_blame

    print_json({end: rehearse_blame(seed, faults=faults, end=end) for end in ENDS})
