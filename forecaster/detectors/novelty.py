"""The unsupervised branch: how unlike harmless agents is this one? It needs no offender to learn from.

Labels only tell which rows are harmless. Every feature is asked how few of those reach so high; the answers, in nats,
are squared and averaged, so that a few very odd habits stand out of many usual ones, whatever they are.

References:
    Li et al., "ECOD: Unsupervised outlier detection using empirical cumulative distribution functions", TKDE 2022
    (here one-sided, and learnt from harmless rows only).
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from forecaster.detectors.contract import Detector
from forecaster.detectors.forest import ForestDetector
from forecaster.odds import log_odds


class NoveltyDetector(Detector):
    """A mean of squared one-sided tail information.

    Args:
        random_state: Seed; there are no dice, it is kept for the contract.
    """

    def __init__(self, random_state: int = 0) -> None:
        self.random_state = random_state

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Learn what is usual, from the harmless rows alone."""
        self.usual_ = np.sort(features[labels == 0], axis=0)
        self.middle_ = float(np.median(self._excess(features[labels == 0]))) + 1e-9
        return self

    def _excess(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        number = len(self.usual_)
        below = [np.searchsorted(self.usual_[:, i], features[:, i], side="left") for i in range(features.shape[1])]
        nats = -np.log((number - np.column_stack(below) + 1) / (number + 2))
        return np.asarray((nats**2).mean(axis=1), dtype=np.float64)

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a share that grows with the excess, half at the harmless rows' median; higher is worse."""
        excess = self._excess(features)
        return np.asarray(excess / (excess + self.middle_), dtype=np.float64)


class VigilDetector(Detector):
    """Trees that know offenders and a measure of novelty that needs none, alike: for families that taught nothing.

    There is no line among them: a line goes on beyond what it was taught, and so holds habits that known families have
    less of for proof of innocence.

    Args:
        trees: Trees in the forest.
        random_state: Seed.
    """

    def __init__(self, trees: int = 120, random_state: int = 0) -> None:
        self.trees = trees
        self.random_state = random_state

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Fit both."""
        self.forest_ = ForestDetector(trees=self.trees, random_state=self.random_state).fit(features, labels)
        self.novelty_ = NoveltyDetector(random_state=self.random_state).fit(features, labels)
        return self

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of both in log-odds, as a share; higher is worse."""
        odds = log_odds(self.forest_.score(features)) + log_odds(self.novelty_.score(features))
        return np.asarray(expit(odds / 2), dtype=np.float64)
