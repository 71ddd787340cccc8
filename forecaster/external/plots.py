"""The report of an evaluation: a Markdown page with plots beside it, each as PNG and SVG. Needs the extra `report`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_curve, roc_curve

from forecaster.external.ask import Answer
from forecaster.external.command import told
from forecaster.external.samples import ALL
from forecaster.metrics import calibration_bins
from ledger.errors import InvalidInputError

FORMATS = ("png", "svg")


def write_report(folder: Path, found: Answer) -> None:
    """Write `report.md` and its plots into a folder, made if missing.

    Raises:
        InvalidInputError: if matplotlib is not installed, or nothing judged has a label.
    """
    rows = found.rows.at(ALL) & found.rows.known
    labels = found.rows.labels[rows]
    if not 0 < labels.sum() < len(labels):
        raise InvalidInputError("there is nothing to plot", hint="judge rows with labels of either kind")
    scores, chances = found.stated.scores[rows], found.stated.probabilities[rows]
    bins = calibration_bins(labels, chances)
    false, true, _ = roc_curve(labels, scores)
    precision, recall, _ = precision_recall_curve(labels, scores)
    folder.mkdir(parents=True, exist_ok=True)
    plots: dict[str, tuple[str, str, Callable[[Any], None]]] = {
        "calibration": (
            "said",
            "came true",
            lambda axes: axes.plot([0, 1], [0, 1], "--", [b.said for b in bins], [b.came for b in bins], "o-"),
        ),
        "roc": ("false alarms", "detected", lambda axes: axes.plot([0, 1], [0, 1], "--", false, true)),
        "precision_recall": ("recall", "precision", lambda axes: axes.plot(recall, precision)),
        "by_seen": ("how much had been seen", "AUROC", lambda axes: _by_seen(axes, found)),
        "scores": ("score", "rows", lambda axes: _histogram(axes, labels, scores)),
    }
    for name, (across, up, draw) in plots.items():
        plot(folder, name, across, up, draw)
    shown = "\n".join(f"![{name}]({name}.svg)\n" for name in plots)
    (folder / "report.md").write_text(f"{told(found)}\n{shown}")


def plot(folder: Path, name: str, across: str, up: str, draw: Callable[[Any], None]) -> None:
    """Draw one plot into a folder, as PNG and SVG.

    Args:
        folder: Where.
        name: Of the files, and of the plot.
        across: What runs across.
        up: What runs up.
        draw: Draws onto given axes.

    Raises:
        InvalidInputError: if matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 an extra
        from matplotlib.figure import Figure  # noqa: PLC0415 an extra
    except ImportError as error:
        raise InvalidInputError(
            "plots need matplotlib", hint="install the extra: pip install 'ombud[report]'", code="no_plots"
        ) from error
    figure = Figure(figsize=(5, 4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    draw(axes)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_title(name.replace("_", " "))
    for form in FORMATS:
        figure.savefig(folder / f"{name}.{form}")


def _by_seen(axes: Any, found: Answer) -> None:
    said = {seen: row["auroc"] for seen, row in found.figures["by_seen"].items() if row["auroc"]["value"] is not None}
    middle = np.array([item["value"] for item in said.values()])
    low = middle - np.array([item["low"] for item in said.values()])
    high = np.array([item["high"] for item in said.values()]) - middle
    axes.errorbar(list(said), middle, yerr=[low.clip(0), high.clip(0)], fmt="o-", capsize=3)


def _histogram(axes: Any, labels: Any, scores: Any) -> None:
    axes.hist([scores[labels == 0], scores[labels == 1]], bins=20, label=["no harm", "harm"])
    axes.legend()
