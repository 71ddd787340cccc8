"""One edge a pair: the last rating of each, its first time, and whether it was returned in kind; grouped by ratee."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ledger.trust.ratings import Flags, Ints, Places, Ratings


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges of one sign, those about one agent side by side.

    `ends[j] .. ends[j + 1]` are the edges about agent j. `returned`: the ratee had praised the rater before.
    """

    ends: Ints
    rater: Places
    value: Ints
    time: Ints
    returned: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Edges in no particular order: the last word of each pair and when it was first heard."""

    rater: Places
    ratee: Places
    value: Ints
    time: Ints
    returned: Flags


def pairs_of(ratings: Ratings) -> Pairs:
    """Keep the last rating of every pair, leave out the weightless ones, and find what was returned in kind.

    A pair's age is that of its last rating; who praised first is told by the first, else repeating it would change the
    turn. Of praise exchanged within one block either is returned, so the order within a block changes nothing.
    """
    rater, ratee = ratings.rater, ratings.ratee
    low, high = np.minimum(rater, ratee), np.maximum(rater, ratee)
    key = (low.astype(np.int64) << 31 | high) << 1 | (rater > ratee)
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.int64)
    last = np.maximum.reduceat(order, starts) if len(starts) else order
    first = np.minimum.reduceat(order, starts) if len(starts) else order
    key = key[starts]
    value = ratings.value[last]
    returned = np.zeros(len(starts), np.bool_)
    twins = np.flatnonzero(key[1:] >> 1 == key[:-1] >> 1)
    twins = twins[(value[twins] > 0) & (value[twins + 1] > 0)]
    heard = ratings.time[first]
    returned[twins] = heard[twins] >= heard[twins + 1]
    returned[twins + 1] = heard[twins + 1] >= heard[twins]
    rater, ratee = rater[last], ratee[last]
    kept = (value != 0) & (rater != ratee)
    if ratings.owner is not None:
        kept &= ratings.owner[rater] != ratings.owner[ratee]
    kept = np.flatnonzero(kept)
    return Pairs(rater[kept], ratee[kept], value[kept], ratings.time[last][kept], returned[kept])


def grouped(pairs: Pairs, agents: int, chosen: Flags) -> Edges:
    """Group the chosen edges by ratee: a transposition, in linear time."""
    picked = np.flatnonzero(chosen)
    count = len(picked)
    rows = csr_array(
        (np.ones(count, np.int8), pairs.ratee[picked], np.arange(count + 1, dtype=np.int32)), shape=(count, agents)
    )
    columns = rows.tocsc()
    place = picked[columns.indices]
    return Edges(
        columns.indptr.astype(np.int64),
        pairs.rater[place],
        pairs.value[place],
        pairs.time[place],
        pairs.returned[place],
    )
