"""Training: random prefixes of early owners teach, later owners set the alarm, and the latest are kept for the test.

The base rate is estimated again from the later owners: what was learnt at one rate is carried over to the one that
holds since, so a population in which more harm was done than now may teach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from sklearn.base import clone

from forecaster.alerts import BOUND, conformal_rule, firing_level
from forecaster.calibrate import Calibrator, Method, out_of_fold
from forecaster.detectors import BlendDetector, Detector
from forecaster.features import Floats, History
from forecaster.hazard import Hazard
from forecaster.labels import HORIZON_ACTS
from forecaster.lesson import Lesson, gather
from forecaster.metrics import Labels
from forecaster.model import Model
from forecaster.split import Split
from ledger.errors import InvalidInputError

STRETCHES: Final = 3
"""Stretches of the horizon for which a forecast says when."""
_KEPT: Final = 500  # rows that later ones are compared with
_DIGITS: Final = 4
_FEWEST: Final = 10  # rows that a fault followed
_FEW_TREES: Final = 80  # enough to say where scores lie; only the line to probabilities rests on these fits


def train(
    histories: Sequence[History],
    parts: Split,
    *,
    seed: int = 0,
    detector: Detector | None = None,
    method: Method = "sigmoid",
    bound: float = BOUND,
    horizon: int = HORIZON_ACTS,
    progress: Callable[[str], None] = lambda _: None,
) -> Model:
    """Train a forecaster; the test part is not looked at.

    Args:
        histories: The whole population, made ready.
        parts: How it is split.
        seed: Seed of cuts and detector.
        detector: What to fit, unfitted; the blend if not given.
        method: How scores are calibrated.
        bound: Bound on the share of benign agents that ever fire.
        horizon: Acts ahead.
        progress: Told what is being done.

    Raises:
        InvalidInputError: if there is too little to learn from.
    """
    progress("cutting histories")
    lesson = gather(histories, parts, seed=seed, horizon=horizon)
    return learn(lesson, seed=seed, detector=detector, method=method, bound=bound, horizon=horizon, progress=progress)


def learn(
    lesson: Lesson,
    *,
    seed: int = 0,
    detector: Detector | None = None,
    method: Method = "sigmoid",
    bound: float = BOUND,
    horizon: int = HORIZON_ACTS,
    now: Labels | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Model:
    """Learn a forecaster from rows that were cut before.

    Args:
        lesson: The rows.
        seed: Seed of the detector.
        detector: What to fit, unfitted; the blend if not given.
        method: How scores are calibrated.
        bound: Bound on the share of benign agents that ever fire.
        horizon: Acts ahead.
        now: Labels whose base rate holds now; those of the trusted rows if not given.
        progress: Told what is being done.

    Raises:
        InvalidInputError: if there is too little to learn from.
    """
    rows = lesson.taught
    if rows.labels.sum() < _FEWEST:
        raise InvalidInputError(
            f"{int(rows.labels.sum())} rows with a fault are too few to learn from",
            hint=f"it takes {_FEWEST}; give a larger population",
            code="too_few_faults",
        )
    detector = detector if detector is not None else BlendDetector(random_state=seed)
    progress("calibrating")
    scores = out_of_fold(_lighter(detector), rows.features, rows.labels, rows.ages)
    if np.unique(rows.labels[np.isfinite(scores)]).size == 1:
        raise InvalidInputError("out-of-fold rows hold one label only", hint="give a larger population")
    calibrator = Calibrator(method).fit(scores, rows.labels)
    progress("fitting")
    fitted: Detector = clone(detector).fit(rows.features, rows.labels)
    progress("setting the alarm")
    since = lesson.trusted.labels if now is None else now
    # rule of succession: a rate that no few rows can make nought
    rate = float((since.sum() + 1) / (len(since) + 2))
    looked = fitted.score(lesson.watched) if len(lesson.looks) else np.empty(0)
    levels = [firing_level(piece) for piece in np.split(looked, np.cumsum(lesson.looks)[:-1])]
    rule = conformal_rule(levels if len(lesson.looks) else [], bound)
    typical = np.median(rows.features[rows.labels == 0], axis=0)
    progress("learning when")
    edges = tuple(round(horizon * stretch / STRETCHES) for stretch in range(1, STRETCHES + 1))
    hazard = Hazard(edges).fit(rows.features, rows.ahead, rows.labels == 1)
    dealt = np.random.default_rng(seed).permutation(len(rows))[:_KEPT]
    return Model(fitted, calibrator.at(rate), rule, typical, rate, horizon, hazard, _usual(rows.features[dealt]))


def _usual(rows: Floats) -> Floats:
    """Round what is kept for comparison: a monitor needs no more than four digits, and an artefact is smaller."""
    return np.asarray(rows.astype(np.float32).round(_DIGITS), dtype=np.float64)


def _lighter(detector: Detector) -> Detector:
    """Return the same with fewer trees, for the fits that only calibration needs: more than half of all work."""
    trees = detector.get_params().get("trees")
    return detector if trees is None else clone(detector).set_params(trees=min(trees, _FEW_TREES))
