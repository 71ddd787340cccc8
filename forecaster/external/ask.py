"""`ombud forecast evaluate` on files: learn from one, judge another, say what was found and what was predicted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.external import samples as made
from forecaster.external.conduct import NAMES, PROVENANCE
from forecaster.external.judge import as_plain, measure
from forecaster.external.learn import BOUND, Learnt, Stated, learn
from forecaster.external.ratings import Ints, load_labels, load_network
from forecaster.external.samples import Samples
from forecaster.external.tabular import compared, load_table
from forecaster.external.traces import load_judged, load_traces
from ledger.errors import InvalidInputError

Progress = Callable[[str], None]

KINDS: Final = ("network", "traces", "judged", "table")
DETECTORS: Final = {
    "network": EnsembleDetector(trees=120, rounds=150, leaves=24, tried=0.3, share=0.3, leaf=2, penalty=0.0),
    "traces": EnsembleDetector(trees=120, rounds=150, leaves=24, tried=0.3, share=0.3, leaf=2, penalty=0.0),
    "traces_elsewhere": EnsembleDetector(trees=120, rounds=60, leaves=10),
    "judged": EnsembleDetector(trees=120, rounds=0),
    "table": EnsembleDetector(trees=0, rounds=400, penalty=0.0, leaves=24, tried=0.1),
}
"""What learns from each kind of data; of traces, also what carries over to a world that taught nothing."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one question; `labels` only for networks."""

    kind: str
    train: Path
    test: Path
    train_labels: Path | None = None
    test_labels: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the rows judged, what was stated of them, and the figures."""

    rows: Samples
    stated: Stated
    figures: dict[str, Any]


def read(files: Files, progress: Progress = lambda _: None) -> tuple[Samples, Samples]:
    """Read the rows that teach and the rows to judge.

    Raises:
        NotFoundError: if a file is missing.
        InvalidInputError: if one has another form.
    """
    progress("reading")
    if files.kind == "network":
        if files.train_labels is None or files.test_labels is None:
            raise InvalidInputError("a network needs labels", hint="give --train-labels and --test-labels")
        progress("what is known of every node, moment by moment")
        return of_labelled(files.train, files.train_labels), of_labelled(files.test, files.test_labels)
    if files.kind == "table":
        teach, columns = load_table(files.train)
        judged, _ = load_table(files.test, columns)
        return beside(teach, teach), beside(judged, teach)
    if files.kind == "traces":
        return made.of_traces(load_traces(files.train)), made.of_traces(load_traces(files.test))
    return made.of_judged(load_judged(files.train)), made.of_judged(load_judged(files.test))


def carried(kind: str, teach: Samples, judged: Samples) -> tuple[str, Ints | None]:
    """Return what learns, and from which features.

    In a world that taught nothing, only the features about whose orders are followed carry over.
    """
    if kind == "traces" and not set(judged.worlds) <= set(teach.worlds):
        return "traces_elsewhere", np.array([NAMES.index(name) for name in PROVENANCE], dtype=np.int64)
    # judged records come from many domains: what points the same way in all of them is left to be found out
    return kind, None if kind == "judged" else np.arange(teach.features.shape[1], dtype=np.int64)


def of_labelled(network: Path, labels: Path) -> Samples:
    """Read a rating network and its labels.

    Raises:
        NotFoundError: if a file is missing.
        InvalidInputError: if one has another form, or no label is of this network.
    """
    ratings = load_network(network)
    known = load_labels(labels, ratings)
    if not known:
        raise InvalidInputError(f"{labels} labels no node of {network}", hint="give the labels of this network")
    return made.of_network(ratings, known)


def beside(samples: Samples, like: Samples) -> Samples:
    """Set the columns of a table beside each other."""
    return Samples(
        compared(samples.features, like.features), samples.labels, samples.names, samples.seen, samples.groups,
        samples.worlds, samples.weights, samples.first, samples.own,
    )  # fmt: skip


def answer(files: Files, *, seed: int = 0, bound: float = BOUND, progress: Progress = lambda _: None) -> Answer:
    """Learn from one file and judge the other.

    Args:
        files: Which.
        seed: Seed of everything learnt.
        bound: Stated bound on false alarms.
        progress: Told what is being done.

    Raises:
        NotFoundError: if a file is missing.
        InvalidInputError: if one has another form, or holds too little to learn from.
    """
    teach, judged = read(files, progress)
    progress(f"learning from {len(teach)} rows of {teach.features.shape[1]} features")
    kind, columns = carried(files.kind, teach, judged)
    learnt: Learnt = learn(teach, DETECTORS[kind], seed=seed, columns=columns)
    progress(f"judging {len(judged)} rows")
    stated = learnt.state(judged, bound=bound)
    by_seen = as_plain(measure(judged, stated, seed))
    figures: dict[str, Any] = {
        "kind": files.kind,
        "seed": seed,
        "taught": {"rows": len(learnt.taught), "harm": int(learnt.taught.labels.sum()), "columns": len(learnt.columns)},
        "base_rate": learnt.rate,
        "by_seen": by_seen,
    }
    whole = by_seen.get(made.ALL)
    if whole is not None:
        figures |= {name: whole[name] for name in ("auroc", "average_precision", "accuracy", "brier", "ece", "alarms")}
    return Answer(judged, stated, figures)


def write_predictions(path: Path, found: Answer) -> None:
    """Write one row for everything judged: what, how much seen, score, probability, alarm, and the label if known."""
    rows, stated = found.rows, found.stated
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "seen", "score", "probability", "p_value", "alarm", "label"))
        for i in range(len(rows)):
            label = "" if rows.labels[i] == made.UNKNOWN else int(rows.labels[i])
            figures = (f"{value[i]:.6f}" for value in (stated.scores, stated.probabilities, stated.p_values))
            out.writerow((rows.names[i], rows.seen[i], *figures, int(np.asarray(stated.alarms)[i]), label))
