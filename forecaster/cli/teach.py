"""Verbs that make a model: train one from nothing, or teach it what was ruled since."""
# ruff: noqa: PLC0415 help must not pay for importing scikit-learn

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from forecaster.cli.common import (
    AGENTS,
    Agents,
    AsJson,
    AsOf,
    Cluster,
    Folder,
    Seed,
    folder_of,
    population,
    print_json,
    say,
)

app = typer.Typer()
TREES: Final = 200
CHAINS: Final = 1000
"""Made-up workflows that teach how split back doors look, and as many that set that alarm; at most."""
_A_TREE: Final = 5  # workflows a tree: a small model is small throughout


@app.command(name="train")
def train_model(
    *,
    out: Annotated[Path | None, typer.Option(help="Folder of the artefact; forecast-model in the home.")] = None,
    agents: Agents = AGENTS,
    seed: Seed = 0,
    trees: Annotated[int, typer.Option(min=10, help="Trees in the forest; fewer are faster and worse.")] = TREES,
    cluster: Cluster = None,
    as_json: AsJson = False,
) -> None:
    """Train on a simulated population, measure on owners kept apart, and write the artefact."""
    from forecaster.artefact import DataRange, save
    from forecaster.cluster import on_cluster
    from forecaster.crowd.alarm import learn_chains
    from forecaster.detectors import BlendDetector
    from forecaster.evaluate import evaluate
    from forecaster.lesson import gather
    from forecaster.population import TAUGHT_RATE
    from forecaster.report import markdown
    from forecaster.split import split
    from forecaster.train import learn

    folder = folder_of(out)
    lives, ready, families = population(agents, seed, TAUGHT_RATE)
    parts = split([life.history for life in lives])
    detector = BlendDetector(trees=trees, random_state=seed)
    say("cutting histories")
    lesson = gather(ready, parts, seed=seed)
    with on_cluster(cluster):
        model = learn(lesson, seed=seed, detector=detector, progress=say)
    say("learning what chains of several agents look like")
    model = replace(model, chains=learn_chains(seed, workflows=min(CHAINS, _A_TREE * trees)))
    say("measuring")
    found = evaluate(model, ready, parts, seed=seed, families=families)
    data = DataRange(
        source=f"simulated population, seed {seed}",
        agents=len(parts.train.members),
        first_block=parts.train.begin,
        last_block=parts.train.end,
    )
    card = save(model, folder, seed=seed, data=data, metrics=msgspec.to_builtins(found), lesson=lesson)
    say(f"wrote {folder}")
    if as_json:
        print_json(card)
    else:
        typer.echo(markdown(found))


@app.command(name="retrain")
def retrain_model(
    *,
    out: Annotated[Path, typer.Option(help="Folder of the artefact that follows; another than the one in force.")],
    model: Folder = None,
    as_of: AsOf = None,
    report: Annotated[
        Path | None, typer.Option(help="Write here, as JSON, what the batch does, also if refused.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Teach a model what was ruled since, unless the rulings would make it worse: then the batch is refused.

    The artefact that follows names its parent, so that its digest vouches for the whole line; the parent stays.
    """
    from forecaster.artefact import load, load_lesson
    from forecaster.retrain import follow, retrain, told
    from forecaster.service.asked import settled
    from ledger.cli import context, wiring
    from ledger.errors import ConflictError

    folder = folder_of(model)
    if out.exists():
        raise ConflictError(
            f"{out} is there already", hint="give the new artefact a folder of its own", code="file_exists"
        )
    loaded, card = load(folder)
    lesson = load_lesson(folder, card)
    with wiring.opened_sources(context.settings()) as sources:
        say("reading rulings")
        found = settled(sources, since=lesson.until, seed=card.seed, horizon=loaded.horizon, as_of=as_of)
    done = retrain(loaded, lesson, found.rows, until=found.block.number, seed=card.seed, progress=say)
    said = {"as_of": found.block, "agents": found.agents, "incomplete": found.incomplete, **told(done, card.sha256)}
    if report is not None:
        report.write_bytes(msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n")
    if done.model is not None:
        said["model"] = follow(done, card, out, source=f"rulings up to block {found.block.number}").sha256
    if as_json:
        print_json(said)
    else:
        _show_batch(said)
    done.accepted()


def _show_batch(said: dict[str, Any]) -> None:
    judged, was = said["judged"], said["base_rate"]
    typer.echo(
        f"{judged['rows']} rows, {judged['faults']} of them with a fault; {said['left_out']} left out, because their "
        f"owners are trusted to judge; {said['incomplete']} of {said['agents']} agents are known to miss records"
    )
    typer.echo(f"AUROC on trusted rows {judged['before']:.3f} before, {judged['after']:.3f} after")
    typer.echo(
        f"base rate {was[0]:.1%} before, {was[1]:.1%} after; {judged['contradicts']:.1%} of the labels contradict"
    )
    if judged["of_expected"] is not None:
        typer.echo(f"verdicts found {judged['of_expected']:.0%} of the faults that scores lead to expect")
    for item in judged["contradictions"]:
        ruled = "upheld" if item["upheld"] else "nothing upheld"
        typer.echo(
            f"    agent {item['agent']} as of block {item['block']}: {ruled}, though its score is {item['score']:.3f}"
        )
    for reason in judged["reasons"]:
        typer.echo(f"refused: {reason}")
    if not judged["reasons"]:
        typer.echo(f"accepted: {said['model']} follows {said['parent']}")
