"""`ombud reputation`: scores of a mirror, recomputed; and the trust worker evaluated on any network of ratings."""

from __future__ import annotations

from dataclasses import asdict
from math import inf
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli import output
from ledger.cli.boards import Compared, Named, Place, compare
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock
from ledger.cli.sharing import shared
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError, NotFoundError, ProofError
from ledger.queries import agents
from ledger.trust.evaluation.network import Scale, read_network
from ledger.trust.evaluation.report import SEEDS, Asked, report
from ledger.trust.reading import Reading, posted, read_board

app = typer.Typer(help="Scores that evidence moves: evaluated, attacked, compared.", no_args_is_help=True)


@app.callback()
def reputation() -> None:
    """Scores that evidence moves: evaluated, attacked, compared."""


@app.command()
def evaluate(
    network: Annotated[Path, typer.Option(help="Lines rater,ratee,value,time; gzip or plain, header or none.")],
    labels: Annotated[Path, typer.Option(help="Lines node,label: 1 benign, -1 fraudulent.")],
    *,
    seed: Annotated[int, typer.Option(min=0, help="First seed of the attacks.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds each attack is run with.")] = SEEDS,
    anchors: Annotated[str | None, typer.Option(help="Nodes that trust begins from, by comma; else found.")] = None,
    scale: Annotated[str | None, typer.Option(help="Worst and best value, as -10,10; else by what occurs.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well scores rank a network's agents, and what attacks do to them.

    What cannot be measured on a network is null: a rank without labels of both kinds, an attack without anybody to
    play its parts.
    """
    asked = Asked(seed=seed, seeds=seeds, anchors=None if anchors is None else anchors.split(","))
    found = report(read_network(network, labels, _scale(scale)), asked, output.note)
    if as_json:
        output.json_line(found)
        return
    _show(found)


@app.command()
@shared
def recompute(
    named: Named,
    place: Place,
    *,
    epoch: Annotated[int | None, typer.Option(min=1, help="Posted root to compare with; the last one if none.")] = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Recompute everyone's credibility and score, and the root over them.

    Without terms, recompute the root that was posted on chain on the terms it was posted with, and compare. Exit code 2
    if it is another. With --rpc everything is read from that node: whoever trusts no mirror needs nothing else.
    """
    with place.opened() as sources:
        if named.given:
            _tell(read_board(sources, named.terms(), as_of), None, as_json=as_json)
            return
        compared = compare(sources, posted(sources, epoch))
    _tell(compared.found, compared, as_json=as_json)
    if compared.fault is not None:
        output.note(f"the posted root does not hold: {compared.fault}; `ombud reputation challenge` disputes it")
        raise typer.Exit(ProofError.exit_code)


@app.command()
@shared
def show(
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    named: Named,
    place: Place,
    *,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Show the score of one agent, with its interval and what it rests on."""
    with place.opened() as sources:
        owner = agents.agent(sources, agent, as_of=as_of).data.owner
        line = read_board(sources, named.terms(), as_of).board.of(Address(owner))
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


def _tell(found: Reading | None, compared: Compared | None, *, as_json: bool) -> None:
    board = None if found is None else found.board
    if as_json:
        output.json_line(
            {
                "as_of": None if found is None else asdict(found.as_of),
                "board": None if board is None else asdict(board),
                "posted": None if compared is None else compared.facts,
            }
        )
        return
    if compared is not None:
        output.pairs(compared.facts)
    if board is None:
        return
    output.pairs(
        {"formula": f"{board.terms.version} ({board.formula})", "root": board.root, "leaves": len(board.lines)}
    )
    output.table(
        ("account", "credibility (ppm)", "score (ppm)", "interval", "voices"),
        [(n.account, n.credibility, _score(n.score), f"{n.low}..{n.high}", n.voices) for n in board.lines],
        empty="nobody rated anybody",
    )
    output.table(
        ("coalition", "pairs that praise each other", "audible friends outside"),
        [(", ".join(one.members), f"{one.mutual} of {one.pairs}", one.outside) for one in board.coalitions],
        empty="no coalition was found",
    )
    output.pairs({"praise returned (ppm)": board.reciprocity, "weight in few hands (ppm)": board.concentration})


def _scale(text: str | None) -> Scale | None:
    if text is None:
        return None
    try:
        least, most = (float(word) for word in text.split(","))
    except ValueError as error:
        raise InvalidInputError(f"--scale {text}", hint="two numbers, by comma", code="bad_scale") from error
    if not -inf < least < most < inf:
        raise InvalidInputError(f"--scale {text}", hint="the worst value is less than the best", code="bad_scale")
    return Scale(least, most)


def _show(found: dict[str, Any]) -> None:
    quality, protocol = found["quality"], found["protocol"]
    output.pairs(
        {
            "formula": found["formula"],
            "agents, ratings": f"{found['agents']}, {found['ratings']}",
            "labels": f"{protocol['label_rule']} rule; {protocol['masked_ratings']} ratings masked",
            "anchors": protocol["anchors"],
            "scale": " to ".join(f"{end:g}" for end in protocol["scale"]),
            "AUROC, labels masked": _figure(quality["auroc_masked"]),
            "AUROC, one era": _figure(quality["auroc_era_matched"]),
            **{f"  {name}": _figure(value) for name, value in quality["baselines"].items()},
            "Kendall tau, 73.6 % Sybils": _figure(found["sybil_share_0736"]["kendall_tau"]),
            "honest agents left without a score": found["sybil_share_0736"]["honest_without_score"],
            "to move a score by a tenth": _price(found["cost_to_move_10pct"]),
        }
    )
    rows = [
        (name, budget, *("unknown" if cells[one] is None else cells[one] for one in ("worst", "mean")))
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
    rest = f"{cost['usd_without_bond']:.2f} without bonds, {cost['usd_bond_returned']:.2f} if they come back"
    return f"{cost['accounts']} accounts, {cost['usd']:.2f} US$ ({rest})"
