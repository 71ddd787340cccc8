"""What defines the labels? Often ratings: then a score that sees those is circular, and they must be masked.

A common rule (REV2's data): a founder, those he rates highly, and whom these rate highly are benign; whom one of them
rates lowly is fraudulent. The busiest benign agents are tried as the founder; one that explains most labels is him.
The ratings that define labels are then masked, and the founder, whose own label is not judged, is the anchor. Without
such a rule only what benign agents say strongly of labelled ones is masked, and the anchors are old and widely praised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ledger.trust.configuration import FULL
from ledger.trust.evaluation.network import Network
from ledger.trust.ratings import Flags, Ints, Ratings

_STRONG: Final = FULL // 2
_EXPLAINED: Final = 0.8
_OLD: Final = 0.05
_ANCHORS: Final = 10
_CANDIDATES: Final = 300


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """How a network is judged.

    Args:
        rule: `founder` or `unknown`.
        explained: Share of the labels that the founder's rule reproduces.
        anchors: Agents that the walk begins from; their labels are not judged.
        masked: (ratings,) what the judged score does not see.
    """

    rule: str
    explained: float
    anchors: Ints
    masked: Flags


def protocol_of(network: Network, anchors: Ints | None = None) -> Protocol:
    """Find how the labels came about; `anchors` overrides the choice of anchors only."""
    labelled = np.zeros(network.ratings.agents, np.bool_)
    labelled[list(network.labels)] = True
    strong = np.abs(network.ratings.value) >= _STRONG
    best, founder, trusted = -1.0, -1, labelled
    benign_first = network.labelled(benign=True)
    given = np.bincount(network.ratings.rater, minlength=network.ratings.agents)[benign_first]
    for candidate in benign_first[np.argsort(-given, kind="stable")[:_CANDIDATES]]:
        circle = _circle(network.ratings, int(candidate))
        share = _explained(network, circle)
        if share > best:
            best, founder, trusted = share, int(candidate), circle
    if best < _EXPLAINED:
        benign = np.zeros_like(labelled)
        benign[network.labelled(benign=True)] = True
        chosen = _elders(network.ratings) if anchors is None else anchors
        return Protocol("unknown", max(best, 0.0), chosen, _said(network.ratings, benign, labelled) & strong)
    chosen = np.array([founder]) if anchors is None else anchors
    return Protocol("founder", best, chosen, _said(network.ratings, trusted, labelled) & strong)


def _said(ratings: Ratings, by: Flags, about: Flags) -> Flags:
    return by[ratings.rater] & about[ratings.ratee]


def _circle(ratings: Ratings, founder: int) -> Flags:
    circle = np.zeros(ratings.agents, np.bool_)
    circle[founder] = True
    circle[ratings.ratee[(ratings.rater == founder) & (ratings.value >= _STRONG)]] = True
    return circle


def _explained(network: Network, circle: Flags) -> float:
    """Return the lower of the shares of benign and of fraudulent labels that follow from a circle."""
    ratings = network.ratings
    praised, accused = circle.copy(), np.zeros_like(circle)
    praised[ratings.ratee[circle[ratings.rater] & (ratings.value >= _STRONG)]] = True
    accused[ratings.ratee[circle[ratings.rater] & (ratings.value <= -_STRONG)]] = True
    benign, fraudulent = network.labelled(benign=True), network.labelled(benign=False)
    if not len(benign) or not len(fraudulent):
        return 0.0
    return float(min(praised[benign].mean(), accused[fraudulent].mean()))


def _elders(ratings: Ratings) -> Ints:
    """Return the most widely praised of the first agents to be rated: the best guess where nobody posted a bond."""
    first = np.full(ratings.agents, np.iinfo(np.int64).max)
    np.minimum.at(first, ratings.ratee, ratings.time)
    known = first < np.iinfo(np.int64).max
    old = first <= np.quantile(first[known], _OLD)
    praise = np.bincount(ratings.ratee[ratings.value > 0], minlength=ratings.agents)
    blame = np.bincount(ratings.ratee[ratings.value < 0], minlength=ratings.agents)
    liked = np.where(old, praise - FULL * (blame * 20 > praise), -FULL)
    return np.sort(np.argsort(-liked, kind="stable")[:_ANCHORS]).astype(np.int64)


def seen(ratings: Ratings, masked: Flags) -> Ratings:
    """Return the ratings that are not masked."""
    kept = ~masked
    return Ratings(ratings.agents, ratings.rater[kept], ratings.ratee[kept], ratings.value[kept], ratings.time[kept])
