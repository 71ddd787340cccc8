"""What others do, written from their papers: mean, Beta, EigenTrust, fairness and goodness, REV2. Higher is better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from ledger.trust.configuration import FULL
from ledger.trust.ratings import Ints, Ratings

Scored = npt.NDArray[np.float64]
Method = Callable[[Ratings, Ints], Scored]
"""Scores all agents from ratings and anchors."""
_STEPS: Final = 50
_TELEPORT: Final = 0.15
_FRIENDLY: Final = 1.0  # REV2's smoothing towards the mean, in ratings


def mean(ratings: Ratings, anchors: Ints) -> Scored:
    """Average rating; 0 for nobody's."""
    del anchors
    return _sums(ratings, _values(ratings)) / np.maximum(_counts(ratings), 1)


def beta(ratings: Ratings, anchors: Ints) -> Scored:
    """Beta reputation (Josang and Ismail 2002): (1 + P) / (2 + P + N)."""
    del anchors
    values = _values(ratings)
    good, bad = _sums(ratings, np.maximum(values, 0)), _sums(ratings, np.maximum(-values, 0))
    scores: Scored = (1 + good) / (2 + good + bad)
    return scores


def eigentrust(ratings: Ratings, anchors: Ints) -> Scored:
    """EigenTrust (Kamvar et al. 2003), pre-trusted peers being the anchors."""
    worth = np.maximum(_values(ratings), 0)
    given = np.bincount(ratings.rater, weights=worth, minlength=ratings.agents)
    start = np.zeros(ratings.agents)
    start[anchors] = 1 / len(anchors)
    held = start
    for _ in range(_STEPS):
        passed = np.divide(held, given, out=np.zeros_like(held), where=given > 0)
        lost = held[given == 0].sum()
        flow = _sums(ratings, worth * passed[ratings.rater])
        held = (1 - _TELEPORT) * (flow + lost * start) + _TELEPORT * start
    return held


def fairness_goodness(ratings: Ratings, anchors: Ints) -> Scored:
    """Fairness and goodness (Kumar et al. 2016); the score is the goodness."""
    del anchors
    values, rated, given = _values(ratings), np.maximum(_counts(ratings), 1), np.maximum(_given(ratings), 1)
    fair = np.ones(ratings.agents)
    good: Scored = np.ones(ratings.agents)
    for _ in range(_STEPS):
        good = _sums(ratings, fair[ratings.rater] * values) / rated
        off = np.abs(values - good[ratings.ratee]) / 2
        fair = 1 - np.bincount(ratings.rater, weights=off, minlength=ratings.agents) / given
    return good


def rev2(ratings: Ratings, anchors: Ints) -> Scored:
    """REV2 (Kumar et al. 2018) without its behaviour terms; the score is the goodness."""
    del anchors
    values, rated, given = _values(ratings), _counts(ratings), _given(ratings)
    fair, reliable = np.ones(ratings.agents), np.ones(len(ratings))
    good: Scored = np.zeros(ratings.agents)
    for _ in range(_STEPS):
        good = _sums(ratings, reliable * values) / (rated + _FRIENDLY)
        near = 1 - np.abs(values - good[ratings.ratee]) / 2
        reliable = (fair[ratings.rater] + near) / 2
        total = np.bincount(ratings.rater, weights=reliable, minlength=ratings.agents)
        fair = (total + _FRIENDLY * fair.mean()) / (given + _FRIENDLY)
    return good


BASELINES: Final[Mapping[str, Method]] = {
    "mean": mean,
    "beta": beta,
    "eigentrust": eigentrust,
    "fairness_goodness": fairness_goodness,
    "rev2": rev2,
}


def _values(ratings: Ratings) -> Scored:
    values: Scored = ratings.value / FULL
    return values


def _sums(ratings: Ratings, weights: Scored) -> Scored:
    sums: Scored = np.bincount(ratings.ratee, weights=weights, minlength=ratings.agents).astype(np.float64)
    return sums


def _counts(ratings: Ratings) -> Scored:
    return np.bincount(ratings.ratee, minlength=ratings.agents).astype(np.float64)


def _given(ratings: Ratings) -> Scored:
    return np.bincount(ratings.rater, minlength=ratings.agents).astype(np.float64)
