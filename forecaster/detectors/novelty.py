"""The unsupervised branch: how unlike harmless agents is this one? It needs no offender to learn from.

Labels only tell which rows are harmless. Every feature is asked how few of those reach so high; the answers, in nats,
are squared and averaged, so that a few very odd habits stand out of many usual ones, whatever they are.

References:
    Li et al., "ECOD: Unsupervised outlier detection using empirical cumulative distribution functions", TKDE 2022
    (here one-sided, and learnt from harmless rows only).
"""

from __future__ import annotations

from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from forecaster.detectors.contract import Detector
from forecaster.detectors.forest import ForestDetector

_NOVELTY: Final = 0.5  # what novelty counts for, where the trees count one


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
        nats = np.column_stack([_nats(self.usual_[:, i], features[:, i]) for i in range(features.shape[1])])
        return np.asarray((nats**2).mean(axis=1), dtype=np.float64)

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a share that grows with the excess, half at the harmless rows' median; higher is worse."""
        excess = self._excess(features)
        return np.asarray(excess / (excess + self.middle_), dtype=np.float64)


class VigilDetector(Detector):
    """Trees that know offenders beside a measure of novelty that needs none: for families that taught nothing.

    Each is asked how few harmless agents reach so high, in nats; the answers are squared and added, novelty's at half.
    So either alone may be sure, where a mean of both would let the trees talk novelty out of it. There is no line among
    them: a line goes on beyond what it was taught, and so holds habits that known families have less of for proof of
    innocence.

    Args:
        trees: Trees in the forest.
        random_state: Seed.
    """

    def __init__(self, trees: int = 120, random_state: int = 0) -> None:
        self.trees = trees
        self.random_state = random_state

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Fit both, and learn how high harmless rows come, by trees that did not see them."""
        self.forest_ = ForestDetector(trees=self.trees, bagged=True, random_state=self.random_state)
        self.forest_.fit(features, labels)
        self.novelty_ = NoveltyDetector(random_state=self.random_state).fit(features, labels)
        known = self.forest_.blind()[labels == 0]
        self.known_ = np.sort(known[np.isfinite(known)])
        self.novel_ = np.sort(self.novelty_.score(features[labels == 0]))
        return self

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a share that grows with both; higher is worse."""
        known = _nats(self.known_, self.forest_.score(features))
        novel = _nats(self.novel_, self.novelty_.score(features))
        both = known**2 + _NOVELTY * novel**2
        return np.asarray(both / (both + 1), dtype=np.float64)


def _nats(usual: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how few of the usual scores, ascending, reach each score, in nats."""
    below = np.searchsorted(usual, scores, side="left")
    return np.asarray(-np.log((len(usual) - below + 1) / (len(usual) + 2)), dtype=np.float64)
