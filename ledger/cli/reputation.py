"""`ombud reputation`: scores of a mirror, recomputed; and the trust worker evaluated on any network of ratings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import agents, ratings
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.sources import Sources
from ledger.trust.board import Board, board
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


Anchors = Annotated[str, typer.Option(help="Bonded accounts that trust begins from, by comma.")]
Dimension = Annotated[str, typer.Option(help="What is rated: hash of a dimension, hex.")]
Tag = Annotated[str, typer.Option(help="Context tag of the ratings.")]


@app.command()
def recompute(
    anchors: Anchors, dimension: Dimension, *, tag: Tag = "", as_of: AsOfBlock = None, as_json: AsJson = False
) -> None:
    """Recompute everyone's credibility and score, and the root that is asserted on chain."""
    with wiring.opened_sources(context.settings()) as sources:
        found = _board(sources, anchors, dimension, tag, as_of)
    if as_json:
        output.as_json(found)
        return
    output.pairs({"formula": f"{found.version} ({found.formula})", "root": found.root, "leaves": len(found.lines)})
    output.table(
        ("account", "credibility (ppm)", "score (ppm)", "interval", "voices"),
        [(n.account, n.credibility, _score(n.score), f"{n.low}..{n.high}", n.voices) for n in found.lines],
        empty="nobody rated anybody",
    )


@app.command()
def show(
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    anchors: Anchors,
    dimension: Dimension,
    *,
    tag: Tag = "",
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Show the score of one agent, with its interval and what it rests on."""
    with wiring.opened_sources(context.settings()) as sources:
        owner = agents.agent(sources, agent, as_of=as_of).data.owner
        line = _board(sources, anchors, dimension, tag, as_of).of(Address(owner))
    if line is None:
        raise NotFoundError(f"nobody rated agent {agent} in this dimension and context", code="not_rated")
    if as_json:
        output.as_json(line)
        return
    output.pairs(
        {
            "owner": line.account,
            "score (ppm)": _score(line.score),
            "95 % interval": f"{line.low}..{line.high}",
            "audible raters": line.voices,
            "own credibility (ppm)": line.credibility,
        }
    )


def _score(score: int | None) -> str:
    return "insufficient" if score is None else str(score)


def _board(sources: Sources, anchors: str, dimension: str, tag: str, as_of: int | None) -> Board:
    answer = ratings.all_ratings(sources, as_of=as_of)
    return board(
        answer.data,
        _owners(sources, answer.as_of.number),
        [_account(word) for word in anchors.split(",")],
        dimension=dimension.removeprefix("0x").lower(),
        context=tag,
        as_of=answer.as_of.time,
    )


def _owners(sources: Sources, block: int) -> dict[int, Address]:
    found: dict[int, Address] = {}
    cursor: str | None = None
    more = True
    while more:
        page = agents.agents(sources, cursor=cursor, limit=MAX_LIMIT, as_of=block).data
        found |= {item.agent_id: Address(item.owner) for item in page.items}
        cursor, more = page.next_cursor, page.more
    return found


def _account(text: str) -> Address:
    try:
        return checksum(bytes.fromhex(text.strip().removeprefix("0x")))
    except ValueError as error:
        raise InvalidInputError(f"anchor {text}", hint="0x and 40 hex digits", code="bad_address") from error


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
