"""From edges and credibility to evidence: who spoke, how heavily, how long ago, and whether it was returned in kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.errors import InvalidInputError
from ledger.trust.configuration import FULL, MASS, MAX_EVIDENCE, MICRO, WEIGHT, Defences
from ledger.trust.graph import standing_of
from ledger.trust.ratings import Ints, Places, Ratings
from ledger.trust.voices import Praise, Voices

_SETTLED: Final = 2
_FRESH: Final = 3
_WEIGHT_BITS: Final = 10
_KINDS: Final = 3
_ROWS: Final = 1 << 16
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
    weights = _weights(rules)
    given, words = np.zeros(agents, np.int64), []
    for start in range(0, len(ratings), _ROWS):
        rows = np.flatnonzero(kept[start : start + _ROWS]) + start
        rater, value = ratings.rater[rows], ratings.value[rows]
        spoken = ratings.time[rows] // PERIOD_SECONDS
        age = np.clip(period - spoken, 0, rules.vesting)
        kind = np.where(value > 0, returned[rows], np.where(spoken > period - rules.settling, _FRESH, _SETTLED))
        np.add.at(given, rater, weights[value + FULL, -1])
        place = (kind << bits | ratings.ratee[rows]) << bits | rater
        words.append((place << _WEIGHT_BITS | weights[value + FULL, age]).view(np.uint64))
    word = np.concatenate(words) if words else np.zeros(0, np.uint64)
    word.sort()
    praise, back, settled, fresh = _unpacked(word.view(np.int64), anchors, agents, bits)
    return Graph(praise, back, settled, fresh, given, anchors)


def _unpacked(word: Ints, anchors: Places, agents: int, bits: int) -> list[Voices]:
    """Unpack sorted words, whose sign bit is set for the two later kinds."""
    low = (1 << bits) - 1
    counts = np.zeros(4 * agents, np.int64)
    rater, weight = np.empty(len(word), np.int32), np.empty(len(word), np.int64)
    for start in range(0, len(word), _ROWS):
        rows = slice(start, start + _ROWS)
        part = word[rows]
        weight[rows] = part & ((1 << _WEIGHT_BITS) - 1)
        rater[rows] = part >> _WEIGHT_BITS & low
        place = part >> bits + _WEIGHT_BITS
        about = (place >> bits & _KINDS) * agents + (place & low)
        first = int(about[0])  # the words are sorted, so a chunk's agents are near each other
        found = np.bincount(about - first)
        counts[first : first + len(found)] += found
    anchored = np.zeros(agents, np.bool_)
    anchored[anchors] = True
    voices, begin = [], 0
    for counted in counts.reshape(4, agents):
        end = begin + int(counted.sum())
        own = rater[begin:end]
        voices.append(Voices.of(counted, own, weight[begin:end], np.flatnonzero(anchored[own])))
        begin = end
    return voices


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
    """Turn sums of milli-units times WEIGHT into micro-units of evidence, saturating.

    No sum overflows: all voices together are at most `slope` times what all agents hold, a few hundred full ones.
    """
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
