"""The anchored walk: credibility flows from bonded anchors along praise, and from nowhere else.

Anchors hold MASS together. At each step every agent passes on a damped part of what it holds, divided by all that it
gave, so the credibility behind a set of names is at most what flows over the edges that lead into it, however many
names there are and however they praise each other. An agent with settled accusations passes on less.
"""

from __future__ import annotations

import numpy as np

from ledger.trust.configuration import FULL, MASS, MICRO, Defences
from ledger.trust.evidence import Graph, blame, weight_of
from ledger.trust.ratings import Ints


def credibility(graph: Graph, rules: Defences) -> Ints:
    """Return (agents,) credibility, in shares of MASS, after the steps of the configuration."""
    start = np.zeros(graph.agents, np.int64)
    start[graph.anchors] = MASS // max(1, len(graph.anchors))
    divisor = np.maximum(graph.given, rules.least_given)
    held = start
    for _ in range(rules.iterations):
        accused = blame(graph.settled, weight_of(held, rules), rules)
        gate = FULL * MICRO // (MICRO + rules.returned_gate * accused)
        praise = graph.praised(_stood(held, accused) // divisor)
        held = start + praise.through(gate, rules) // FULL * rules.damping
    return _stood(held, blame(graph.settled, weight_of(held, rules), rules))


def _stood(held: Ints, accused: Ints) -> Ints:
    """Scale what each agent holds by its own standing, 1 / (1 + N), N the settled evidence against it."""
    return held // FULL * (FULL * MICRO // (MICRO + accused))
