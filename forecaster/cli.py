"""`ombud forecast`: train a forecaster on a simulated population, measure it, and let it speak about live agents.

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

from forecaster import rehearsals

if TYPE_CHECKING:
    from forecaster.features import History
    from forecaster.population import Life
    from forecaster.service import Explained, Made

app = typer.Typer(help="Forecast upheld disputes: train, measure, run, explain.", no_args_is_help=True)
app.add_typer(rehearsals.app, name="rehearse")
FOLDER: Final = "forecast-model"
"""Where an artefact is kept in the home folder."""

AGENTS: Final = 2400
"""Agents in the population trained on by default."""
TREES: Final = 200

Seed = Annotated[int, typer.Option(min=0, help="Seed of the population and of everything learnt.")]
Agents = Annotated[int, typer.Option(min=200, help="Agents in the simulated population.")]
AsOf = Annotated[int | None, typer.Option("--as-of", min=0, help="Forecast as of this block.")]
Folder = Annotated[Path | None, typer.Option("--model", help="Folder of the artefact; forecast-model in the home.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Given = Annotated[Path | None, typer.Option(help="A file in the formats of docs/forecasts.md; with its counterpart.")]


def _say(text: str) -> None:
    typer.echo(f"· {text}", err=True)


def _print(value: Any) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def _folder(given: Path | None) -> Path:
    from ledger.cli import context

    return given or context.read_settings().home / FOLDER


def _population(
    agents: int, seed: int, taught_rate: float | None = None
) -> tuple[list[Life], list[History], dict[int, str]]:
    from forecaster.features import History
    from forecaster.population import simulate

    _say(f"simulating {agents} agents")
    lives = simulate(agents, seed, taught_rate=taught_rate)
    _say("reading histories")
    ready = [History(life.history) for life in lives]
    return lives, ready, {place: life.family for place, life in enumerate(lives) if life.family}


@app.command(name="train")
def train_model(
    *,
    out: Annotated[Path | None, typer.Option(help="Folder of the artefact; forecast-model in the home.")] = None,
    agents: Agents = AGENTS,
    seed: Seed = 0,
    trees: Annotated[int, typer.Option(min=10, help="Trees in the forest; fewer are faster and worse.")] = TREES,
    as_json: AsJson = False,
) -> None:
    """Train on a simulated population, measure on owners kept apart, and write the artefact."""
    from forecaster.artefact import DataRange, save
    from forecaster.detectors import BlendDetector
    from forecaster.evaluate import evaluate
    from forecaster.lesson import gather
    from forecaster.population import TAUGHT_RATE
    from forecaster.report import markdown
    from forecaster.split import split
    from forecaster.train import learn

    folder = _folder(out)
    lives, ready, families = _population(agents, seed, TAUGHT_RATE)
    parts = split([life.history for life in lives])
    detector = BlendDetector(trees=trees, random_state=seed)
    _say("cutting histories")
    lesson = gather(ready, parts, seed=seed)
    model = learn(lesson, seed=seed, detector=detector, progress=_say)
    _say("measuring")
    found = evaluate(model, ready, parts, seed=seed, families=families)
    data = DataRange(
        source=f"simulated population, seed {seed}",
        agents=len(parts.train.members),
        first_block=parts.train.begin,
        last_block=parts.train.end,
    )
    card = save(model, folder, seed=seed, data=data, metrics=msgspec.to_builtins(found), lesson=lesson)
    _say(f"wrote {folder}")
    if as_json:
        _print(card)
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
    from forecaster import service
    from forecaster.artefact import load, load_lesson
    from forecaster.retrain import follow, retrain, told
    from ledger.cli import context, wiring
    from ledger.errors import ConflictError

    folder = _folder(model)
    if out.exists():
        raise ConflictError(
            f"{out} is there already", hint="give the new artefact a folder of its own", code="file_exists"
        )
    loaded, card = load(folder)
    lesson = load_lesson(folder, card)
    with wiring.opened_sources(context.settings()) as sources:
        _say("reading rulings")
        found = service.settled(sources, since=lesson.until, seed=card.seed, horizon=loaded.horizon, as_of=as_of)
    done = retrain(loaded, lesson, found.rows, until=found.block.number, seed=card.seed, progress=_say)
    said = {"as_of": found.block, "agents": found.agents, "incomplete": found.incomplete, **told(done, card.sha256)}
    if report is not None:
        report.write_bytes(msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n")
    if done.model is not None:
        said["model"] = follow(done, card, out, source=f"rulings up to block {found.block.number}").sha256
    if as_json:
        _print(said)
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
    for item in judged["contradictions"]:
        ruled = "upheld" if item["upheld"] else "nothing upheld"
        typer.echo(
            f"    agent {item['agent']} as of block {item['block']}: {ruled}, though its score is {item['score']:.3f}"
        )
    for reason in judged["reasons"]:
        typer.echo(f"refused: {reason}")
    if not judged["reasons"]:
        typer.echo(f"accepted: {said['model']} follows {said['parent']}")


@app.command(name="evaluate")
def evaluate_model(
    model: Annotated[Path | None, typer.Argument(help="Folder of the artefact; forecast-model in the home.")] = None,
    *,
    train_network: Given = None,
    train_labels: Given = None,
    test_network: Given = None,
    test_labels: Given = None,
    train_traces: Given = None,
    test_traces: Given = None,
    train_judged: Given = None,
    test_judged: Given = None,
    train_table: Given = None,
    test_table: Given = None,
    predictions: Annotated[Path | None, typer.Option(help="Write what is predicted of each row here, as CSV.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a report with plots into this folder.")] = None,
    out: Annotated[Path | None, typer.Option(help="Also write the report here, as Markdown.")] = None,
    agents: Agents = AGENTS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Measure an artefact on a fresh population: another seed, other agents, other owners.

    Or, given files: learn from one and judge the other, by how much had been seen.
    """
    given = {
        "network": (train_network, test_network),
        "traces": (train_traces, test_traces),
        "judged": (train_judged, test_judged),
        "table": (train_table, test_table),
    }
    if any(pair != (None, None) for pair in given.values()):
        from forecaster.external.command import evaluate_files

        evaluate_files(
            given,
            labels=(train_labels, test_labels),
            seed=seed,
            predictions=predictions,
            report=report,
            as_json=as_json,
            say=_say,
        )
        return
    from forecaster.artefact import load
    from forecaster.evaluate import evaluate
    from forecaster.report import markdown
    from forecaster.split import split

    loaded, card = load(_folder(model))
    if seed == card.seed:
        _say(f"seed {seed} is the one it was trained with: only its test part is fresh")
    lives, ready, families = _population(agents, seed)
    _say("measuring")
    found = evaluate(loaded, ready, split([life.history for life in lives]), seed=seed, families=families)
    if out is not None:
        out.write_text(markdown(found))
    if report is not None:
        from forecaster.drawn import write_report

        write_report(report, found)
        _say(f"wrote a report into {report}")
    if as_json:
        _print({"model": card.sha256, **msgspec.to_builtins(found)})
    else:
        typer.echo(markdown(found))


@app.command(name="run")
def run_model(
    *,
    as_of: AsOf = None,
    model: Folder = None,
    book: Annotated[
        Path | None, typer.Option(help="Also write the probabilities here, as `ombud forecast commit` takes them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast every agent in the mirror, and state forecasts and alerts beside it.

    As of one block the same model says the same; saying it again changes nothing. Nothing is sent to the chain: who
    wants to be held to what was said writes it down with --book and commits to it with `ombud forecast commit`.
    """
    from forecaster.artefact import load
    from forecaster.service import in_millionths, run
    from ledger.cli import context, wiring

    loaded, card = load(_folder(model))
    with wiring.opened_sources(context.settings()) as sources:
        made = run(sources, loaded, card, as_of=as_of, progress=_say)
    if book is not None:
        book.write_bytes(msgspec.json.encode(in_millionths(made.rows, loaded.base_rate)))
    if as_json:
        _print({**_summary(made), "horizon": loaded.horizon, "caution": card.caution})
        return
    alerted = {number: row for number, row in made.rows.items() if row.alert}
    for number, row in alerted.items():
        first = row.reasons[0].says if row.reasons else "no single reason stands out"
        typer.echo(f"agent {number}: {row.alert} since block {row.since}, {row.probability:.1%}: {first}")
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
    from forecaster.service import explain_agent
    from ledger.cli import context, wiring

    loaded, card = load(_folder(model))
    with wiring.opened_sources(context.settings()) as sources:
        found = explain_agent(sources, loaded, agent, as_of=as_of)
    if as_json:
        _print({"model": card.sha256, **msgspec.to_builtins(found), "caution": card.caution})
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
    from forecaster import service
    from ledger.cli import context, wiring

    with wiring.opened_sources(context.settings()) as sources:
        found = service.share_blame(sources, record, as_of=as_of)
    if as_json:
        _print(
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
