"""The collective view: who rises together. Rings, reciprocity, concentration by owner, cascades of errors.

A ring and an honest team look alike from inside: everybody praises everybody. They differ in who else speaks for them:
a team has clients whose word counts, a ring has itself. So rings are looked for only among agents whose own word is
inaudible in the walk, as groups that praise each other and hardly anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from ledger.trust.configuration import WEIGHT
from ledger.trust.graph import pairs_of, standing_of
from ledger.trust.ratings import Flags, Ints, Places, Ratings

AUDIBLE: Final = WEIGHT // 1000
"""Whose weight is below this speaks for nobody."""
ALIKE: Final = 0.4
"""Two partners belong together if of all their partners they share at least this part (Jaccard)."""
SMALLEST: Final = 3
DENSE: Final = 0.6
"""A ring is at least so full of mutual praise, and has at most as many friends outside as members."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Agents that praise each other and have nobody else.

    `mutual` pairs of `pairs` possible ones praise each other; `outside` audible agents praise any of them; `first` and
    `last`: Unix seconds of the praise among them.
    """

    members: tuple[int, ...]
    mutual: int
    pairs: int
    outside: int
    first: int
    last: int


def rings(ratings: Ratings, weight: Ints) -> list[Ring]:
    """Find rings, largest first.

    Args:
        ratings: Of one context and dimension.
        weight: (agents,) weights of an epoch.
    """
    kept, _ = standing_of(ratings)
    praise = np.flatnonzero(kept & (ratings.value > 0))
    rater, ratee = ratings.rater[praise], ratings.ratee[praise]
    alone: Flags = weight < AUDIBLE
    inside = alone[rater] & alone[ratee]
    mutual = _mutual(rater[inside], ratee[inside], ratings.agents)
    count, label = connected_components(_close(mutual), directed=False)
    sizes = np.bincount(label, minlength=count)
    groups: dict[int, list[int]] = {}
    for agent in np.flatnonzero(sizes[label] >= SMALLEST).tolist():
        groups.setdefault(int(label[agent]), []).append(agent)
    found = [_ring(group, mutual, ratings, praise, weight) for group in groups.values()]
    dense = [ring for ring in found if ring.mutual >= DENSE * ring.pairs and ring.outside <= len(ring.members)]
    return sorted(dense, key=lambda ring: (-len(ring.members), ring.members))


def _mutual(rater: Places, ratee: Places, agents: int) -> csr_array:
    given = csr_array(coo_array((np.ones(len(rater), np.int64), (rater, ratee)), shape=(agents, agents)))
    both = csr_array(given.multiply(given.T))
    both.data[:] = 1
    return both


def _close(mutual: csr_array) -> csr_array:
    """Keep the edges between partners who share most of their partners, themselves included."""
    degree = np.asarray(mutual.sum(axis=1)).ravel()
    shared = csr_array((mutual @ mutual).multiply(mutual) + mutual)  # one more than what each pair shares
    shared.sort_indices()
    edges = coo_array(shared)
    left, right = edges.coords
    common = edges.data + 1  # and each other
    union = degree[left] + degree[right] + 2 - common
    kept = common >= ALIKE * union
    return csr_array((np.ones(int(kept.sum())), (left[kept], right[kept])), shape=mutual.shape)


def _ring(group: Sequence[int], mutual: csr_array, ratings: Ratings, praise: Ints, weight: Ints) -> Ring:
    members = np.zeros(ratings.agents, np.bool_)
    members[list(group)] = True
    rater, ratee, time = ratings.rater[praise], ratings.ratee[praise], ratings.time[praise]
    among = members[rater] & members[ratee]
    outside = members[ratee] & ~members[rater] & (weight[rater] >= AUDIBLE)
    return Ring(
        tuple(group),
        int(mutual[list(group)][:, list(group)].sum()) // 2,
        len(group) * (len(group) - 1) // 2,
        len(np.unique(rater[outside])),
        int(time[among].min()),
        int(time[among].max()),
    )


def reciprocity(ratings: Ratings) -> float:
    """Return the share of standing praise that was returned in kind, 0 to 1."""
    kept, _ = standing_of(ratings)
    praise = kept & (ratings.value > 0)
    _, counts = np.unique(pairs_of(ratings)[praise], return_counts=True)
    return float(2 * (counts > 1).sum() / max(1, int(praise.sum())))


def concentration(owner: Ints, weight: Ints) -> float:
    """Return how much of all weight few owners hold: the sum of squared shares, 1 if one holds everything."""
    held = np.bincount(owner, weights=weight.astype(np.float64))
    total = held.sum()
    return float(((held / total) ** 2).sum()) if total else 0.0


def cascade_factor(parents: Mapping[str, Sequence[str]], failed: frozenset[str]) -> float:
    """Return how many failed actions follow from one that failed by itself: 1 if errors do not spread.

    Args:
        parents: Each action of a workflow and those that it came from.
        failed: The actions that failed.
    """
    roots = [action for action in failed if not any(parent in failed for parent in parents.get(action, ()))]
    return len(failed) / len(roots) if roots else 0.0
