"""Small worlds of ratings for tests of the trust worker."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from ledger.trust.epoch import Epoch, epoch
from ledger.trust.ratings import Rating, ratings_of

DAY = 24 * 3600
NOW = 1_700_000_000
LONG_AGO = NOW - 1000 * DAY
ANCHORS = (0, 1)
AGENTS = 12


@st.composite
def histories(draw, agents=AGENTS, most=60):
    """Rows about `agents` agents in order of time; agents 0 and 1 are the anchors."""
    who = st.integers(0, agents - 1)
    rows = draw(st.lists(st.tuples(who, who, st.integers(-1000, 1000), st.integers(0, 900)), max_size=most))
    return [Rating(a, b, v, LONG_AGO + day * DAY) for a, b, v, day in sorted(rows, key=lambda row: row[3])]


def found(rows, agents=AGENTS, anchors=ANCHORS, rulings=(), **more) -> Epoch:
    return epoch(ratings_of(rows, agents), anchors, NOW, rulings, **more)


def village(seed=1, agents=60) -> list[Rating]:
    """An honest village: anchors praise the first ten, who praise the others; a few bad agents are accused."""
    dice = np.random.default_rng(seed)
    rows = [Rating(a, b, 800, LONG_AGO) for a in ANCHORS for b in range(2, 12)]
    for one in range(12, agents):
        for other in dice.choice(range(2, 12), 4, replace=False):
            day = int(dice.integers(300))
            rows += [Rating(int(other), one, int(dice.integers(300, 1001)), LONG_AGO + day * DAY)]
    for bad in range(agents - 5, agents):
        rows += [
            Rating(int(one), bad, -1000, LONG_AGO + 400 * DAY) for one in dice.choice(range(2, 12), 6, replace=False)
        ]
    return sorted(rows, key=lambda row: row.time)
