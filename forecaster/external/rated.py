"""Features of a node that has been rated a few times: what was said, by whom, how it answered, and with whom it deals.

A *cut* is a node and how many of its ratings have been seen; everything is as of the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from forecaster.external.raters import NAMES as RATER_NAMES
from forecaster.external.raters import known
from forecaster.external.ratings import STRONG, Floats, Ints, Network

_SNAPSHOTS: Final = 160  # moments at which all nodes are described anew
_WEIGHTS: Final = ("reach", "given", "age", "fairness", "goodness", "esteem")
_DAY: Final = 86_400.0
_DOUBT: Final = 1.0

NAMES: Final[tuple[str, ...]] = (
    "seen", "mean", "least", "most", "spread", "last", "condemned", "vouched", "positive_share",
    *(f"mean_by_{name}" for name in _WEIGHTS),
    *(f"worst_by_{name}" for name in _WEIGHTS),
    *(f"best_by_{name}" for name in _WEIGHTS),
    "against_habit", "worst_against_habit",
    *(f"raters_{name}" for name in RATER_NAMES),
    *(f"condemners_{name}" for name in RATER_NAMES),
    "strangers", "raters_top_reach", "raters_top_age",
    "gave", "gave_mean", "gave_harsh", "gave_at_all", "gave_target_goodness",
    "returned", "returned_mean", "retaliated", "gave_first", "quick_returns",
    "own_reach", "own_goodness",
    "burst", "span", "pause",
    "raters_know", "raters_know_badly", "same_targets", "entropy",
)  # fmt: skip
"""Columns of `rated`."""


class Asked:
    """Answers about cuts of one network.

    Args:
        network: All ratings that may be seen.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._got = _grouped(network.ratee, network.nodes)
        self._gave = _grouped(network.rater, network.nodes)
        size = len(network.at)
        self._edges = np.unique(np.linspace(0, size, min(_SNAPSHOTS, size) + 1).astype(int))[:-1]
        self._pairs = {(int(r), int(e)): i for i, (r, e) in enumerate(zip(network.rater, network.ratee, strict=True))}

    def ratings(self, node: int) -> Ints:
        """Return the places of the ratings that a node received, in order of time."""
        return self._got[node]

    def first(self, node: int) -> float:
        """Unix seconds at which a node first appeared: to match eras, never a feature."""
        return float(min(self._network.at[found[0]] for found in (self._got[node], self._gave[node]) if len(found)))

    def features(self, cuts: Sequence[tuple[int, int]]) -> Floats:
        """Compute features.

        Args:
            cuts: Node, and how many of its ratings have been seen: at least one.

        Returns:
            (n_cuts, n_features) float64, columns as in `NAMES`.
        """
        last = np.array([self._got[node][seen - 1] for node, seen in cuts], dtype=np.int64)
        snapshot = np.searchsorted(self._edges, last, side="right") - 1
        rows = np.zeros((len(cuts), len(NAMES)))
        for number in np.unique(snapshot):
            end = int(self._edges[number])
            before = np.arange(len(self._network.at)) < end
            now = float(self._network.at[end])
            state = known(self._network.only(before), now)
            for place in np.flatnonzero(snapshot == number).tolist():
                node, seen = cuts[place]
                rows[place] = self._row(node, seen, state)
        return rows

    def _row(self, node: int, seen: int, state: Floats) -> Floats:
        net = self._network
        got = self._got[node][:seen]
        until = int(got[-1])
        gave = self._gave[node][self._gave[node] <= until]
        value, raters = net.value[got], net.rater[got]
        them = state[raters]
        column = {name: them[:, i] for i, name in enumerate(RATER_NAMES)}
        bad = value < 0
        row = [
            np.log1p(seen), value.mean(), value.min(), value.max(), value.std(), value[-1],
            float((value <= -STRONG).sum() / (seen + _DOUBT)), float((value >= STRONG).sum() / (seen + _DOUBT)),
            float((value > 0).sum() / (seen + _DOUBT)),
        ]  # fmt: skip
        weights = [np.maximum(0.0, column[name]) for name in _WEIGHTS]
        row += [float((w * value).sum() / (w.sum() + 0.2)) for w in weights]
        row += [float((w * value).min(initial=0.0)) for w in weights]
        row += [float((w * value).max(initial=0.0)) for w in weights]
        off = value - column["lenience"]
        row += [float(off.mean()), float(off.min())]
        row += them.mean(axis=0).tolist()
        row += (them[bad].mean(axis=0) if bad.any() else np.zeros(them.shape[1])).tolist()
        row += [
            float((column["received"] == 0).mean()),
            float(column["reach"].max()),
            float(column["age"].max()),
        ]
        row += self._given(gave, state)
        row += self._returned(gave, got)
        own = dict(zip(RATER_NAMES, state[node], strict=True))
        row += [own["reach"], own["goodness"]]
        row += self._timing(got)
        row += self._company(raters, until, value)
        return np.array(row)

    def _given(self, gave: Ints, state: Floats) -> list[float]:
        net, given = self._network, self._network.value[gave]
        if not len(gave):
            return [0.0] * 5
        goodness = state[net.ratee[gave], RATER_NAMES.index("goodness")]
        return [
            float(np.log1p(len(gave))),
            float(given.mean()),
            float((given <= -STRONG).sum() / (len(gave) + _DOUBT)),
            1.0,
            float(goodness.mean()),
        ]

    def _returned(self, gave: Ints, got: Ints) -> list[float]:
        net = self._network
        at = {int(net.ratee[i]): int(i) for i in gave}
        pairs = [(int(i), at[int(net.rater[i])]) for i in got if int(net.rater[i]) in at]
        if not pairs:
            return [0.0] * 5
        mine = np.array([net.value[given] for _, given in pairs])
        theirs = np.array([net.value[received] for received, _ in pairs])
        earlier = np.array([given < received for received, given in pairs])
        quick = np.array([abs(net.at[given] - net.at[received]) < _DAY for received, given in pairs])
        return [
            len(pairs) / len(got),
            float(mine.mean()),
            float(((mine < 0) & (theirs < 0) & ~earlier).sum() / len(got)),
            float(earlier.mean()),
            float((quick & (mine > 0) & (theirs > 0)).sum() / len(got)),
        ]

    def _timing(self, got: Ints) -> list[float]:
        at = self._network.at[got]
        if len(at) == 1:
            return [0.0, 0.0, 0.0]
        gaps = np.diff(at)
        return [
            float((gaps < _DAY).mean()),
            float(np.log1p((at[-1] - at[0]) / _DAY)),
            float(np.log1p(gaps[-1] / _DAY)),
        ]

    def _company(self, raters: Ints, until: int, value: Floats) -> list[float]:
        some = [int(item) for item in raters[-12:]]
        ties = [
            self._network.value[place]
            for one in some
            for other in some
            if one != other and (place := self._pairs.get((one, other), until + 1)) <= until
        ]
        pairs = max(1, len(some) * (len(some) - 1))
        targets = [set(self._network.ratee[self._gave[one][self._gave[one] <= until]].tolist()) for one in some]
        shared = [len(a & b) / max(1, min(len(a), len(b))) for i, a in enumerate(targets) for b in targets[i + 1 :]]
        share = np.unique(np.sign(value), return_counts=True)[1] / len(value)
        return [
            len(ties) / pairs,
            sum(tie < 0 for tie in ties) / pairs,
            float(np.mean(shared)) if shared else 0.0,
            float(-(share * np.log2(share)).sum()),
        ]


def _grouped(keys: Ints, number: int) -> list[Ints]:
    order = np.argsort(keys, kind="stable")
    ends = np.cumsum(np.bincount(keys, minlength=number))
    return np.split(order, ends[:-1])
