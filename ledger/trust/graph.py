"""One edge a pair: which ratings stand, which were replaced, and which were returned in kind."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ledger.trust.cores import blocks, each, sorted_words
from ledger.trust.ratings import Flags, Ints, Ratings

_AGENT_BITS: Final = 31


class Stands(NamedTuple):
    """(ratings,) each: whether a rating is its pair's last word and has weight; whether it was returned in kind."""

    kept: Flags
    returned: Flags


def standing_of(ratings: Ratings) -> Stands:
    """Keep the last rating of every pair, leave out the weightless ones, and find what was returned in kind.

    A pair's age is that of its last rating; who praised first is told by the first, else repeating it would change the
    turn. Of praise exchanged within one block either is returned, so the order within a block changes nothing.
    """
    kept: Flags = (ratings.value != 0) & (ratings.rater != ratings.ratee)
    returned = np.zeros(len(ratings), np.bool_)
    _settle(ratings, _meeting(ratings), kept, returned)
    if ratings.owner is not None:
        kept &= ratings.owner[ratings.rater] != ratings.owner[ratings.ratee]
    return Stands(kept, returned)


def _meeting(ratings: Ratings) -> Ints:
    """Return, in order, the ratings that share their two agents with another one; most ratings usually do not."""
    bits = max(1, (ratings.agents - 1).bit_length())
    places = max(1, (len(ratings) - 1).bit_length())
    if 2 * bits + places > 64:  # noqa: PLR2004 - the bits of a word
        pair = _pair(ratings, slice(None), bits)
        order = np.argsort(pair, kind="stable")
        return np.sort(order[_twinned(pair[order])])

    def pack(rows: slice) -> npt.NDArray[np.uint64]:
        number = np.arange(rows.start, rows.stop, dtype=np.uint64)
        packed: npt.NDArray[np.uint64] = _pair(ratings, rows, bits) << np.uint64(places) | number
        return packed

    packed = sorted_words(each(pack, blocks(len(ratings))))
    twins = packed[_twinned(packed >> np.uint64(places))]
    return np.sort((twins & np.uint64((1 << places) - 1)).astype(np.int64))


def pairs_of(ratings: Ratings) -> npt.NDArray[np.uint64]:
    """Name the two agents of each rating by one number, whoever rated whom; names are alike in any world."""
    return _pair(ratings, slice(None), _AGENT_BITS)


def _pair(ratings: Ratings, rows: slice, bits: int) -> npt.NDArray[np.uint64]:
    """Name the two agents of each rating, whoever rated whom."""
    rater, ratee = ratings.rater[rows], ratings.ratee[rows]
    low, high = np.minimum(rater, ratee).astype(np.uint64), np.maximum(rater, ratee).astype(np.uint64)
    pair: npt.NDArray[np.uint64] = low << np.uint64(bits) | high
    return pair


def _twinned(pair: npt.NDArray[np.uint64]) -> Flags:
    """Mark members of a sorted column that equal a neighbour."""
    twinned = np.zeros(len(pair), np.bool_)
    same = pair[1:] == pair[:-1]
    twinned[1:] |= same
    twinned[:-1] |= same
    return twinned


def _settle(ratings: Ratings, meeting: Ints, keep: Flags, returned: Flags) -> None:
    """Among ratings that meet, drop those replaced and mark those returned."""
    if not len(meeting):
        return
    rater, ratee = ratings.rater[meeting], ratings.ratee[meeting]
    low, high = np.minimum(rater, ratee).astype(np.int64), np.maximum(rater, ratee)
    key = (low << 31 | high) << 1 | (rater > ratee)
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    first, last = meeting[order[starts]], meeting[order[np.r_[starts[1:], len(key)] - 1]]
    keep_last = keep[last]
    keep[meeting] = False
    keep[last] = keep_last
    twins = np.flatnonzero(key[starts][1:] >> 1 == key[starts][:-1] >> 1)
    twins = twins[(ratings.value[last[twins]] > 0) & (ratings.value[last[twins + 1]] > 0)]
    heard, answered = ratings.time[first[twins]], ratings.time[first[twins + 1]]
    returned[last[twins]] = heard >= answered
    returned[last[twins + 1]] = answered >= heard
