"""All cores of this machine on one epoch: numpy lets go of the interpreter while it works on a block of numbers.

Who works on which block changes no bit: blocks share nothing, or are joined in their order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

BLOCK: Final = 1 << 16
"""Numbers that are worked on at once: what fits a core's cache."""
_MOST: Final = 4
"""More cores than this wait for memory, and for each other."""
_SAMPLE: Final = 1 << 10
_Piece = TypeVar("_Piece")
_Found = TypeVar("_Found")
Words = npt.NDArray[np.uint64]


@cache
def cores() -> int:
    """Return how many cores this process may use, and makes use of."""
    return min(_MOST, len(os.sched_getaffinity(0)))


def blocks(length: int) -> list[slice]:
    """Cut so many numbers into blocks."""
    return [slice(start, min(start + BLOCK, length)) for start in range(0, length, BLOCK)]


def each(function: Callable[[_Piece], _Found], pieces: Sequence[_Piece]) -> list[_Found]:
    """Call a function with each piece, on all cores, and return what it returned in the order of the pieces.

    Whoever calls works too, so it goes on where every other thread is busy, or was lost in a fork.
    """
    if len(pieces) < 2 or cores() == 1:  # noqa: PLR2004 - nothing to share out
        return [function(piece) for piece in pieces]
    found: list[tuple[int, _Found]] = []
    left = iter(list(enumerate(pieces)))

    def work() -> None:
        for number, piece in left:
            found.append((number, function(piece)))

    others = [_threads().submit(work) for _ in range(min(cores(), len(pieces)) - 1)]
    try:
        work()
    finally:
        started = [other for other in others if not other.cancel()]
        for other in started:
            other.exception()
    for other in started:
        other.result()
    return [one for _, one in sorted(found, key=lambda one: one[0])]


def sorted_words(pieces: Sequence[Words]) -> Words:
    """Join pieces and sort them: each core sorts the words between two values."""
    length = sum(len(piece) for piece in pieces)
    out = np.empty(length, np.uint64)
    if length <= BLOCK or cores() == 1:
        np.concatenate([out[:0], *pieces], out=out)
        out.sort()
        return out
    sample = np.sort(np.concatenate([piece[:: max(1, length // _SAMPLE)] for piece in pieces]))
    ends = sample[[len(sample) * part // cores() for part in range(1, cores())]]

    def deal(piece: Words) -> list[Words]:
        part = [piece >= end for end in ends]
        return [piece[here] for here in _between(part, len(piece))]

    dealt = each(deal, pieces)
    places = np.cumsum([0, *(sum(len(one[part]) for one in dealt) for part in range(cores()))]).tolist()

    def settle(part: int) -> None:
        mine = out[places[part] : places[part + 1]]
        np.concatenate([one[part] for one in dealt], out=mine)
        mine.sort()

    each(settle, range(cores()))
    return out


def _between(above: Sequence[npt.NDArray[np.bool_]], length: int) -> list[npt.NDArray[np.bool_]]:
    """Say, for each part, which words are in it, from which are at least each end."""
    walls = [np.ones(length, np.bool_), *above, np.zeros(length, np.bool_)]
    return [low & ~high for low, high in pairwise(walls)]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=max(1, cores() - 1), thread_name_prefix="epoch")
