"""The anchored walk: credibility flows from bonded anchors along praise, and from nowhere else.

Anchors hold MASS together. At each step every agent passes on a damped part of what it holds, divided by all that it
gave, so the credibility behind a set of names is at most what flows over the edges that lead into it, however many
names there are and however they praise each other. An agent with settled accusations passes on less.
"""

from __future__ import annotations

import numpy as np

from ledger.trust.configuration import FULL, MASS, MICRO, Defences
from ledger.trust.evidence import Graph, blame, gate, supported, weight_of
from ledger.trust.ratings import Ints, Places


def credibility(graph: Graph, anchors: Places, rules: Defences) -> Ints:
    """Return (agents,) credibility, in shares of MASS.

    Args:
        graph: The edges as of a period.
        anchors: The distinct agents that the walk begins from.
        rules: The configuration.
    """
    start = np.zeros(graph.agents, np.int64)
    start[anchors] = MASS // max(1, len(anchors))
    divisor = np.maximum(graph.given, rules.least_given)
    held = start
    for _ in range(rules.iterations):
        weight = weight_of(held, rules)
        open_ = gate(graph, weight, rules)
        passed = stood(graph, held, weight, rules) // divisor
        held = start + supported(graph, passed, open_, anchors, rules) // FULL * rules.damping
    return stood(graph, held, weight_of(held, rules), rules)


def stood(graph: Graph, held: Ints, weight: Ints, rules: Defences) -> Ints:
    """Scale what each agent holds by its own standing, 1 / (1 + N), N its settled negative evidence."""
    return held // FULL * (FULL * MICRO // (MICRO + blame(graph.settled, weight, rules)))
