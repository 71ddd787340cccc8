"""Discrete-time hazard: not whether, but when. The chance of harm in each stretch of acts, given none before.

Every row is asked once a stretch until harm came or it was lost from sight; one linear model answers for all
stretches, with an offset for each. Survival is the product of what is left.

References:
    Singer, Willett, "It's about time: using discrete-time survival analysis", J. Educational Statistics 18 (1993).
"""

from __future__ import annotations

from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ledger.errors import InvalidInputError

Floats = NDArray[np.float64]
_LEAST: Final = 1e-6


class Hazard(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A hazard over stretches of acts.

    Args:
        edges: Ends of the stretches, in acts from the forecast on, ascending.
        penalty: Inverse of the strength of the penalty.
    """

    def __init__(self, edges: tuple[int, ...] = (10, 20, 30), penalty: float = 0.05) -> None:
        self.edges = edges
        self.penalty = penalty

    def fit(self, features: Floats, acts: NDArray[np.int64], harmed: NDArray[np.bool_]) -> Self:
        """Learn.

        Args:
            features: (n_rows, n_features).
            acts: (n_rows,) acts until harm, or until the row was lost from sight.
            harmed: (n_rows,) whether it was harm.

        Raises:
            InvalidInputError: if no harm falls within the stretches, or nothing else does.
        """
        rows, labels = [], []
        self.scale_ = StandardScaler().fit(features)
        scaled = self.scale_.transform(features)
        begin = 0
        for stretch, end in enumerate(self.edges):
            came = harmed & (acts > begin) & (acts <= end)
            # who was lost within the stretch cannot say how it would have ended
            asked = came | (acts >= end)
            asked &= acts > begin
            rows.append(self._rows(scaled[asked], stretch))
            labels.append(came[asked])
            begin = end
        truth = np.concatenate(labels)
        if np.unique(truth).size < 2:  # noqa: PLR2004 yes and no
            raise InvalidInputError("no harm within the stretches", hint="give rows of either kind", code="one_class")
        self.line_ = LogisticRegression(C=self.penalty, max_iter=500).fit(np.vstack(rows), truth)
        return self

    def _rows(self, scaled: Floats, stretch: int) -> Floats:
        which = np.zeros((len(scaled), len(self.edges)))
        which[:, stretch] = 1
        return np.hstack([scaled, which])

    def hazards(self, features: Floats) -> Floats:
        """Return (n_rows, n_stretches) chances of harm within each stretch, given none before."""
        scaled = self.scale_.transform(features)
        said = [self.line_.predict_proba(self._rows(scaled, i))[:, 1] for i in range(len(self.edges))]
        return np.column_stack(said)

    def by(self, features: Floats) -> Floats:
        """Return (n_rows, n_stretches) chances that harm has come by the end of each stretch; never falling."""
        return np.asarray(1 - np.cumprod(1 - self.hazards(features), axis=1))

    def spread(self, features: Floats, chances: Floats) -> Floats:
        """Spread calibrated chances of harm by the last end over the stretches, as this hazard has them.

        Args:
            features: (n_rows, n_features).
            chances: (n_rows,) in 0..1, of harm by the last end.

        Returns:
            (n_rows, n_stretches) chances by the end of each; never falling, the last one is the chance given.
        """
        risk = -np.cumsum(np.log1p(-np.clip(self.hazards(features), _LEAST, 1 - _LEAST)), axis=1)
        return np.asarray(1 - (1 - chances[:, None]) ** (risk / risk[:, -1:]))

    def score(self, features: Floats) -> Floats:
        """Return (n_rows,) chances of harm by the last end; higher is worse."""
        return np.asarray(self.by(features)[:, -1])
