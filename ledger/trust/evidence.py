"""From edges and credibility to evidence: who spoke, how heavily, how long ago, and whether it was returned in kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.errors import InvalidInputError
from ledger.trust.configuration import FULL, MASS, MAX_EVIDENCE, MICRO, WEIGHT, Defences
from ledger.trust.graph import standing_of
from ledger.trust.ratings import Ints, Places, Ratings
from ledger.trust.voices import Praise, Voices

_SETTLED: Final = 2
_FRESH: Final = 3
_WEIGHT_BITS: Final = 10
_PLACES: Final = 64 - 2 - _WEIGHT_BITS


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Everything that was said, as of one period.

    `praise` was given first, `returned` in return; `settled` accusations are older than the settling time, `fresh` ones
    are not. `given`: (agents,) all that each agent ever gave, in milli-units, vested or not. `anchors`: where
    credibility begins.
    """

    praise: Voices
    returned: Voices
    settled: Voices
    fresh: Voices
    given: Ints
    anchors: Places

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return len(self.given)

    def praised(self, voice: Ints) -> Praise:
        """Let everyone's praise be heard."""
        return Praise(self.praise.strongest(voice), self.returned.strongest(voice))


def graph_of(ratings: Ratings, anchors: Places, period: int, rules: Defences) -> Graph:
    """Weigh every rating that stands, as of a period, and group by kind and by ratee.

    An edge is one word of 64 bits, (kind, ratee, rater, weight), so that one sort of plain numbers groups them all.
    """
    kept, returned = standing_of(ratings)
    agents = ratings.agents
    bits = max(1, (agents - 1).bit_length())
    if 2 * bits > _PLACES:
        raise InvalidInputError(f"{agents} agents are more than one walk can hold", code="too_many_agents")
    spoken = (ratings.time // PERIOD_SECONDS).astype(np.int32)
    age = np.clip(period - spoken, 0, rules.vesting)
    weights = _weights(rules)
    row = ratings.value.astype(np.int32) + FULL
    kind = np.where(row > FULL, returned, np.where(spoken > period - rules.settling, _FRESH, _SETTLED))
    word = kind.astype(np.uint64) << np.uint64(bits) | ratings.ratee.astype(np.uint64)
    word = word << np.uint64(bits) | ratings.rater.astype(np.uint64)
    word = word << np.uint64(_WEIGHT_BITS) | weights.ravel()[row * (rules.vesting + 1) + age].astype(np.uint64)
    full = weights[:, -1][row] * kept
    given = np.bincount(ratings.rater, weights=full, minlength=agents).astype(np.int64)  # exact: below 2^53
    word = np.sort(word[kept])
    praise, back, settled, fresh = _unpacked(word, anchors, agents, bits)
    return Graph(praise, back, settled, fresh, given, anchors)


def _unpacked(word: npt.NDArray[np.uint64], anchors: Places, agents: int, bits: int) -> list[Voices]:
    ratee = (word >> np.uint64(bits + _WEIGHT_BITS)).astype(np.int64)
    counts = np.bincount(ratee - (ratee >> bits << bits) + (ratee >> bits) * agents, minlength=4 * agents)
    rater = (word >> np.uint64(_WEIGHT_BITS)).astype(np.int64) & ((1 << bits) - 1)
    weight = word.astype(np.int64) & ((1 << _WEIGHT_BITS) - 1)
    anchored = np.zeros(agents, np.bool_)
    anchored[anchors] = True
    found, begin = [], 0
    for counted in counts.reshape(4, agents):
        ends = np.r_[0, np.cumsum(counted)]
        part = slice(begin, begin + int(ends[-1]))
        begin = part.stop
        own = rater[part].astype(np.int32)
        found.append(Voices(ends, own, weight[part], np.flatnonzero(anchored[own])))
    return found


def _weights(rules: Defences) -> Ints:
    """Return the weight of every value (rows, -1000 to 1000) at every age in periods (columns)."""
    value = np.arange(-FULL, FULL + 1, dtype=np.int64)[:, None]
    age = np.arange(rules.vesting + 1, dtype=np.int64)[None, :]
    praise = np.maximum(value, 0) * age // rules.vesting
    accusation = np.maximum(-value, 0) ** rules.severity_power // FULL ** (rules.severity_power - 1)
    weights: Ints = praise + accusation
    return weights


def weight_of(credibility: Ints, rules: Defences) -> Ints:
    """Turn credibility (shares of MASS) into the weight of a voice, 0 to WEIGHT: concave, linear near 0."""
    scaled = credibility * rules.slope
    weight: Ints = np.minimum(scaled // ((MASS + scaled) // WEIGHT), WEIGHT)
    return weight


def micro(heard: Ints) -> Ints:
    """Turn sums of milli-units times WEIGHT into micro-units of evidence, saturating."""
    return np.minimum(heard * (MICRO // FULL) // WEIGHT, MAX_EVIDENCE)


def blame(voices: Voices, weight: Ints, rules: Defences) -> Ints:
    """Return (agents,) micro-units of accusations."""
    return np.minimum(micro(voices.heard(weight)) * rules.negative_factor, MAX_EVIDENCE)


def positive_evidence(graph: Graph, weight: Ints, settled: Ints, rules: Defences) -> Ints:
    """Return (agents,) micro-units of praise.

    Whose settled accusations outweigh first-hand praise several times is not redeemed by praise that he had to give
    first to get.
    """
    praise = graph.praised(weight)
    first_hand = micro(praise.through(np.zeros(graph.agents, np.int64), rules))
    gate = np.where(rules.redeem * first_hand >= settled, FULL, 0)
    return micro(praise.through(gate, rules))
