"""The plots of an evaluation on a population: calibration, ROC, precision and recall, lead, families, drift."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from forecaster.evaluate import Evaluation
from forecaster.external.plots import plot
from forecaster.report import markdown

_WORST: Final = 15  # features shown


def write_report(folder: Path, found: Evaluation) -> None:
    """Write `report.md` and its plots, each as PNG and SVG, into a folder, made if missing.

    Raises:
        InvalidInputError: if matplotlib is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    bins, leads, moved = found.bins, found.alarms.leads, list(found.drift.items())[:_WORST]
    plots: dict[str, tuple[str, str, Callable[[Any], None]]] = {
        "calibration": (
            "said",
            "came true",
            lambda axes: axes.plot([0, 1], [0, 1], "--", [b.said for b in bins], [b.came for b in bins], "o-"),
        ),
        "roc": ("false alarms", "detected", lambda axes: axes.plot([0, 1], [0, 1], "--", *_curve(found.roc))),
        "precision_recall": ("recall", "precision", lambda axes: axes.plot(*_curve(found.precision_recall))),
        "lead": ("acts between alarm and dispute", "offenders", lambda axes: axes.hist(leads, bins=20)),
        "families": ("AUROC", "family", lambda axes: _families(axes, found)),
        "drift": (
            "population stability index",
            "feature",
            lambda axes: axes.barh([name for name, _ in moved], [value for _, value in moved]),
        ),
    }
    for name, (across, up, draw) in plots.items():
        plot(folder, name, across, up, draw)
    shown = "\n".join(f"![{name}]({name}.svg)\n" for name in plots)
    (folder / "report.md").write_text(f"{markdown(found)}\n{shown}")


def _curve(points: tuple[tuple[float, float], ...]) -> tuple[list[float], list[float]]:
    return [across for across, _ in points], [up for _, up in points]


def _families(axes: Any, found: Evaluation) -> None:
    names = [name for name, item in found.families.items() if item.value is not None]
    places = np.arange(len(names))
    axes.barh(places + 0.2, [found.families[name].value for name in names], 0.4, label="model")
    axes.barh(places - 0.2, [found.count_model_families[name].value for name in names], 0.4, label="plain counts")
    axes.set_yticks(places, names)
    axes.legend()
