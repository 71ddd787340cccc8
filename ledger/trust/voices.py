"""Who says what of whom, grouped by whom; and what comes of it when each rater has a voice of his own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ledger.trust.configuration import FULL, Defences
from ledger.trust.cores import BLOCK, blocks, each
from ledger.trust.ratings import Flags, Ints, Places, Weights, picked


class Heard(NamedTuple):
    """(n,) each: the sum of what is said of an agent, and the largest part of it that is no anchor's."""

    sums: Ints
    most: Ints


class _Cuts(NamedTuple):
    """Whoever is spoken of, in order, where his edges begin, and where to cut both into blocks: (agents, edges)."""

    rated: Ints
    begins: Ints
    ends: list[tuple[slice, slice]]


@dataclass(frozen=True, eq=False)  # no slots: what is worked out once is kept
class Voices:
    """Edges side by side for each agent, by rater, with what each weighs (milli-units) if its rater fully counts.

    Those about agent k are `starts[k]` to `starts[k + 1]`, so `starts` is one longer than there are agents. `anchored`:
    (agents,) who is an anchor.
    """

    rater: Places
    weight: Weights
    starts: Ints
    anchored: Flags

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return len(self.starts) - 1

    def __len__(self) -> int:
        return len(self.rater)

    def all_of(self, voice: Ints, *, counted: bool = False) -> Heard:
        """Hear everyone: weight times the raters' `voice` (agents,), or without the weight if they are `counted`."""
        found = Heard(np.zeros(self.agents, np.int64), np.zeros(self.agents, np.int64))
        rated, begins, ends = self._cuts
        aloud = bool(voice[self.anchored].any())

        def hear(cut: tuple[slice, slice]) -> None:
            rows, edges = cut
            rater, at = self.rater[edges], begins[rows] - edges.start
            said = picked(voice, rater) if counted else self.weight[edges] * picked(voice, rater)
            found.sums[rated[rows]] = np.add.reduceat(said, at)
            if counted:
                return
            if aloud:
                first, end = np.searchsorted(self._by_anchors, (edges.start, edges.stop))
                said[self._by_anchors[first:end] - edges.start] = 0
            found.most[rated[rows]] = np.maximum.reduceat(said, at)

        each(hear, ends)
        return found

    def some_of(self, agents: Ints, voice: Ints, *, counted: bool = False) -> Heard:
        """Hear what is said of some agents (in order): as `all_of`, but (len(agents),) each."""
        found = Heard(np.zeros(len(agents), np.int64), np.zeros(len(agents), np.int64))
        edges = self.about(agents)
        counts = self.starts[agents + 1] - self.starts[agents]
        rated = np.flatnonzero(counts)
        if len(rated):
            at = np.cumsum(counts[rated]) - counts[rated]
            rater = picked(self.rater, edges)
            said = picked(voice, rater) if counted else picked(self.weight, edges) * picked(voice, rater)
            found.sums[rated] = np.add.reduceat(said, at)
            if counted:
                return found
            said[picked(self.anchored, rater)] = 0
            found.most[rated] = np.maximum.reduceat(said, at)
        return found

    @cached_property
    def _cuts(self) -> _Cuts:
        rated = np.flatnonzero(np.diff(self.starts))
        begins, ends = self.starts[rated], self.starts[rated + 1]
        cuts = np.unique(np.r_[np.searchsorted(ends, np.arange(0, len(self), BLOCK)), len(rated)]).tolist()
        spans = ((left, right, int(begins[left]), int(ends[right - 1])) for left, right in pairwise(cuts))
        return _Cuts(rated, begins, [(slice(left, right), slice(first, end)) for left, right, first, end in spans])

    @cached_property
    def _by_anchors(self) -> Ints:
        """The edges of anchors, in order; there are few."""
        return self.by(self.anchored)

    def about(self, agents: Ints) -> Ints:
        """Return the edges about some agents, side by side."""
        counts = self.starts[agents + 1] - self.starts[agents]
        begins = np.cumsum(counts) - counts
        edges: Ints = np.repeat(self.starts[agents] - begins, counts) + np.arange(int(counts.sum()))
        return edges

    def by(self, speaks: Flags) -> Ints:
        """Return the edges whose raters are marked (agents,), in order."""
        if not speaks.any():
            return np.zeros(0, np.int64)
        found = each(lambda rows: np.flatnonzero(picked(speaks, self.rater[rows])) + rows.start, blocks(len(self)))
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def whom(self, edges: Ints) -> Ints:
        """Return whom edges, in order, are about."""
        agents = np.empty(len(edges), np.int64)

        def search(rows: slice) -> None:
            agents[rows] = np.searchsorted(self.starts, edges[rows], side="right") - 1

        each(search, blocks(len(edges)))
        return agents


def praise_of(gate: Ints, first: Heard, back: Heard, rules: Defences) -> Ints:
    """Add up praise given first and praise given in return, of which `gate` thousandths count; (n,) all.

    The strongest voice that is no anchor's counts at most as much as all others together: one friend lifts nobody.
    """
    sums = first.sums + _share(back.sums, gate)
    if not rules.cut_largest:
        return sums
    strongest = np.maximum(first.most, _share(back.most, gate))
    cut: Ints = np.minimum(sums, 2 * (sums - strongest))
    return cut


def _share(values: Ints, gate: Ints) -> Ints:
    some = np.flatnonzero(values)  # few are praised in return where thousands of strangers meet
    part, open_to = values[some], gate[some]
    whole = part // FULL  # divided first: a sum may use all 63 bits
    out = np.zeros_like(values)
    out[some] = whole * open_to + (part - whole * FULL) * open_to // FULL
    return out
