"""Drift: are the agents of now still like those that taught? If not, say less, and ask for training.

PSI compares shares by tenths of what taught; KS is the largest distance of the two distributions. A feature drifts
where both say so, so that neither many rows (KS) nor few tenths (PSI) decide alone.

References:
    Siddiqi, "Credit Risk Scorecards", 2005 (population stability index, 0.1 watch, 0.25 act).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from ledger.errors import InvalidInputError

Floats = NDArray[np.float64]

ACT: Final = 0.25
"""PSI from which a feature has drifted."""
ALPHA: Final = 0.01
"""Level of the KS test, shared among the features (Bonferroni)."""
RETRAIN: Final = 0.1
"""Share of drifted features from which training is asked for."""
FEWEST: Final = 50
"""Rows on either side below which nothing is said."""
_TENTHS: Final = 10
_LEAST: Final = 1e-3  # share that an empty tenth counts for


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the rows of now are from those that taught.

    Args:
        psi: (n_features,) population stability index, 0 and up.
        p_values: (n_features,) of the KS test.
        drifted: Numbers of the features that drifted.
        confidence: 0..1; what a forecast is worth beside one about rows like those that taught.
        retrain: Whether training is asked for.
    """

    psi: Floats
    p_values: Floats
    drifted: tuple[int, ...]
    confidence: float
    retrain: bool


def psi(taught: Floats, now: Floats) -> float:
    """Return the population stability index of two samples of one feature; 0 where they have the same tenths."""
    edges = np.unique(np.quantile(taught, np.linspace(0, 1, _TENTHS + 1)[1:-1]))

    def shares(values: Floats) -> Floats:
        counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
        return np.maximum(_LEAST, counts / len(values))

    one, two = shares(taught), shares(now)
    return float(((two - one) * np.log(two / one)).sum())


def drift(taught: Floats, now: Floats) -> Drift:
    """Compare rows.

    Args:
        taught: (n_rows, n_features) that taught.
        now: (m_rows, n_features) that are forecast about.

    Raises:
        InvalidInputError: if there are too few rows, or other features.
    """
    if taught.shape[1] != now.shape[1] or min(len(taught), len(now)) < FEWEST:
        raise InvalidInputError(
            f"{taught.shape} and {now.shape} rows and features cannot be compared",
            hint=f"give the same features, and {FEWEST} rows of each",
            code="insufficient",
        )
    columns = range(taught.shape[1])
    index = np.array([psi(taught[:, i], now[:, i]) for i in columns])
    p_values = np.array([ks_2samp(taught[:, i], now[:, i], method="asymp").pvalue for i in columns])
    drifted = tuple(np.flatnonzero((index >= ACT) & (p_values < ALPHA / len(index))).tolist())
    share = len(drifted) / len(index)
    return Drift(index, p_values, drifted, 1 - share, share >= RETRAIN)
