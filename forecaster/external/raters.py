"""What is known of every node as of a moment, by what it said and what was said of it: who rates is half the rating.

Counts and ages enter as ranks among the nodes of that moment, so that an early and a late moment, or a small and a
large network, look alike.

References:
    Kumar et al., "Edge weight prediction in weighted signed networks" (fairness and goodness), ICDM 2016.
    Page et al., "The PageRank citation ranking", 1999.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from scipy.stats import rankdata

from forecaster.external.ratings import STRONG, Floats, Network

NAMES: Final = ("reach", "given", "received", "age", "goodness", "fairness", "lenience", "harshness", "esteem")
"""Columns of `known`: ranks of the walk, of ratings given, received, of age; then shares and means."""
_ROUNDS: Final = 12
_JUMP: Final = 0.15
_DOUBT: Final = 2.0  # ratings that the prior of a mean counts for


def _ranked(values: Floats, present: Floats) -> Floats:
    """Ranks in 0..1 among those present; 0 for the others."""
    found = np.zeros(len(values))
    here = present > 0
    if here.any():
        found[here] = rankdata(values[here]) / here.sum()
    return found


def walk(network: Network) -> Floats:
    """Return how often a walk along good ratings visits each node, (n_nodes,), summing to one."""
    n = network.nodes
    good = network.value > 0
    rater, ratee, value = network.rater[good], network.ratee[good], network.value[good]
    total = np.bincount(rater, value, n)
    steps = csr_matrix((value / total[rater], (ratee, rater)), shape=(n, n))
    present = np.zeros(n)
    present[rater] = present[ratee] = 1
    start = present / max(1.0, present.sum())
    mass = start
    for _ in range(_ROUNDS):
        mass = (1 - _JUMP) * (steps @ mass) + _JUMP * start
    return np.asarray(mass, dtype=np.float64)


def fair_and_good(network: Network) -> tuple[Floats, Floats]:
    """Return fairness (0..1) of nodes as raters and their goodness (-1..1), each the other's yardstick."""
    n = network.nodes
    given = np.bincount(network.rater, minlength=n)
    got = np.bincount(network.ratee, minlength=n)
    fairness = np.ones(n)
    goodness = np.zeros(n)
    for _ in range(_ROUNDS // 2):
        goodness = np.bincount(network.ratee, fairness[network.rater] * network.value, n) / (got + 1.0)
        off = np.abs(network.value - goodness[network.ratee])
        fairness = 1 - (np.bincount(network.rater, off, n) + _DOUBT * 0.25) / (2 * (given + _DOUBT))
    return fairness, goodness


def known(network: Network, now: float) -> Floats:
    """Describe every node by the ratings so far.

    Args:
        network: The ratings so far.
        now: Unix seconds of the moment.

    Returns:
        (n_nodes, n_columns) float64, columns as in `NAMES`; zeros for who has not appeared.
    """
    n = network.nodes
    given = np.bincount(network.rater, minlength=n).astype(np.float64)
    got = np.bincount(network.ratee, minlength=n).astype(np.float64)
    present = given + got
    fairness, goodness = fair_and_good(network)
    first = np.full(n, now)
    np.minimum.at(first, network.rater, network.at)
    np.minimum.at(first, network.ratee, network.at)
    lenience = np.bincount(network.rater, network.value, n) / (given + _DOUBT)
    harsh = np.bincount(network.rater, network.value <= -STRONG, n) / (given + _DOUBT)
    received = np.bincount(network.ratee, network.value, n) / (got + _DOUBT)
    return np.column_stack(
        [
            _ranked(walk(network), present),
            _ranked(given, present),
            _ranked(got, present),
            _ranked(now - first, present),
            goodness,
            fairness,
            lenience,
            harsh,
            received,
        ]
    )
