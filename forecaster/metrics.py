"""Measures of a forecast, each with a bootstrap interval over owners: rows of one owner are not independent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.metrics import average_precision_score

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Measure = Callable[[Labels, Floats], float]

BINS: Final = 10
"""Bins of equal size of the calibration error."""
RESAMPLES: Final = 200
_TAILS: Final = (2.5, 97.5)  # percent


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95% bootstrap interval; None where it could not be measured."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a calibration curve: rows, the mean probability said, and the share that came true."""

    rows: int
    said: float
    came: float


def auroc(labels: Labels, scores: Floats) -> float:
    """Return the area under the ROC curve, 0..1, by ranks (Mann-Whitney); ties count half."""
    positives = int(labels.sum())
    ranks = float(rankdata(scores)[labels == 1].sum()) - positives * (positives + 1) / 2
    return ranks / (positives * (len(labels) - positives))


def average_precision(labels: Labels, scores: Floats) -> float:
    """Return average precision, 0..1; chance level is the share of positives."""
    return float(average_precision_score(labels, scores))


def brier(labels: Labels, probabilities: Floats) -> float:
    """Return the mean squared error of probabilities, 0..1, lower is better."""
    return float(np.mean((probabilities - labels) ** 2))


def brier_skill(labels: Labels, probabilities: Floats, base_rate: float) -> float:
    """Return the share by which the Brier score beats always saying `base_rate`; 0 is no skill, below is harm."""
    return 1 - brier(labels, probabilities) / brier(labels, np.full(len(labels), base_rate))


def calibration_bins(labels: Labels, probabilities: Floats) -> tuple[Bin, ...]:
    """Compare what was said with what came, by bins of equal size, from the least probable on."""
    order = np.argsort(probabilities, kind="stable")
    return tuple(
        Bin(len(item), float(probabilities[item].mean()), float(labels[item].mean()))
        for item in np.array_split(order, BINS)
        if len(item)
    )


def calibration_error(labels: Labels, probabilities: Floats) -> float:
    """Return the expected calibration error over bins of equal size, 0..1."""
    bins = calibration_bins(labels, probabilities)
    return sum(abs(item.said - item.came) * item.rows for item in bins) / len(labels)


def estimate(measure: Measure, labels: Labels, scores: Floats, owners: NDArray[np.int64], seed: int) -> Estimate:
    """Measure, and resample owners for the interval.

    Args:
        measure: What to measure; it needs both labels.
        labels: (n_rows,).
        scores: (n_rows,), or probabilities.
        owners: (n_rows,) number of each row's owner.
        seed: Seed of the resampling.
    """
    if np.unique(labels).size == 1 or not len(labels):
        return Estimate(None)
    groups = [np.flatnonzero(owners == owner) for owner in np.unique(owners)]
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([groups[i] for i in rng.integers(len(groups), size=len(groups))])
        if 0 < labels[rows].sum() < len(rows):
            found.append(measure(labels[rows], scores[rows]))
    low, high = np.percentile(found, _TAILS) if found else (None, None)
    return Estimate(measure(labels, scores), None if low is None else float(low), None if high is None else float(high))


def share_interval(hits: int, number: int) -> Estimate:
    """Return a share with its Wilson interval at 95%; None if there is nothing to count."""
    if not number:
        return Estimate(None)
    z = 1.959964
    share, spread = hits / number, z * z / number
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / number + spread / (4 * number)) / (1 + spread)
    return Estimate(share, float(max(0.0, middle - half)), float(min(1.0, middle + half)))
