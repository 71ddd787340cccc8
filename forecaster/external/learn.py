"""Learning from samples: several fits, each blind to one part, so that nothing is calibrated on what it learnt.

A score is the mean over the fits. For the rows that teach, each row's score comes from the fit that did not see its
group; calibration and alarms are set on those. An alarm is *Mondrian conformal*, by how much has been seen: it goes
off where fewer than a stated share of benign rows, equally far along, score as high (cross-conformal p-value).

References:
    Vovk, "Cross-conformal predictors", Annals of Mathematics and Artificial Intelligence 74 (2015).
    Vovk et al., "Mondrian confidence machine", 2003.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit
from sklearn.base import clone

from forecaster.alerts import least_benign
from forecaster.calibrate import Calibrator, rate_now, with_base_rate
from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.external.ratings import Floats, Ints
from forecaster.external.samples import Samples
from forecaster.metrics import auroc
from forecaster.odds import log_odds
from ledger.errors import InvalidInputError

FITS: Final = 3
BOUND: Final = 0.05
"""Stated bound on the share of benign rows that set off an alarm."""
_FEWEST: Final = 10
_STEADY: Final = 0.05  # distance from chance that a steady feature keeps in every world
_FEW: Final = 8  # rows of either label that a world needs to vote
_MANY: Final = 500  # rows of either label from which both ends of a calibration may bend


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of rows: score (higher is worse), probability, conformal p-value, and whether an alarm goes off."""

    scores: Floats
    probabilities: Floats
    p_values: Floats
    bound: float

    @property
    def alarms(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Rows that set off an alarm."""
        return self.p_values <= self.bound


@dataclass(frozen=True, slots=True)
class Learnt:
    """Fits, each with what it was blind to.

    Args:
        fits: One a part.
        columns: The features used.
        part: (n_rows,) which fit was blind to a row that taught.
        blind: (n_rows,) its score by that fit.
        taught: The rows of the set's own that taught.
        calibrator: Maps scores to probabilities.
        rate: Share of harm among the rows that taught.
    """

    fits: tuple[EnsembleDetector, ...]
    columns: Ints
    part: Ints
    blind: Floats
    taught: Samples
    calibrator: Calibrator
    rate: float

    def state(self, samples: Samples, *, bound: float = BOUND, rate: float | None = None) -> Stated:
        """Score rows and say what follows.

        Args:
            samples: The rows.
            bound: Stated bound on false alarms.
            rate: Share of harm that holds now; judged from the scores themselves if not given.
        """
        each = np.array([fit.score(samples.features[:, self.columns]) for fit in self.fits])
        scores = expit(log_odds(each).mean(axis=0))
        p_values = np.ones(len(samples))
        benign = self.taught.labels == 0
        seen = np.array(self.taught.seen)
        for said in sorted(set(samples.seen)):
            mine, like = samples.at(said), benign & (seen == said)
            if like.sum() < least_benign(bound):
                like = benign
            higher = sum(
                (self.blind[like & (self.part == k)][None] >= each[k][mine][:, None]).sum(axis=1)
                for k in range(len(self.fits))
            )
            p_values[mine] = (higher + 1) / (like.sum() + 1)
        # each fit's own score is what the calibrator learnt from; the mean of several lies closer to the middle
        chances = self.calibrator.at(self.rate).probability(each.ravel()).reshape(each.shape).mean(axis=0)
        now = rate_now(chances, self.rate) if rate is None else rate
        return Stated(scores, with_base_rate(chances, self.rate, now), p_values, bound)


def parts_of(samples: Samples, parts: int, seed: int) -> Ints:
    """Deal groups into parts: (n_rows,) numbers; rows of a group stay together."""
    groups = samples.numbered()
    dealt = np.random.default_rng(seed).permutation(int(groups.max()) + 1) % parts
    return np.asarray(dealt[groups], dtype=np.int64)


def steady(samples: Samples) -> Ints:
    """Return the features that point the same way in every world; all of them where there is but one world.

    What points one way in one suite and the other way in the next is an artefact of suites.
    """
    everything = np.arange(samples.features.shape[1], dtype=np.int64)
    worlds = samples.numbered(samples.worlds)
    lean = []
    for world in np.unique(worlds):
        rows = (worlds == world) & samples.known & np.array([seen == samples.seen[-1] for seen in samples.seen])
        labels = samples.labels[rows]
        if min(labels.sum(), len(labels) - labels.sum()) >= _FEW:
            lean.append([auroc(labels, samples.features[rows][:, i]) - 0.5 for i in everything])
    if len(lean) <= 1:
        return everything
    leans = np.array(lean)
    same = np.abs(np.sign(leans).sum(axis=0)) == len(leans)
    kept = np.flatnonzero(same & (np.abs(leans).min(axis=0) >= _STEADY))
    return kept if len(kept) >= _FEWEST else everything


def learn(
    samples: Samples, detector: EnsembleDetector, *, seed: int = 0, fits: int = FITS, columns: Ints | None = None
) -> Learnt:
    """Learn from samples; rows without a label do not teach.

    Args:
        samples: The rows.
        detector: What to clone and fit.
        seed: Seed of the parts and fits.
        fits: How many.
        columns: Features to use; those that are `steady` if not given.

    Raises:
        InvalidInputError: if there are too few rows of either label.
    """
    taught = samples.rows(samples.labels >= 0)
    own = taught.rows(taught.own)
    counts = [len(set(np.array(own.groups)[own.labels == label])) for label in (0, 1)] if len(own) else [0, 0]
    if min(counts) < _FEWEST:
        raise InvalidInputError(
            f"{counts[1]} harmful and {counts[0]} harmless are too few to learn from",
            hint=f"it takes {_FEWEST} of each that are no copies of each other",
            code="too_few_labels",
        )
    columns = steady(taught) if columns is None else columns
    part = parts_of(taught, fits, seed)
    made: list[EnsembleDetector] = []
    blind = np.zeros(len(taught))
    for number in range(fits):
        rest = part != number
        fit = clone(detector).set_params(random_state=seed + number)
        fit.fit(taught.features[rest][:, columns], taught.labels[rest], taught.weights[rest])
        blind[~rest] = fit.score(taught.features[~rest][:, columns])
        made.append(fit)
    many = min(own.labels.sum(), len(own) - own.labels.sum()) >= _MANY
    calibrator = Calibrator("beta" if many else "sigmoid").fit(blind[taught.own], own.labels)
    return Learnt(tuple(made), columns, part[taught.own], blind[taught.own], own, calibrator, float(own.labels.mean()))
