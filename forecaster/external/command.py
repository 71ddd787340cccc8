"""The part of `ombud forecast evaluate` that is about files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from forecaster.external.ask import Answer, Files, answer, write_predictions
from ledger.errors import InvalidInputError

Pair = tuple[Path | None, Path | None]


def chosen(given: Mapping[str, Pair], labels: Pair) -> Files:
    """Say which files are meant.

    Raises:
        InvalidInputError: if more than one kind is given, or one without its counterpart.
    """
    kinds = [kind for kind, pair in given.items() if pair != (None, None)]
    if len(kinds) != 1:
        raise InvalidInputError(f"{' and '.join(kinds)} were given together", hint="give one kind at a time")
    kind = kinds[0]
    train, test = given[kind]
    if train is None or test is None:
        raise InvalidInputError(f"one file of --train-{kind} and --test-{kind} is missing", hint="give both")
    return Files(kind, train, test, *labels)


def evaluate_files(
    given: Mapping[str, Pair],
    *,
    labels: Pair,
    seed: int,
    predictions: Path | None,
    report: Path | None,
    as_json: bool,
    say: Callable[[str], None],
) -> None:
    """Learn from one file, judge the other, and print what was found.

    Raises:
        NotFoundError: if a file is missing.
        InvalidInputError: if one has another form, or holds too little to learn from.
    """
    found = answer(chosen(given, labels), seed=seed, progress=say)
    if predictions is not None:
        write_predictions(predictions, found)
        say(f"wrote {len(found.rows)} predictions to {predictions}")
    if report is not None:
        from forecaster.external.plots import write_report  # noqa: PLC0415 plots are an extra

        write_report(report, found)
        say(f"wrote a report into {report}")
    if as_json:
        # one line: whoever reads the last line has it all
        sys.stdout.write(msgspec.json.encode(found.figures).decode() + "\n")
    else:
        sys.stdout.write(told(found))


def told(found: Answer) -> str:
    """Say it in a Markdown table."""
    lines = [
        f"# Evaluation on {found.figures['kind']}",
        "",
        "| seen | rows | harm | AUROC | AP | Brier | ECE | false alarms | detected |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for seen, row in found.figures["by_seen"].items():
        figures = [_figure(row[name]) for name in ("auroc", "average_precision", "brier", "ece")]
        alarms = row["alarms"]
        false = "-" if alarms["false_alarm_rate"] is None else f"{alarms['false_alarm_rate']:.3f} (≤ {alarms['bound']})"
        cells = [seen, str(row["rows"]), str(row["positives"]), *figures, false, _figure(alarms["detection"])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _figure(item: Mapping[str, Any]) -> str:
    if item["value"] is None:
        return "-"
    return f"{item['value']:.3f}" + ("" if item["low"] is None else f" ({item['low']:.3f}-{item['high']:.3f})")
