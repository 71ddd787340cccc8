"""`ombud reputation`: evaluate the trust worker on any network of ratings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli import output
from ledger.cli.output import AsJson
from ledger.errors import InvalidInputError
from ledger.trust.evaluation.network import read_network
from ledger.trust.evaluation.report import SEEDS, Asked, report

app = typer.Typer(help="Scores that evidence moves: evaluated, attacked, compared.", no_args_is_help=True)


@app.callback()
def reputation() -> None:
    """Scores that evidence moves: evaluated, attacked, compared."""


@app.command()
def evaluate(
    network: Annotated[Path, typer.Option(help="Lines rater,ratee,value,time; gzip or plain.")],
    labels: Annotated[Path, typer.Option(help="Lines node,label: 1 benign, -1 fraudulent.")],
    *,
    seed: Annotated[int, typer.Option(min=0, help="First seed of the attacks.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds each attack is run with.")] = SEEDS,
    anchors: Annotated[str | None, typer.Option(help="Nodes that trust begins from, by comma; else found.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well scores rank a network's agents, and what attacks do to them."""
    asked = Asked(seed=seed, seeds=seeds, anchors=_numbers(anchors))
    found = report(read_network(network, labels), asked, output.note)
    if as_json:
        output.json_line(found)
        return
    _show(found)


def _numbers(text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(word) for word in text.split(",")]
    except ValueError as error:
        raise InvalidInputError(f"--anchors {text}", hint="numbers, by comma", code="bad_anchors") from error


def _show(found: dict[str, Any]) -> None:
    quality, protocol = found["quality"], found["protocol"]
    output.pairs(
        {
            "formula": found["formula"],
            "agents, ratings": f"{found['agents']}, {found['ratings']}",
            "labels": f"{protocol['label_rule']} rule; {protocol['masked_ratings']} ratings masked",
            "anchors": protocol["anchors"],
            "AUROC, labels masked": _figure(quality["auroc_masked"]),
            "AUROC, one era": _figure(quality["auroc_era_matched"]),
            **{f"  {name}": _figure(value) for name, value in quality["baselines"].items()},
            "Kendall tau, 73.6 % Sybils": _figure(found["sybil_share_0736"]["kendall_tau"]),
            "honest agents left without a score": found["sybil_share_0736"]["honest_without_score"],
            "to move a score by a tenth": _price(found["cost_to_move_10pct"]),
        }
    )
    rows = [
        (name, budget, cells["worst"], cells["mean"])
        for name, row in found["attacks"].items()
        if isinstance(row, dict)
        for budget, cells in row["budgets"].items()
    ]
    output.table(("attack", "budget", "worst (percentiles)", "mean"), rows, empty="no attacks")


def _figure(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"


def _price(cost: dict[str, Any]) -> str:
    if cost["usd"] is None:
        return "no number of accounts does it"
    return f"{cost['accounts']} accounts, {cost['usd']:.2f} US$ ({cost['usd_without_bond']:.2f} without bonds)"
