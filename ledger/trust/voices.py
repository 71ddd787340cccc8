"""Who says what of whom, grouped by whom; and what comes of it when each rater has a voice of his own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from ledger.trust.configuration import FULL, Defences
from ledger.trust.ratings import Flags, Ints, Places, Weights

_BLOCK: Final = 1 << 16
"""Edges that are worked on at once: what fits a core's cache. How they are dealt out changes no sum."""
_Kind = TypeVar("_Kind", bound=np.generic)


class Heard(NamedTuple):
    """(n,) each: the sum of what is said of an agent, and the largest part of it that is no anchor's."""

    sums: Ints
    most: Ints


@dataclass(frozen=True, slots=True, eq=False)
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
        rated = np.flatnonzero(np.diff(self.starts))
        begins = self.starts[rated]
        ends = self.starts[rated + 1]
        cuts = np.unique(np.r_[np.searchsorted(ends, np.arange(0, len(self), _BLOCK)), len(rated)])
        aloud = bool(voice[self.anchored].any())
        for left, right in itertools.pairwise(cuts.tolist()):
            rows, edges = slice(left, right), slice(int(begins[left]), int(ends[right - 1]))
            rater, at = self.rater[edges], begins[rows] - edges.start
            said = picked(voice, rater) if counted else self.weight[edges] * picked(voice, rater)
            found.sums[rated[rows]] = np.add.reduceat(said, at)
            if counted:
                continue
            if aloud:
                said[picked(self.anchored, rater)] = 0
            found.most[rated[rows]] = np.maximum.reduceat(said, at)
        return found

    def some_of(self, agents: Ints, voice: Ints, *, counted: bool = False) -> Heard:
        """Hear what is said of some agents (in order): as `all_of`, but (len(agents),) each."""
        found = Heard(np.zeros(len(agents), np.int64), np.zeros(len(agents), np.int64))
        edges = self.about(agents)
        counts = self.starts[agents + 1] - self.starts[agents]
        rated = np.flatnonzero(counts)
        if len(rated):
            at = np.cumsum(counts[rated]) - counts[rated]
            rater = self.rater[edges]
            said = picked(voice, rater) if counted else self.weight[edges] * picked(voice, rater)
            found.sums[rated] = np.add.reduceat(said, at)
            if counted:
                return found
            said[picked(self.anchored, rater)] = 0
            found.most[rated] = np.maximum.reduceat(said, at)
        return found

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
        found = [np.flatnonzero(picked(speaks, self.rater[rows])) + rows.start for rows in self._blocks()]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def whom(self, edges: Ints) -> Ints:
        """Return whom edges, in order, are about."""
        agents: Ints = np.searchsorted(self.starts, edges, side="right") - 1
        return agents

    def _blocks(self) -> Iterator[slice]:
        return (slice(start, start + _BLOCK) for start in range(0, len(self), _BLOCK))


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


def picked(column: npt.NDArray[_Kind], places: Places | Ints) -> npt.NDArray[_Kind]:
    """Return `column[places]`, a quarter faster: places of agents are known to be there, so nothing checks each."""
    return column.take(places, mode="clip")


def _share(values: Ints, gate: Ints) -> Ints:
    some = np.flatnonzero(values)  # few are praised in return where thousands of strangers meet
    part, open_to = values[some], gate[some]
    whole = part // FULL  # divided first: a sum may use all 63 bits
    out = np.zeros_like(values)
    out[some] = whole * open_to + (part - whole * FULL) * open_to // FULL
    return out
