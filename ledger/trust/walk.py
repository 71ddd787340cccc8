"""The anchored walk: credibility flows from bonded anchors along praise, and from nowhere else.

Anchors hold MASS together. At each step every agent passes on a damped part of what it holds, divided by all that it
gave, so the credibility behind a set of names is at most what flows over the edges that lead into it, however many
names there are and however they praise each other. An agent with settled accusations passes on less.
"""

from __future__ import annotations

import numpy as np

from ledger.trust.coarse import coarse
from ledger.trust.columns import Column
from ledger.trust.configuration import FULL, MASS, MICRO, Defences
from ledger.trust.evidence import Graph, blame, weight_of
from ledger.trust.ratings import Ints
from ledger.trust.voices import Heard, praise_of


def credibility(graph: Graph, rules: Defences) -> Column:
    """Return (agents,) credibility, in shares of MASS, after the steps of the configuration."""
    work = graph.sheet.work
    start = np.zeros(len(graph.given), np.int64)
    start[graph.anchors] = MASS // max(1, len(graph.anchors))
    begun = graph.sheet.take(start)
    divisor = graph.sheet.take(np.maximum(graph.given, rules.least_given))

    def accused_of(held: Column) -> Column:
        weight = work(lambda share: weight_of(share, rules), held)
        return work(lambda heard: blame(heard, rules), graph.settled(weight))

    def passed_on(held: Ints, accused: Ints, given: Ints) -> Ints:
        return coarse(_stood(held, accused) // given, rules.digits)

    def step(start: Ints, accused: Ints, *praise: Ints) -> Ints:
        gate = FULL * MICRO // (MICRO + rules.returned_gate * accused)
        heard = praise_of(gate, Heard(*praise[:2]), Heard(*praise[2:]), rules)
        return start + heard // FULL * rules.damping

    held = begun
    for _ in range(rules.iterations):
        accused = accused_of(held)
        held = work(step, begun, accused, *graph.praised(work(passed_on, held, accused, divisor)))
    return work(_stood, held, accused_of(held))


def _stood(held: Ints, accused: Ints) -> Ints:
    """Scale what each agent holds by its own standing, 1 / (1 + N), N the settled evidence against it."""
    return held // FULL * (FULL * MICRO // (MICRO + accused))
