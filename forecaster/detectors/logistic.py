"""The linear baseline: standardised features, a strong penalty, one weight each."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from forecaster.detectors.contract import Detector


class LogisticDetector(Detector):
    """A penalised logistic regression.

    Args:
        penalty: Inverse of the strength of the penalty; smaller is stronger.
        random_state: Seed; the solver has no dice, it is kept for the contract.
    """

    def __init__(self, penalty: float = 0.01, random_state: int = 0) -> None:
        self.penalty = penalty
        self.random_state = random_state

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Learn the weights."""
        model = LogisticRegression(C=self.penalty, max_iter=1000, random_state=self.random_state)
        self.pipeline_ = make_pipeline(StandardScaler(), model).fit(features, labels)
        return self

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the model's probability; higher is worse."""
        return np.asarray(self.pipeline_.predict_proba(features)[:, 1], dtype=np.float64)
