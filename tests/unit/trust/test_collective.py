"""Planted rings are found, dense honest teams are not."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from ledger.trust.collective import cascade_factor, concentration, reciprocity, rings
from ledger.trust.epoch import epoch
from ledger.trust.ratings import Rating, ratings_of
from tests.unit.trust.worlds import ANCHORS, DAY, LONG_AGO, NOW, village

VILLAGE = 200
SIZES = (3, 4, 5, 8, 12, 20, 35, 50)


def planted(seed):
    """A village with rings of 3 to 50 that miss some pairs and bought some praise, and honest teams as dense."""
    dice = np.random.default_rng(seed)
    rows, following, groups, teams = village(seed, VILLAGE), VILLAGE, [], []
    for size in SIZES:
        for group, into in (
            (range(following, following + size), groups),
            (range(following + size, following + 2 * size), teams),
        ):
            into.append(tuple(group))
            for one, other in combinations(group, 2):
                if size < 6 or dice.random() < 0.85:
                    rows += [Rating(one, other, 900, LONG_AGO), Rating(other, one, 900, LONG_AGO + DAY)]
        for member in groups[-1]:
            if dice.random() < 0.3:  # bought from somebody in the village
                rows.append(Rating(int(dice.integers(12, VILLAGE)), member, 1000, LONG_AGO + 2 * DAY))
            outsider = int(dice.integers(2, VILLAGE))  # camouflage
            rows += [Rating(member, outsider, 500, LONG_AGO)]
        for member in teams[-1]:
            rows += [Rating(int(one), member, 700, LONG_AGO) for one in dice.choice(range(2, 12), 3, replace=False)]
        following += 2 * size
    return rows, following, groups, teams


@pytest.mark.parametrize("seed", range(1, 9))
def test_planted_rings_are_found_and_honest_teams_are_not(seed):
    rows, agents, groups, teams = planted(seed)
    ratings = ratings_of(sorted(rows, key=lambda row: row.time), agents)
    weight = epoch(ratings, ANCHORS, NOW).weight
    found = {pair for ring in rings(ratings, weight) for pair in combinations(ring.members, 2)}
    true = {pair for group in groups for pair in combinations(group, 2)}
    assert len(found & true) >= 0.95 * len(found)
    assert len(found & true) >= 0.9 * len(true)
    flagged = {agent for pair in found for agent in pair}
    honest = [agent for team in teams for agent in team]
    assert sum(agent in flagged for agent in honest) <= 0.02 * len(honest)


def test_a_ring_comes_with_its_evidence():
    rows = [*village(), *(Rating(a, b, 1000, LONG_AGO + a) for a in range(60, 64) for b in range(60, 64) if a != b)]
    ratings = ratings_of(sorted(rows, key=lambda row: row.time), 64)
    (ring,) = rings(ratings, epoch(ratings, ANCHORS, NOW).weight)
    assert ring.members == (60, 61, 62, 63)
    assert (ring.mutual, ring.pairs, ring.outside) == (6, 6, 0)
    assert (ring.first, ring.last) == (LONG_AGO + 60, LONG_AGO + 63)


def test_without_praise_there_is_no_ring():
    ratings = ratings_of([Rating(2, 3, -1000, LONG_AGO)], 5)
    assert rings(ratings, epoch(ratings, ANCHORS, NOW).weight) == []


def test_reciprocity_concentration_and_cascades_are_counted():
    ratings = ratings_of([Rating(2, 3, 9, 1), Rating(3, 2, 9, 2), Rating(2, 4, 9, 3), Rating(4, 5, 9, 4)], 6)
    assert reciprocity(ratings) == 0.5
    assert concentration(np.array([0, 0, 1]), np.array([5, 5, 10])) == 0.5
    assert concentration(np.array([0, 1]), np.array([0, 0])) == 0.0
    assert cascade_factor({"b": ["a"], "c": ["b"], "d": []}, frozenset("abcd")) == 2.0
    assert cascade_factor({}, frozenset()) == 0.0
