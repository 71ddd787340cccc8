"""What a detector promises. It is a scikit-learn estimator: `clone`, `get_params` and `set_params` work.

PyOD's sign is used throughout: a higher score is worse. (scikit-learn's own outlier detectors use the reverse.)
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator


class Detector(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Learns which features go before harm.

    Construction only stores parameters; what is learnt ends in an underscore; the same seed gives the same scores.

    References:
        scikit-learn, "Developing estimators"; PyOD, `models/base.py`; river, `checks/anomaly.py`.
    """

    @abstractmethod
    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Learn.

        Args:
            features: (n_samples, n_features) float64, finite.
            labels: (n_samples,) int64, 1 where harm followed; both values occur.
        """

    @abstractmethod
    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Score.

        Args:
            features: (n_samples, n_features) float64, finite.

        Returns:
            (n_samples,) float64 in 0..1, higher is worse; an order, not yet a calibrated probability.
        """
