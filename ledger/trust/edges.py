"""Ratings as edges: each one word of 64 bits, so that one sort of plain numbers groups them all.

A word is (kind, ratee, rater, weight). The kinds: praise given first, praise given in return, accusations older than
the settling time, and fresh ones.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.errors import InvalidInputError
from ledger.trust.configuration import FULL, Defences
from ledger.trust.cores import BLOCK, Words, blocks, each, sorted_words
from ledger.trust.graph import standing_of
from ledger.trust.ratings import Flags, Ints, Places, Ratings, Weights
from ledger.trust.voices import Voices

KINDS: Final = 4
_SETTLED: Final = 2
_FRESH: Final = 3
_WEIGHT_BITS: Final = 10
_PLACES: Final = 64 - 2 - _WEIGHT_BITS


class Edges(NamedTuple):
    """Sorted words, and (agents,) what each agent gave in all, in milli-units, vested or not."""

    words: Words
    given: Ints


def bits_of(agents: int) -> int:
    """Return how many bits name an agent.

    Raises:
        InvalidInputError: if two agents and a weight do not fit a word.
    """
    bits = max(1, (agents - 1).bit_length())
    if 2 * bits > _PLACES:
        raise InvalidInputError(f"{agents} agents are more than one walk can hold", code="too_many_agents")
    return bits


def edges_of(ratings: Ratings, period: int, rules: Defences) -> Edges:
    """Weigh every rating that stands, as of a period.

    Raises:
        InvalidInputError: if there are too many agents.
    """
    bits = bits_of(ratings.agents)
    kept, returned = standing_of(ratings)
    weights = _weights(rules)

    def weigh(part: slice) -> Words:
        rows = np.flatnonzero(kept[part]) + part.start
        rater, value = ratings.rater[rows], ratings.value[rows]
        spoken = ratings.time[rows] // PERIOD_SECONDS
        age = np.clip(period - spoken, 0, rules.vesting)
        kind = np.where(value > 0, returned[rows], np.where(spoken > period - rules.settling, _FRESH, _SETTLED))
        place = (kind << bits | ratings.ratee[rows]) << bits | rater
        word: Words = (place << _WEIGHT_BITS | weights[value + FULL, age]).view(np.uint64)
        return word

    return Edges(sorted_words(each(weigh, blocks(len(ratings)))), _given(ratings, kept, weights[:, -1]))


def _given(ratings: Ratings, kept: Flags, weights: Ints) -> Ints:
    """Add up what each agent gave. The sums of thousandths are whole numbers far below 2^53, so doubles hold them."""
    given = np.zeros(ratings.agents, np.float64)
    full = weights.astype(np.float64)
    step = max(BLOCK, ratings.agents)
    for start in range(0, len(ratings), step):
        rows = slice(start, start + step)
        said = full[ratings.value[rows] + FULL] * kept[rows]
        given += np.bincount(ratings.rater[rows], weights=said, minlength=ratings.agents)
    return given.astype(np.int64)


class Said(NamedTuple):
    """(n,) each: edges in order of whom they are about, and then of whose they are."""

    whom: Ints
    rater: Places
    weight: Weights


def said_in(words: Words, kind: int, agents: int) -> Said:
    """Unpack the edges of one kind out of a few sorted words."""
    bits, word = bits_of(agents), words.view(np.int64)
    low = (1 << bits) - 1
    place = word >> _WEIGHT_BITS
    own = (place >> 2 * bits & (KINDS - 1)) == kind
    word, place = word[own], place[own]
    weight = (word & ((1 << _WEIGHT_BITS) - 1)).astype(np.int16)
    return Said(place >> bits & low, (place & low).astype(np.int32), weight)


def whom_of(words: Words, agents: int) -> Ints:
    """Return whom edges are about."""
    bits = bits_of(agents)
    whom: Ints = words.view(np.int64) >> bits + _WEIGHT_BITS & ((1 << bits) - 1)
    return whom


def voices_of(words: Words, anchored: Flags) -> list[Voices]:
    """Unpack sorted words into the voices of each kind.

    Args:
        words: Sorted.
        anchored: (agents,) who is an anchor.
    """
    agents, word = len(anchored), words.view(np.int64)
    bits = bits_of(agents)
    low = (1 << bits) - 1
    counts = np.zeros(KINDS * agents, np.int64)
    rater, weight = np.empty(len(word), np.int32), np.empty(len(word), np.int16)

    def unpack(rows: slice) -> tuple[int, Ints]:
        part = word[rows]
        weight[rows] = part & ((1 << _WEIGHT_BITS) - 1)
        rater[rows] = part >> _WEIGHT_BITS & low
        place = part >> bits + _WEIGHT_BITS
        about = (place >> bits & (KINDS - 1)) * agents + (place & low)
        first = int(about[0])  # the words are sorted, so a block's agents are near each other
        return first, np.bincount(about - first)

    for first, found in each(unpack, blocks(len(word))):
        counts[first : first + len(found)] += found
    found_voices, begin = [], 0
    for counted in counts.reshape(KINDS, agents):
        starts = np.r_[0, np.cumsum(counted)]
        end = begin + int(starts[-1])
        found_voices.append(Voices(rater[begin:end], weight[begin:end], starts, anchored))
        begin = end
    return found_voices


@cache
def _weights(rules: Defences) -> Ints:
    """Return the weight of every value (rows, -1000 to 1000) at every age in periods (columns)."""
    value = np.arange(-FULL, FULL + 1, dtype=np.int64)[:, None]
    age = np.arange(rules.vesting + 1, dtype=np.int64)[None, :]
    praise = np.maximum(value, 0) * age // rules.vesting
    accusation = np.maximum(-value, 0) ** rules.severity_power // FULL ** (rules.severity_power - 1)
    weights: Ints = praise + accusation
    return weights
