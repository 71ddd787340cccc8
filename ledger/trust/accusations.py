"""Which accusations somebody should look into: those that would move an agent whom others rely on.

Ratings alone cannot tell a sleeper that turned from an honest agent whom bought accounts accuse (see
docs/reputation.md). The record can, and somebody has to read it. Victims have a reason to claim; where nobody does, an
auditor reads what these accusations name. An accusation that he finds true is a case, and a ruling weighs; one about an
action that he asserts was in order, unchallenged, weighs nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ledger.trust.configuration import WEIGHT
from ledger.trust.epoch import Epoch
from ledger.trust.graph import standing_of
from ledger.trust.ratings import Ints, Ratings

AUDIBLE: Final = WEIGHT // 1000
"""Whose weight is below this moves nobody."""


def to_audit(ratings: Ratings, found: Epoch) -> Ints:
    """Return the ratings to look into, those that weigh most first.

    They are accusations that stand, by audible raters, of agents with a score above the median of those with one.

    Args:
        ratings: Of one context and dimension.
        found: Their epoch before the accusations, so that an accusation takes nobody off the list of the trusted.
    """
    scores = found.scores
    if not scores.enough.any():
        return np.zeros(0, np.int64)
    trusted = scores.enough & (scores.ppb > np.median(scores.ppb[scores.enough]))
    kept, _ = standing_of(ratings)
    asked = kept & (ratings.value < 0)
    # agents that joined since have neither a word nor a name
    known = (ratings.rater < len(trusted)) & (ratings.ratee < len(trusted))
    rows = np.flatnonzero(asked & known)
    rows = rows[trusted[ratings.ratee[rows]] & (found.weight[ratings.rater[rows]] >= AUDIBLE)]
    weight = found.weight[ratings.rater[rows]] * -ratings.value[rows]
    order: Ints = rows[np.argsort(-weight, kind="stable")]
    return order
