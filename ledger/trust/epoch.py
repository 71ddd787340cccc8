"""An epoch: ratings and rulings up to a time in, credibility and scores out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ledger.errors import InvalidInputError
from ledger.trust.configuration import DEFENCES, Defences, period_of
from ledger.trust.evidence import Graph, graph_of, weight_of
from ledger.trust.ratings import Ints, Places, Ratings, Ruling
from ledger.trust.scores import Scores, scores_of
from ledger.trust.walk import credibility


@dataclass(frozen=True, slots=True, eq=False)
class Epoch:
    """What one epoch found. `credibility`: (agents,) shares of MASS; `weight`: (agents,) 0 to WEIGHT."""

    period: int
    credibility: Ints
    weight: Ints
    scores: Scores


def epoch(
    ratings: Ratings,
    anchors: Iterable[int],
    as_of: int,
    rulings: Iterable[Ruling] = (),
    rules: Defences = DEFENCES,
) -> Epoch:
    """Compute an epoch from nothing.

    Args:
        ratings: All of one context and dimension up to `as_of`.
        anchors: Bonded agents that credibility begins from.
        as_of: Unix seconds; only its 7-day period matters.
        rulings: Executed rulings upheld against agents up to `as_of`.
        rules: The configuration.

    Raises:
        InvalidInputError: if there is no anchor, or one is unknown.
    """
    places = anchors_of(anchors, ratings.agents)
    period = period_of(as_of)
    return epoch_of(graph_of(ratings, places, period, rules), period, rulings, rules)


def epoch_of(graph: Graph, period: int, rulings: Iterable[Ruling], rules: Defences) -> Epoch:
    """Walk over a graph, and score (see `epoch`)."""
    held = credibility(graph, rules)
    weight = graph.sheet.work(lambda share: weight_of(share, rules), held)
    scores = scores_of(graph, weight, rules, upheld(rulings, len(graph.given), period, rules))
    return Epoch(period, held.values, weight.values, scores)


def anchors_of(anchors: Iterable[int], agents: int) -> Places:
    """Sort out anchors.

    Raises:
        InvalidInputError: if there is none, or one is unknown.
    """
    places = sorted(set(anchors))
    if not places:
        raise InvalidInputError("a walk needs an anchor", hint="name at least one bonded agent", code="no_anchor")
    if places[0] < 0 or places[-1] >= agents:
        raise InvalidInputError(f"anchors {places} are not all in 0..{agents - 1}", code="unknown_agent")
    return np.array(places, dtype=np.int32)


def upheld(rulings: Iterable[Ruling], agents: int, period: int, rules: Defences) -> tuple[Ints, Ints]:
    """Count rulings: (agents,) in all, and within the settling time."""
    in_all, recent = np.zeros(agents, np.int64), np.zeros(agents, np.int64)
    for ruling in rulings:
        in_all[ruling.agent] += 1
        recent[ruling.agent] += period_of(ruling.time) > period - rules.settling
    return in_all, recent
