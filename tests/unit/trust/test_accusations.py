"""Whom an auditor hears first: audible accusers of agents whom others rely on."""

from __future__ import annotations

import numpy as np

from ledger.trust.accusations import to_audit
from ledger.trust.ratings import Rating, ratings_of
from tests.unit.trust.worlds import NOW, found, village

AGENTS = 60


def test_accusations_of_the_trusted_by_the_audible_are_looked_into_the_heaviest_first():
    rows = village()
    before = found(rows, AGENTS)
    ranked = np.argsort(before.scores.ppb)
    best, worst = int(ranked[-1]), int(ranked[0])
    said = [
        Rating(0, best, -500, NOW),
        Rating(1, best, -1000, NOW),
        Rating(60, best, -1000, NOW),  # whoever that is
        Rating(1, worst, -1000, NOW),
        Rating(2, best, 900, NOW),
    ]
    asked = to_audit(ratings_of([*rows, *said], AGENTS + 1), before)
    assert [row - len(rows) for row in asked.tolist() if row >= len(rows)] == [1, 0]


def test_where_nobody_has_a_score_nobody_is_asked():
    assert len(to_audit(ratings_of([Rating(0, 1, -1000, NOW)], 2), found([], 2, (0,)))) == 0
