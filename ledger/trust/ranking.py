"""Peer ranking: who did better, asked in pairs, added up by Bradley and Terry's model.

Peers judge pairs of works better than they grade them, and a few votes on some pairs say something about all: whoever
beats the one who beats me beats me. Strengths are found by the MM steps of Hunter (2004); one imagined draw of everyone
against an average peer keeps them finite. A vote by an agent about itself is no vote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Strengths = npt.NDArray[np.float64]
_STEPS: Final = 200


class Vote(NamedTuple):
    """A voter holds one agent's work to be better than another's; `weight`: what his word counts, 0 or more."""

    voter: int
    better: int
    worse: int
    weight: float = 1.0


def bradley_terry(votes: Iterable[Vote], agents: int) -> Strengths:
    """Return (agents,) strengths, all positive: i beats j with probability s_i / (s_i + s_j)."""
    counted = [vote for vote in votes if vote.voter not in (vote.better, vote.worse) and vote.better != vote.worse]
    winner = np.array([vote.better for vote in counted], dtype=np.int64)
    loser = np.array([vote.worse for vote in counted], dtype=np.int64)
    weight = np.array([vote.weight for vote in counted], dtype=np.float64)
    wins = np.bincount(winner, weights=weight, minlength=agents) + 0.5
    strength: Strengths = np.ones(agents)
    for _ in range(_STEPS):
        met = weight / (strength[winner] + strength[loser])
        pull = np.bincount(winner, weights=met, minlength=agents) + np.bincount(loser, weights=met, minlength=agents)
        strength = wins / (pull + 1 / (strength + 1))
        strength /= np.exp(np.log(strength).mean())
    return strength
