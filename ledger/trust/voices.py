"""Who says what of whom, grouped by whom; and what comes of it when each rater has a voice of his own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from ledger.trust.configuration import FULL, Defences
from ledger.trust.ratings import Flags, Ints, Places

_BLOCK: Final = 1 << 16
"""Edges that are worked on at once: what fits a core's cache. How they are dealt out changes no sum."""


class _Block(NamedTuple):
    """A run of agents with edges, and of their edges, and of those edges the anchors'."""

    agents: slice
    edges: slice
    anchored: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Edges side by side for each agent, with what each weighs (milli-units, 0 to 1000) if its rater fully counts.

    `rated` are the agents with edges; those about `rated[k]` begin at `starts[k]`.
    """

    agents: int
    rater: Places
    weight: Ints
    rated: Ints
    starts: Ints
    blocks: tuple[_Block, ...]

    @classmethod
    def of(cls, counts: Ints, rater: Places, weight: Ints, anchored: Ints) -> Voices:
        """Group edges that stand side by side.

        Args:
            counts: (agents,) how many are about each agent.
            rater: (edges,) who said it.
            weight: (edges,) what it weighs.
            anchored: The edges whose rater is an anchor, in order.
        """
        rated = np.flatnonzero(counts)
        ends = np.cumsum(counts[rated])
        starts = ends - counts[rated]
        cuts = np.unique(np.r_[np.searchsorted(ends, np.arange(0, len(rater), _BLOCK)), len(rated)])
        blocks = []
        for left, right in itertools.pairwise(cuts.tolist()):
            begin, end = int(starts[left]), int(ends[right - 1])
            own = anchored[np.searchsorted(anchored, begin) : np.searchsorted(anchored, end)] - begin
            blocks.append(_Block(slice(left, right), slice(begin, end), own))
        return cls(len(counts), rater, weight, rated, starts, tuple(blocks))

    def heard(self, voice: Ints) -> Ints:
        """Return (agents,) the sum of weight times the raters' `voice`."""
        out = np.zeros(self.agents, np.int64)
        for block in self.blocks:
            self._add(block, self.weight[block.edges] * voice[self.rater[block.edges]], out)
        return out

    def strongest(self, voice: Ints) -> tuple[Ints, Ints]:
        """Return (agents,) that sum, and the largest part of it that is no anchor's."""
        sums, most = np.zeros(self.agents, np.int64), np.zeros(self.agents, np.int64)
        for block in self.blocks:
            said = self.weight[block.edges] * voice[self.rater[block.edges]]
            self._add(block, said, sums)
            said[block.anchored] = 0
            most[self.rated[block.agents]] = np.maximum.reduceat(said, self.starts[block.agents] - block.edges.start)
        return sums, most

    def audible(self, able: Flags) -> Ints:
        """Count (agents,) the raters that are `able`."""
        out = np.zeros(self.agents, np.int64)
        for block in self.blocks:
            self._add(block, able[self.rater[block.edges]].astype(np.int64), out)
        return out

    def _add(self, block: _Block, values: Ints, out: Ints) -> None:
        out[self.rated[block.agents]] = np.add.reduceat(values, self.starts[block.agents] - block.edges.start)


@dataclass(frozen=True, slots=True, eq=False)
class Praise:
    """What praise, first-hand and returned, amounts to for given voices: sums and strongest voices."""

    first: tuple[Ints, Ints]
    back: tuple[Ints, Ints]

    def through(self, gate: Ints, rules: Defences) -> Ints:
        """Add up, of returned praise only `gate` thousandths (agents,).

        The strongest voice that is no anchor's counts at most as much as all others together: one friend lifts nobody.
        """
        sums = self.first[0] + _share(self.back[0], gate)
        if not rules.cut_largest:
            return sums
        strongest = np.maximum(self.first[1], _share(self.back[1], gate))
        cut: Ints = np.minimum(sums, 2 * (sums - strongest))
        return cut


def _share(values: Ints, gate: Ints) -> Ints:
    # Divided first: a sum may use all 63 bits.
    whole, rest = np.divmod(values, FULL)
    return whole * gate + rest * gate // FULL
