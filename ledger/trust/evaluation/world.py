"""A network under attack: who is who, and how to add ratings after its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ledger.trust.configuration import DEFENCES, Defences
from ledger.trust.epoch import epoch
from ledger.trust.evaluation.network import Network
from ledger.trust.ratings import Flags, Ints, Rating, Ratings, Ruling, ratings_of
from ledger.trust.scores import Scores

DAY: Final = 24 * 3600
_NEWCOMER: Final = 1_000_000_000 // 3
Dice = np.random.Generator
Judge = Callable[[Ratings, Ints, int, Sequence[Ruling]], Ints]
"""Scores all agents from ratings, anchors, as-of time and rulings upheld; higher is better."""


@dataclass(frozen=True, slots=True, eq=False)
class Attack:
    """What an attacker adds to a network.

    Args:
        rows: Ratings, in order of time, all after the network's end.
        targets: Agents whose rank he wants to move; the one that moves furthest is reported.
        fresh: How many new names he needs.
        as_of: Unix seconds at which ranks are read.
        rulings: Rulings that follow from what happened.
        before: Agents whose rank a target's is compared with (its own, or that of a newcomer).
    """

    rows: Sequence[Rating]
    targets: Sequence[int]
    fresh: int
    as_of: int
    rulings: Sequence[Ruling] = ()
    before: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A network and who in it may be a victim, an insider or a fraud.

    `honest`: benign agents with a score, no anchors. `frauds`: fraudulent agents; `found_out`: those of them that rank
    below a newcomer. `insiders`: agents that rated and
    were praised, no anchors, each as likely as any other. `busy`: (agents,) the chance to be the next rater, as in the
    network itself.
    """

    network: Network
    anchors: Ints
    honest: Ints
    frauds: Ints
    found_out: Ints
    insiders: Ints
    busy: np.ndarray[tuple[int], np.dtype[np.float64]]
    praise: Ints
    known: dict[tuple[Judge, int, int], Ints] = field(default_factory=dict)

    @property
    def raters(self) -> Ints:
        """Whoever may be the next to rate."""
        return np.flatnonzero(self.busy)

    @property
    def agents(self) -> int:
        """How many agents there are before any attack."""
        return self.network.ratings.agents

    def attacked(self, attack: Attack) -> Ratings:
        """Return the network with an attack's ratings at its end."""
        ratings, agents = self.network.ratings, self.agents + attack.fresh
        return ratings.plus(ratings_of(attack.rows, agents))

    def raters_of(self, agent: int) -> Ints:
        """Return who rated an agent before any attack."""
        ratings = self.network.ratings
        return np.unique(ratings.rater[ratings.ratee == agent]).astype(np.int64)

    def untouched(self, judge: Judge, fresh: int, as_of: int) -> Ints:
        """Return scores without any attack, at the same time and beside as many silent newcomers."""
        key = (judge, fresh, as_of)
        if key not in self.known:
            silent = Attack((), (), fresh, as_of)
            self.known[key] = judge(self.attacked(silent), self.anchors, as_of, ())
        return self.known[key]


def ours(rules: Defences = DEFENCES) -> Judge:
    """Return this package as a judge."""

    def judge(ratings: Ratings, anchors: Ints, as_of: int, rulings: Sequence[Ruling]) -> Ints:
        return epoch(ratings, anchors.tolist(), as_of, rulings, rules).scores.ppb

    return judge


def world_of(network: Network, anchors: Ints, rules: Defences = DEFENCES) -> World:
    """Cast the parts. Without benign labels the top tenth is honest; without others the bottom tenth is not."""
    ratings = network.ratings
    scores = epoch(ratings, anchors.tolist(), network.end, rules=rules).scores
    anchored = _flags(anchors, ratings.agents)
    praised = np.bincount(ratings.ratee[ratings.value > 0], minlength=ratings.agents)
    given = np.bincount(ratings.rater, minlength=ratings.agents)
    free = ~anchored
    busy = np.where(free, given, 0).astype(np.float64)
    return World(
        network,
        anchors,
        _cast(network.labelled(benign=True), scores, free & scores.enough, top=True),
        _cast(network.labelled(benign=False), scores, free, top=False),
        _cast(network.labelled(benign=False), scores, free & (scores.ppb < _NEWCOMER), top=False),
        np.flatnonzero(free & (praised > 0) & (given > 0)),
        busy / max(1.0, busy.sum()),
        ratings.value[ratings.value > 0],
    )


def _cast(labelled: Ints, scores: Scores, allowed: Flags, *, top: bool) -> Ints:
    chosen = labelled[allowed[labelled]]
    if len(chosen):
        return chosen
    able = np.flatnonzero(allowed)
    ordered = able[np.argsort(scores.ppb[able], kind="stable")]
    tenth = max(1, len(ordered) // 10)
    return ordered[-tenth:] if top else ordered[:tenth]


def _flags(places: Ints, agents: int) -> Flags:
    flags = np.zeros(agents, np.bool_)
    flags[places] = True
    return flags
