"""Samples: rows to learn from or to judge, whatever they were read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from forecaster.external.conduct import conduct
from forecaster.external.rated import Asked
from forecaster.external.ratings import Floats, Ints, Mask, Network, find_circle, masked
from forecaster.external.traces import Trace

UNKNOWN: Final = -1
"""Label of a row that nobody has judged."""
ALL: Final = "all"
"""Seen: everything there is."""
RATINGS_SEEN: Final = (1, 3, 5, 10)
CALLS_SEEN: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Samples:
    """Rows.

    Args:
        features: (n_rows, n_features) float64.
        labels: (n_rows,) int64: 1 harm, 0 none, -1 unknown.
        names: (n_rows,) what a row is about.
        seen: (n_rows,) how much of it had been seen, in words.
        groups: (n_rows,) no split may cross these.
        worlds: (n_rows,) suite or domain; empty where there is none.
        weights: (n_rows,) what a row counts for in training.
        first: (n_rows,) Unix seconds of its beginning, to match eras; NaN where there are none. Never a feature.
        own: (n_rows,) bool; rows whose labels are the set's own. Others only ever teach.
    """

    features: Floats
    labels: Ints
    names: tuple[str, ...]
    seen: tuple[str, ...]
    groups: tuple[str, ...]
    worlds: tuple[str, ...]
    weights: Floats
    first: Floats
    own: Mask

    def rows(self, chosen: Mask) -> Samples:
        """Return some of the rows."""

        def some(items: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(item for item, kept in zip(items, chosen, strict=True) if kept)

        return Samples(
            self.features[chosen],
            self.labels[chosen],
            some(self.names),
            some(self.seen),
            some(self.groups),
            some(self.worlds),
            self.weights[chosen],
            self.first[chosen],
            self.own[chosen],
        )

    def at(self, seen: str) -> Mask:
        """Return which rows had seen so much."""
        return np.array([item == seen for item in self.seen], dtype=np.bool_)

    @property
    def known(self) -> Mask:
        """Which rows have a label of the set's own."""
        return np.asarray((self.labels != UNKNOWN) & self.own)

    def numbered(self, of: Sequence[str] | None = None) -> Ints:
        """Return the groups (or any words, one a row) as numbers."""
        return np.unique(np.array(of if of is not None else self.groups), return_inverse=True)[1].astype(np.int64)

    def __len__(self) -> int:
        return len(self.labels)


def of_network(
    network: Network, labels: dict[int, int], seen: Sequence[int] = RATINGS_SEEN, *, trusted: Mask | None = None
) -> Samples:
    """Cut labelled nodes at their first ratings, with the ratings masked that made the labels.

    A node with fewer ratings is judged by those it has; one without any is left out.

    Args:
        network: All ratings.
        labels: 1 fraudulent, 0 benign, by node.
        seen: How many ratings; all of them are added.
        trusted: Who made the labels; found out if not given.
    """
    asked = Asked(masked(network, find_circle(network, labels) if trusted is None else trusted, labels))
    cuts: list[tuple[int, int, str]] = []
    for node in labels:
        got = len(asked.ratings(node))
        if got:
            cuts += [(node, min(number, got), str(number)) for number in seen] + [(node, got, ALL)]
    distinct = sorted({(node, number) for node, number, _ in cuts})
    place = {cut: i for i, cut in enumerate(distinct)}
    rows = asked.features(distinct)
    nodes = [node for node, *_ in cuts]
    return Samples(
        rows[[place[node, number] for node, number, _ in cuts]],
        np.array([labels[node] for node in nodes], dtype=np.int64),
        tuple(network.names[node] for node in nodes),
        tuple(said for *_, said in cuts),
        tuple(network.names[node] for node in nodes),
        ("",) * len(cuts),
        np.ones(len(cuts)),
        np.array([asked.first(node) for node in nodes]),
        np.ones(len(cuts), dtype=np.bool_),
    )


def of_traces(traces: Sequence[Trace], seen: Sequence[int] = CALLS_SEEN) -> Samples:
    """Cut traces after their first tool calls; a shorter one is judged by what it has, as if still at work."""
    steps = [*(str(number) for number in seen), ALL]
    rows = [conduct(trace if said == ALL else trace.until(int(said))) for said in steps for trace in traces]
    many = [trace for _ in steps for trace in traces]
    return Samples(
        np.array(rows),
        np.array([UNKNOWN if trace.label is None else trace.label for trace in many], dtype=np.int64),
        tuple(trace.name for trace in many),
        tuple(said for said in steps for _ in traces),
        tuple(trace.group for trace in many),
        tuple(trace.world for trace in many),
        np.ones(len(many)),
        np.full(len(many), np.nan),
        np.ones(len(many), dtype=np.bool_),
    )


def of_judged(traces: Sequence[Trace]) -> Samples:
    """Take judged records whole."""
    return of_traces(traces, ())
