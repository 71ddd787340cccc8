"""Measuring on data from elsewhere: by how much had been seen, with intervals over groups, and eras matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.external.learn import BOUND, FITS, Stated, learn, parts_of
from forecaster.external.ratings import Floats, Ints
from forecaster.external.samples import Samples
from forecaster.metrics import Estimate, auroc, average_precision, brier, calibration_error, estimate, share_interval

ERA_DAYS: Final = 90.0
"""Nodes that began within so many days of each other are of one era."""
_DAY: Final = 86_400.0
_FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Alarms:
    """What alarms did: `interval` is of the false-alarm rate, at 95%."""

    bound: float
    alarms: int
    benign: int
    false_alarm_rate: float | None
    interval: tuple[float | None, float | None]
    within_bound: bool | None
    detection: Estimate


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures on rows that had seen equally much."""

    rows: int
    positives: int
    auroc: Estimate
    auroc_era_matched: float | None
    average_precision: Estimate
    accuracy: float | None
    brier: Estimate
    ece: Estimate
    alarms: Alarms


def era_matched(labels: Ints, scores: Floats, first: Floats, days: float = ERA_DAYS) -> float | None:
    """Return the AUROC over pairs that began at about the same time; None if there are none.

    Who joined late was more often a fraud: a score may win by telling the time, and here it cannot.
    """
    bad, good = np.flatnonzero(labels == 1), np.flatnonzero(labels == 0)
    near = np.abs(first[bad][:, None] - first[good][None]) <= days * _DAY
    if not near.any():
        return None
    above = scores[bad][:, None] > scores[good][None]
    level = scores[bad][:, None] == scores[good][None]
    return float((near * (above + 0.5 * level)).sum() / near.sum())


def measure(samples: Samples, stated: Stated, seed: int) -> dict[str, Measured]:
    """Measure what was stated, by how much had been seen; rows without a label are left out."""
    groups = samples.numbered()
    found: dict[str, Measured] = {}
    for said in dict.fromkeys(samples.seen):
        rows = samples.at(said) & samples.known
        labels, scores, chances = samples.labels[rows], stated.scores[rows], stated.probabilities[rows]
        if not len(labels):
            continue
        who = groups[rows]
        found[said] = Measured(
            rows=len(labels),
            positives=int(labels.sum()),
            auroc=estimate(auroc, labels, scores, who, seed),
            auroc_era_matched=era_matched(labels, scores, samples.first[rows]),
            average_precision=estimate(average_precision, labels, scores, who, seed),
            accuracy=float(((chances >= 0.5) == labels).mean()),  # noqa: PLR2004 more likely than not
            brier=estimate(brier, labels, chances, who, seed),
            ece=estimate(calibration_error, labels, chances, who, seed),
            alarms=_alarms(labels, stated.alarms[rows], stated.bound),
        )
    return found


def _alarms(labels: Ints, alarms: np.ndarray[Any, np.dtype[np.bool_]], bound: float) -> Alarms:
    false = share_interval(int(alarms[labels == 0].sum()), int((labels == 0).sum()))
    hit = share_interval(int(alarms[labels == 1].sum()), int(labels.sum()))
    return Alarms(
        bound=bound,
        alarms=int(alarms.sum()),
        benign=int((labels == 0).sum()),
        false_alarm_rate=false.value,
        interval=(false.low, false.high),
        within_bound=None if false.low is None else false.low <= bound,
        detection=hit,
    )


def crossed(
    samples: Samples,
    detector: EnsembleDetector,
    *,
    seed: int = 0,
    folds: int = _FOLDS,
    by: Ints | None = None,
    fits: int = FITS,
    bound: float = BOUND,
    columns: Ints | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Samples, Stated]:
    """State every row of a set's own by what was learnt without its group.

    Args:
        samples: The rows.
        detector: What to fit.
        seed: Seed of folds and fits.
        folds: How many.
        by: (n_rows,) parts to leave out in turn; groups are dealt if not given.
        fits: Fits within a fold.
        bound: Stated bound on false alarms.
        columns: Features to use; those that are steady if not given.
        progress: Told how far it is.

    Returns:
        The rows with a label, and what was stated about them.
    """
    part = parts_of(samples, folds, seed) if by is None else by
    asked = samples.known
    nothing = np.full(len(samples), np.nan)
    whole = Stated(nothing, nothing.copy(), nothing.copy(), bound)
    for number in np.unique(part[asked]):
        progress(f"fold {int(number) + 1} of {len(np.unique(part))}")
        out = part == number
        gone = set(np.array(samples.groups)[out])
        stay = ~out & np.array([group not in gone for group in samples.groups])
        made = learn(samples.rows(stay), detector, seed=seed, fits=fits, columns=columns)
        said = made.state(samples.rows(out & asked), bound=bound)
        for name in ("scores", "probabilities", "p_values"):
            getattr(whole, name)[out & asked] = getattr(said, name)
    kept = Stated(whole.scores[asked], whole.probabilities[asked], whole.p_values[asked], bound)
    return samples.rows(asked), kept


def as_plain(found: Mapping[str, Measured]) -> dict[str, Any]:
    """Return figures as plain values, for JSON."""
    import msgspec  # noqa: PLC0415 only for printing

    plain: dict[str, Any] = msgspec.to_builtins(dict(found))
    return plain
