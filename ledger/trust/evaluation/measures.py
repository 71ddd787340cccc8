"""AUROC, AUROC among agents of one era, and ranks."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from ledger.trust.ratings import Ints, Ratings

Numbers = npt.NDArray[np.float64] | Ints
ERA: Final = 60 * 24 * 3600
"""Two agents are of one era if they joined within so many seconds of each other."""
_ROWS: Final = 512


def auroc(benign: Numbers, fraudulent: Numbers) -> float | None:
    """Return the chance that a benign agent scores above a fraudulent one, a tie counting half; None without both."""
    if not len(benign) or not len(fraudulent):
        return None
    ordered = np.sort(fraudulent)
    below, upto = np.searchsorted(ordered, benign, "left"), np.searchsorted(ordered, benign, "right")
    return float((below + upto).mean() / 2 / len(fraudulent))


def auroc_by_era(benign: Numbers, fraudulent: Numbers, joined: tuple[Ints, Ints]) -> tuple[float | None, int]:
    """Return AUROC over the pairs of one era, and how many pairs there are.

    Args:
        benign: Scores of benign agents.
        fraudulent: Scores of fraudulent agents.
        joined: When each of the former, and of the latter, joined, Unix seconds.
    """
    won, pairs = 0.0, 0
    for start in range(0, len(benign), _ROWS):
        rows = slice(start, start + _ROWS)
        peers = np.abs(joined[0][rows, None] - joined[1][None, :]) <= ERA
        left, right = benign[rows, None], fraudulent[None, :]
        won += float(((left > right) + 0.5 * (left == right))[peers].sum())
        pairs += int(peers.sum())
    return (won / pairs if pairs else None), pairs


def joined_at(ratings: Ratings) -> Ints:
    """Return (agents,) the time of the first rating that an agent gave or got."""
    first = np.full(ratings.agents, np.iinfo(np.int64).max)
    np.minimum.at(first, ratings.ratee, ratings.time)
    np.minimum.at(first, ratings.rater, ratings.time)
    return first


def percentile(scores: Numbers, agent: int) -> float:
    """Return the percentage of the other agents that score lower, ties counting half."""
    own = scores[agent]
    ties = int((scores == own).sum()) - 1
    return 100.0 * (int((scores < own).sum()) + ties / 2) / max(1, len(scores) - 1)
