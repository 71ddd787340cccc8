"""Calibration: scores become probabilities that mean what they say, learnt on agents the scorer has not seen.

Out-of-fold scores come from forward chaining: rows are ordered by when their owner first acted, and each chunk is
scored by a detector that learnt from earlier owners only.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, clone
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from forecaster.detectors import Detector
from forecaster.odds import log_odds

CHUNKS: Final = 5
"""Parts of the training rows; the first two only ever train."""
_ALWAYS_TRAIN: Final = 2
_WEAK: Final = 1e6  # inverse penalty: as good as none
_EDGE: Final = 1e-3  # added to both halves of the log-odds, to keep them finite

_PRIOR_ROWS: Final = 20.0  # what the rate of before counts for, where another is estimated
_ROUNDS: Final = 50
_LEAST_RATE: Final = 0.005

Method = Literal["sigmoid", "beta", "isotonic"]


def out_of_fold(
    detector: Detector, features: NDArray[np.float64], labels: NDArray[np.int64], ages: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Score rows by detectors that learnt from earlier owners only.

    Args:
        detector: What to clone and fit.
        features: (n_rows, n_features).
        labels: (n_rows,).
        ages: (n_rows,) block at which the row's owner first acted: equal for all rows of an owner.

    Returns:
        (n_rows,) float64; NaN for the earliest owners, and where nothing could be learnt yet.
    """
    edges = np.quantile(ages, np.linspace(0, 1, CHUNKS + 1))[_ALWAYS_TRAIN:]
    edges[-1] += 1
    scores = np.full(len(labels), np.nan)
    for begin, end in pairwise(edges):
        past, now = ages < begin, (ages >= begin) & (ages < end)
        if now.any() and 0 < labels[past].sum() < past.sum():
            scores[now] = clone(detector).fit(features[past], labels[past]).score(features[now])
    return scores


class Calibrator(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Maps scores to probabilities, never turning their order round.

    Args:
        method: `sigmoid` (Platt, on log-odds) for few positives; `beta` where there are hundreds of either label, so
            that both ends may bend; `isotonic` for many.

    References:
        Kull, Silva Filho, Flach, "Beyond sigmoids: how to obtain well-calibrated probabilities from binary classifiers
        with beta calibration", Electronic Journal of Statistics 11 (2017).
        Niculescu-Mizil, Caruana, "Predicting good probabilities with supervised learning", ICML 2005.
    """

    def __init__(self, method: Method = "sigmoid") -> None:
        self.method = method

    def fit(self, scores: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Learn from out-of-fold scores, each (n_rows,); rows whose score is NaN are left out."""
        known = np.isfinite(scores)
        truth = labels[known]
        if self.method == "isotonic":
            self.steps_ = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(
                log_odds(scores[known]), truth
            )
        else:
            self.slopes_, self.offset_ = _rising(self._ends(scores[known]), truth)
        self.learnt_ = self.now_ = float(truth.mean())
        # rule of succession: no probability claims more than the rows can bear
        self.least_ = 1 / (len(truth) + 2)
        return self

    def at(self, base_rate: float) -> Self:
        """Speak from now on for agents among whom another base rate holds, in 0..1."""
        self.now_ = base_rate
        return self

    def probability(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities of scores, both (n_rows,)."""
        if self.method == "isotonic":
            raw = self.steps_.predict(log_odds(scores))
        else:
            raw = expit(self._ends(scores) @ self.slopes_ + self.offset_)
        kept = np.clip(np.asarray(raw, dtype=np.float64), self.least_, 1 - self.least_)
        return with_base_rate(kept, self.learnt_, self.now_)

    def _ends(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the line runs over: log-odds, or for `beta` their two halves, each with a slope of its own."""
        if self.method == "sigmoid":
            return log_odds(scores)[:, None]
        return np.column_stack([np.log(scores + _EDGE), -np.log(1 - scores + _EDGE)])


def _rising(ends: NDArray[np.float64], truth: NDArray[np.int64]) -> tuple[NDArray[np.float64], float]:
    """Fit a line of which no slope falls: what would is left out, and the rest is fitted again."""
    used = np.ones(ends.shape[1], dtype=np.bool_)
    slopes = np.zeros(ends.shape[1])
    offset = float(np.log(truth.mean() / (1 - truth.mean()))) if 0 < truth.mean() < 1 else 0.0
    while used.any():
        line = LogisticRegression(C=_WEAK).fit(ends[:, used], truth)
        if (line.coef_[0] >= 0).all():
            slopes[used], offset = line.coef_[0], float(line.intercept_[0])
            break
        used[np.flatnonzero(used)[line.coef_[0] < 0]] = False
    return slopes, offset


def with_base_rate(probabilities: NDArray[np.float64], learnt: float, now: float) -> NDArray[np.float64]:
    """Carry probabilities over to another base rate, by Bayes' rule on the odds.

    Args:
        probabilities: (n_rows,) in 0..1.
        learnt: Base rate they were learnt at, in 0..1.
        now: Base rate that holds now, in 0..1.
    """
    shift = np.log(now / (1 - now)) - np.log(learnt / (1 - learnt))
    odds = np.log(probabilities / (1 - probabilities))
    return np.asarray(expit(odds + shift), dtype=np.float64)


def rate_now(chances: NDArray[np.float64], rate: float) -> float:
    """Estimate the base rate among rows from what is said of them alone, no label seen, by expectation maximisation.

    Args:
        chances: (n_rows,) probabilities that mean what they say where `rate` holds.
        rate: The base rate that they were made for; a few rows' worth of it holds the estimate back.

    Returns:
        In 0.005..0.995.

    References:
        Saerens, Latinne, Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities",
        Neural Computation 14 (2002).
    """
    now = rate
    for _ in range(_ROUNDS):
        share = with_base_rate(chances, rate, now)
        now = float((share.sum() + _PRIOR_ROWS * rate) / (len(chances) + _PRIOR_ROWS))
    return float(np.clip(now, _LEAST_RATE, 1 - _LEAST_RATE))
