"""New rulings, before they teach: a batch that makes the forecaster worse on trusted rows is refused.

Whoever can have wrong rulings made can teach the wrong thing. The model that would follow is compared with the one in
force on rows that were decided before and are kept apart; a loss beyond the tolerance refuses the whole batch, and so
does a batch of which too much contradicts what the model in force is sure of.

Guilty agents who are acquitted hardly show in either: what they teach is only weaker. They show in the *number* of
faults. How many there are can be judged from scores alone, whatever the base rate has become; where verdicts surely
found a fifth less than that, the batch is refused too. Should agents themselves have changed so that scores are wrong,
this refuses as well: whoever reads the report decides, by training anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from forecaster.calibrate import Calibrator, rate_now, with_base_rate
from forecaster.detectors import Detector
from forecaster.lesson import Rows
from forecaster.metrics import Floats, Labels, auroc
from ledger.errors import InvalidInputError

TOLERANCE: Final = 0.02
"""AUROC that a batch may cost."""
DISAGREES: Final = 0.15
"""Share of a batch's labels that may contradict confident scores of the model in force."""
_SURE: Final = 0.05  # share of trusted rows, at the upper end, that sets what counts as confident of harm
MISSING: Final = 0.2
"""Share of the faults that scores lead to expect, which verdicts may surely lack."""
_EXPECTED: Final = 10.0  # faults that must be expected before their number is compared
_DRAWN: Final = 400
_UPPER: Final = 97.5  # percent
_NAMED: Final = 20  # contradictions that a report names


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A label of the batch that the model in force is sure to be wrong: whose, as of which block, and its score."""

    agent: int
    block: int
    upheld: bool
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What a batch would do.

    Args:
        rows: Rows of the batch.
        faults: Rows that a fault followed.
        before: AUROC on trusted rows of the model in force.
        after: The same of the model that would follow.
        contradicts: Share of the batch's labels that contradict confident scores.
        contradictions: Some of those, the surest first.
        reasons: Why it is refused; empty if it may teach.
        of_expected: Faults of the batch over those that scores lead to expect; None where too few are expected.
        of_expected_most: What that surely lies below: the upper end of its 95% interval, owners resampled.
    """

    rows: int
    faults: int
    before: float
    after: float
    contradicts: float
    contradictions: tuple[Contradiction, ...]
    reasons: tuple[str, ...]
    of_expected: float | None = None
    of_expected_most: float | None = None


def judge(old: Detector, new: Detector, batch: Rows, trusted: Rows, calibrator: Calibrator) -> Judged:
    """Say what a batch would do, and whether it may teach.

    Args:
        old: The detector in force.
        new: The one that learnt from the batch as well.
        batch: What came since.
        trusted: Rows kept apart, decided before.
        calibrator: Of the detector in force.

    Raises:
        InvalidInputError: if the trusted rows hold one label only.
    """
    if np.unique(trusted.labels).size < 2:  # noqa: PLR2004 yes and no
        raise InvalidInputError("trusted rows hold one label only", hint="keep rows of either kind", code="one_class")
    usual = old.score(trusted.features)
    before, after = auroc(trusted.labels, usual), auroc(trusted.labels, new.score(trusted.features))
    said = old.score(batch.features)
    wrong = _contradicts(said, batch.labels, usual)
    share = float(wrong.mean()) if len(wrong) else 0.0
    reasons = []
    if after < before - TOLERANCE:
        reasons.append(f"AUROC on trusted rows would fall from {before:.3f} to {after:.3f}, by more than {TOLERANCE:g}")
    if share > DISAGREES:
        reasons.append(f"{share:.0%} of its labels contradict what the model in force is sure of, over {DISAGREES:.0%}")
    found, most = _of_expected(calibrator, said, batch, float(trusted.labels.mean()))
    if most is not None and most < 1 - MISSING:
        reasons.append(
            f"verdicts found {found:.0%} of the faults that scores lead to expect, and surely less than "
            f"{1 - MISSING:.0%}: guilty agents may have been acquitted"
        )
    return Judged(
        rows=len(batch),
        faults=int(batch.labels.sum()),
        before=before,
        after=after,
        contradicts=share,
        contradictions=_named(batch, said, wrong),
        reasons=tuple(reasons),
        of_expected=found,
        of_expected_most=most,
    )


def _of_expected(calibrator: Calibrator, said: Floats, batch: Rows, rate: float) -> tuple[float | None, float | None]:
    """Compare the number of faults with what scores lead to expect, at the base rate that scores themselves show."""
    chances = with_base_rate(calibrator.probability(said), calibrator.now_, rate)
    expected = with_base_rate(chances, rate, rate_now(chances, rate))
    if expected.sum() < _EXPECTED:
        return None, None
    owner = np.unique(batch.owners, return_inverse=True)[1]
    came, due = np.bincount(owner, batch.labels), np.bincount(owner, expected)
    drawn = np.random.default_rng(0).integers(len(came), size=(_DRAWN, len(came)))
    shares = came[drawn].sum(axis=1) / due[drawn].sum(axis=1)
    return float(came.sum() / due.sum()), float(np.percentile(shares, _UPPER))


def _contradicts(scores: Floats, labels: Labels, usual: Floats) -> NDArray[np.bool_]:
    low, high = np.quantile(usual, (0.5, 1 - _SURE))
    return np.asarray(((scores <= low) & (labels == 1)) | ((scores >= high) & (labels == 0)))


def _named(batch: Rows, said: Floats, wrong: NDArray[np.bool_]) -> tuple[Contradiction, ...]:
    gap = np.where(wrong, np.abs(batch.labels - said), -1.0)
    order = np.argsort(-gap, kind="stable")[: min(_NAMED, int(wrong.sum()))]
    return tuple(
        Contradiction(int(batch.agents[i]), int(batch.blocks[i]), bool(batch.labels[i]), float(said[i])) for i in order
    )
