"""New rulings, before they teach: a batch that makes the forecaster worse on trusted rows is refused.

Whoever can have wrong rulings made can teach the wrong thing. The model that would follow is compared with the one in
force on rows that were decided before and are kept apart; a loss beyond the tolerance refuses the whole batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from forecaster.detectors import Detector
from forecaster.metrics import Floats, Labels, auroc
from ledger.errors import ConflictError, InvalidInputError

TOLERANCE: Final = 0.02
"""AUROC that a batch may cost."""
DISAGREES: Final = 0.15
"""Share of a batch's labels that may contradict confident scores of the model in force."""
_SURE: Final = 0.05  # shares of trusted rows, at either end, that set what counts as confident


@dataclass(frozen=True, slots=True)
class Judged:
    """What a batch would do: AUROC on trusted rows before and after, and how many of its labels contradict."""

    before: float
    after: float
    contradicts: float


def admit(
    detector: Detector,
    known: tuple[Floats, Labels],
    batch: tuple[Floats, Labels],
    trusted: tuple[Floats, Labels],
) -> tuple[Detector, Judged]:
    """Learn from known rows and a batch, if that does no harm.

    Args:
        detector: What to clone and fit.
        known: Features and labels that teach already.
        batch: Features and labels that came since.
        trusted: Features and labels kept apart, decided before.

    Returns:
        The detector that learnt from both, and what the batch does.

    Raises:
        InvalidInputError: if the trusted rows hold one label only.
        ConflictError: if the batch is refused.
    """
    if np.unique(trusted[1]).size < 2:  # noqa: PLR2004 yes and no
        raise InvalidInputError("trusted rows hold one label only", hint="keep rows of either kind", code="one_class")
    old: Detector = clone(detector).fit(*known)
    new: Detector = clone(detector).fit(np.vstack([known[0], batch[0]]), np.concatenate([known[1], batch[1]]))
    found = Judged(
        auroc(trusted[1], old.score(trusted[0])),
        auroc(trusted[1], new.score(trusted[0])),
        _contradicts(old.score(batch[0]), batch[1], old.score(trusted[0])),
    )
    if found.after < found.before - TOLERANCE or found.contradicts > DISAGREES:
        raise ConflictError(
            f"the batch takes AUROC from {found.before:.3f} to {found.after:.3f}; {found.contradicts:.0%} contradict",
            hint="look at the rulings of this batch before they teach",
            code="poisoned_batch",
        )
    return new, found


def _contradicts(scores: Floats, labels: Labels, usual: NDArray[np.float64]) -> float:
    low, high = np.quantile(usual, (0.5, 1 - _SURE))
    wrong = ((scores <= low) & (labels == 1)) | ((scores >= high) & (labels == 0))
    return float(wrong.mean()) if len(wrong) else 0.0
