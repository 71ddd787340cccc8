"""Three minds together, for data from elsewhere: random trees, boosted trees and a line; the mean of their log-odds.

Random trees bear few rows, boosted trees find thresholds, a line carries on where no row has been: a set from
elsewhere is always somewhat out of range.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes with scikit-learn

from forecaster.detectors.contract import Detector
from forecaster.odds import log_odds


class EnsembleDetector(Detector):
    """The mean of the log-odds of extremely randomised trees, boosted trees and a penalised line.

    Args:
        trees: Random trees; none are grown if nought.
        rounds: Boosting rounds; none if nought.
        leaves: Leaves of a boosted tree.
        tried: Share of the features tried at a split of a boosted tree.
        share: Share of the features tried at a split of a random tree.
        leaf: Fewest rows in a leaf of a random tree.
        penalty: Inverse of the strength of the line's penalty; no line if nought.
        random_state: Seed.
    """

    def __init__(
        self,
        trees: int = 100,
        rounds: int = 60,
        leaves: int = 12,
        tried: float = 1.0,
        share: float = 0.2,
        leaf: int = 3,
        penalty: float = 0.02,
        random_state: int = 0,
    ) -> None:
        self.trees = trees
        self.rounds = rounds
        self.leaves = leaves
        self.tried = tried
        self.share = share
        self.leaf = leaf
        self.penalty = penalty
        self.random_state = random_state

    def fit(
        self, features: NDArray[np.float64], labels: NDArray[np.int64], weights: NDArray[np.float64] | None = None
    ) -> Self:
        """Fit all of them.

        Args:
            features: (n_samples, n_features) float64, finite.
            labels: (n_samples,) int64, both values occur.
            weights: (n_samples,) float64, what a row counts for; one each if not given.
        """
        self.members_ = []
        if self.trees:
            forest = ExtraTreesClassifier(
                self.trees,
                min_samples_leaf=self.leaf,
                max_features=self.share,
                n_jobs=1,
                random_state=self.random_state,
            )
            self.members_.append(forest.fit(features, labels, sample_weight=weights))
        if self.rounds:
            boosted = HistGradientBoostingClassifier(
                max_iter=self.rounds,
                learning_rate=0.08,
                max_leaf_nodes=self.leaves,
                l2_regularization=1.0,
                max_features=self.tried,
                min_samples_leaf=15,
                early_stopping=False,
                random_state=self.random_state,
            )
            # one thread: on few rows, threads that wait for each other cost more than they do
            with threadpool_limits(limits=1):
                self.members_.append(boosted.fit(features, labels, sample_weight=weights))
        if self.penalty:
            line = LogisticRegression(C=self.penalty, max_iter=500)
            scaled = make_pipeline(StandardScaler(), line)
            self.members_.append(scaled.fit(features, labels, logisticregression__sample_weight=weights))
        return self

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the blended share; higher is worse."""
        with threadpool_limits(limits=1):
            said = [log_odds(member.predict_proba(features)[:, 1]) for member in self.members_]
        return np.asarray(expit(np.mean(said, axis=0)), dtype=np.float64)
