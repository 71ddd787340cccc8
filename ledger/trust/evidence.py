"""From edges and credibility to evidence: who spoke, how heavily, how long ago, and whether it was returned in kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.trust.configuration import FULL, MASS, MAX_EVIDENCE, MICRO, WEIGHT, Defences
from ledger.trust.graph import Edges, Pairs, grouped
from ledger.trust.ratings import Flags, Ints, Places
from ledger.trust.sums import largest, totals


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Edges with what each weighs (milli-units, 0 to 1000) if its rater were fully credible."""

    ends: Ints
    rater: Places
    weight: Ints

    def heard(self, weight_of: Ints) -> Ints:
        """Return (agents,) the sum of weight times the raters' `weight_of`."""
        return totals(self.weight * weight_of[self.rater], self.ends)


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Everything that was said, as of one period.

    `praise` was given first, `returned` in return; `settled` accusations are older than the settling time, `fresh` ones
    are not. `given`: (agents,) all that each agent ever gave, in milli-units, vested or not.
    """

    praise: Voices
    returned: Voices
    settled: Voices
    fresh: Voices
    given: Ints

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return len(self.given)


def graph_of(pairs: Pairs, agents: int, period: int, rules: Defences) -> Graph:
    """Weigh every edge as of a period."""
    positive: Flags = pairs.value > 0
    recent: Flags = pairs.time // PERIOD_SECONDS > period - rules.settling
    praise = grouped(pairs, agents, positive & ~pairs.returned)
    returned = grouped(pairs, agents, positive & pairs.returned)
    settled = grouped(pairs, agents, ~positive & ~recent)
    fresh = grouped(pairs, agents, ~positive & recent)
    given = np.zeros(agents, np.int64)
    worth = np.where(positive, pairs.value, severity(-pairs.value, rules))
    given += np.bincount(pairs.rater, weights=worth, minlength=agents).astype(np.int64)  # exact: below 2^53
    return Graph(
        _praise(praise, period, rules),
        _praise(returned, period, rules),
        _blame(settled, rules),
        _blame(fresh, rules),
        given,
    )


def _praise(edges: Edges, period: int, rules: Defences) -> Voices:
    age = np.clip(period - edges.time // PERIOD_SECONDS, 0, rules.vesting)
    return Voices(edges.ends, edges.rater, edges.value * age // rules.vesting)


def _blame(edges: Edges, rules: Defences) -> Voices:
    return Voices(edges.ends, edges.rater, severity(-edges.value, rules))


def severity(value: Ints, rules: Defences) -> Ints:
    """Weigh an accusation of `value` (milli-units, positive)."""
    weighed: Ints = value**rules.severity_power // FULL ** (rules.severity_power - 1)
    return weighed


def weight_of(credibility: Ints, rules: Defences) -> Ints:
    """Turn credibility (shares of MASS) into the weight of a voice, 0 to WEIGHT: concave, linear near 0."""
    scaled = credibility * rules.slope
    weight: Ints = np.minimum(scaled // ((MASS + scaled) // WEIGHT), WEIGHT)
    return weight


def micro(heard: Ints) -> Ints:
    """Turn sums of milli-units times WEIGHT into micro-units of evidence, saturating."""
    return np.minimum(heard * (MICRO // FULL) // WEIGHT, MAX_EVIDENCE)


def gate(graph: Graph, weight: Ints, rules: Defences) -> Ints:
    """Return (agents,) thousandths of praise returned in kind that count for each agent."""
    return FULL * MICRO // (MICRO + rules.returned_gate * blame(graph.settled, weight, rules))


def positive_evidence(graph: Graph, weight: Ints, settled: Ints, anchors: Places, rules: Defences) -> Ints:
    """Return (agents,) micro-units of praise, the strongest voice that is no anchor's cut (see `supported`).

    Whose settled accusations outweigh first-hand praise several times is not redeemed by praise that he had to give
    first to get.
    """
    first_hand = micro(supported(graph, weight, np.zeros(graph.agents, np.int64), anchors, rules))
    open_ = np.where(rules.redeem * first_hand >= settled, FULL, 0)
    return micro(supported(graph, weight, open_, anchors, rules))


def supported(graph: Graph, voice: Ints, open_: Ints, anchors: Places, rules: Defences) -> Ints:
    """Sum what raters say, each in a voice of his own; let through returned praise by its gate.

    The strongest voice counts at most as much as all others together: one friend alone lifts nobody.

    Args:
        graph: The edges.
        voice: (agents,) what a milli-unit said by each agent is worth.
        open_: (agents,) thousandths of returned praise that count.
        anchors: Whose voices are never cut.
        rules: The configuration.
    """
    first, back = graph.praise, graph.returned
    said, said_back = first.weight * voice[first.rater], back.weight * voice[back.rater]
    sums = totals(said, first.ends) + _gated(totals(said_back, back.ends), open_)
    if not rules.cut_largest:
        return sums
    own = _flags(anchors, graph.agents)
    said[own[first.rater]] = 0
    said_back[own[back.rater]] = 0
    strongest = np.maximum(largest(said, first.ends), _gated(largest(said_back, back.ends), open_))
    cut: Ints = np.minimum(sums, 2 * (sums - strongest))
    return cut


def blame(voices: Voices, weight: Ints, rules: Defences) -> Ints:
    """Return (agents,) micro-units of accusations."""
    return np.minimum(micro(voices.heard(weight)) * rules.negative_factor, MAX_EVIDENCE)


def _gated(values: Ints, open_: Ints) -> Ints:
    # Divided first: a sum may use all 63 bits. What is lost is below a thousandth of a milli-unit.
    whole, rest = np.divmod(values, FULL)
    return whole * open_ + rest * open_ // FULL


def _flags(places: Places, agents: int) -> Flags:
    flags = np.zeros(agents, np.bool_)
    flags[places] = True
    return flags
