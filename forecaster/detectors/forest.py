"""Randomised trees: they find what only matters together, from few offenders, without scaling."""

from __future__ import annotations

import warnings
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier

from forecaster.detectors.contract import Detector


class ForestDetector(Detector):
    """Extremely randomised trees.

    Args:
        trees: How many.
        leaf: Fewest rows in a leaf.
        share: Share of the features tried at a split.
        bagged: Whether each tree sees a sample of the rows only, so that others can score those it did not see.
        random_state: Seed.

    References:
        Geurts, Ernst, Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006).
    """

    def __init__(
        self, trees: int = 200, leaf: int = 4, share: float = 0.3, *, bagged: bool = False, random_state: int = 0
    ) -> None:
        self.trees = trees
        self.leaf = leaf
        self.share = share
        self.bagged = bagged
        self.random_state = random_state

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Grow the trees, wherever joblib is told to; each has a seed of its own, so that does not matter."""
        forest = ExtraTreesClassifier(
            self.trees,
            min_samples_leaf=self.leaf,
            max_features=self.share,
            bootstrap=self.bagged,
            oob_score=self.bagged,
            n_jobs=None,
            random_state=self.random_state,
        )
        with warnings.catch_warnings():
            # where few trees leave a row unsaid, `blind` says so
            warnings.filterwarnings("ignore", message="Some inputs do not have OOB scores")
            self.forest_ = forest.fit(features, labels)
        # one thread: several would add up the trees in any order, and sums of floats differ in the last bit
        self.forest_.n_jobs = 1
        return self

    def blind(self) -> NDArray[np.float64]:
        """Return what is said of each row that taught by the trees that did not see it; NaN if there is none."""
        shares = self.forest_.oob_decision_function_
        return np.asarray(np.where(shares.sum(axis=1) > 0, shares[:, 1], np.nan), dtype=np.float64)

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the trees' mean share of harm; higher is worse."""
        return np.asarray(self.forest_.predict_proba(features)[:, 1], dtype=np.float64)
