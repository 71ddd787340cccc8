"""Trees and a line together: the mean of their log-odds. The default, because each sees what the other misses."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from forecaster.detectors.contract import Detector
from forecaster.detectors.forest import ForestDetector
from forecaster.detectors.logistic import LogisticDetector
from forecaster.odds import log_odds


class BlendDetector(Detector):
    """The mean of a forest's and a logistic model's log-odds.

    Args:
        trees: Trees in the forest.
        random_state: Seed.
    """

    def __init__(self, trees: int = 200, random_state: int = 0) -> None:
        self.trees = trees
        self.random_state = random_state

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Fit both."""
        self.forest_ = ForestDetector(trees=self.trees, random_state=self.random_state).fit(features, labels)
        self.logistic_ = LogisticDetector(random_state=self.random_state).fit(features, labels)
        return self

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the blended share; higher is worse."""
        both = (log_odds(self.forest_.score(features)) + log_odds(self.logistic_.score(features))) / 2
        return np.asarray(expit(both), dtype=np.float64)
