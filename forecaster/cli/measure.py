"""The verb that measures: an artefact on a fresh population, or what is learnt from one file on another."""
# ruff: noqa: PLC0415 help must not pay for importing scikit-learn

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from forecaster.cli.common import AGENTS, Agents, AsJson, Seed, folder_of, population, print_json, say

app = typer.Typer()
Given = Annotated[Path | None, typer.Option(help="A file in the formats of docs/forecasts.md; with its counterpart.")]


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
            say=say,
        )
        return
    from forecaster.artefact import load
    from forecaster.evaluate import evaluate
    from forecaster.report import markdown
    from forecaster.split import split

    loaded, card = load(folder_of(model))
    if seed == card.seed:
        say(f"seed {seed} is the one it was trained with: only its test part is fresh")
    lives, ready, families = population(agents, seed)
    say("measuring")
    found = evaluate(loaded, ready, split([life.history for life in lives]), seed=seed, families=families)
    if out is not None:
        out.write_text(markdown(found))
    if report is not None:
        from forecaster.drawn import write_report

        write_report(report, found)
        say(f"wrote a report into {report}")
    if as_json:
        print_json({"model": card.sha256, **msgspec.to_builtins(found)})
    else:
        typer.echo(markdown(found))
