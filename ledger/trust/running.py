"""Epoch after epoch: what an epoch of all ratings finds, at the price of those that are new.

New ratings concern pairs of agents. What those pairs said before is looked up, what becomes of it is worked out as if
they were alone, and the edges that differ are spliced in. The walk then asks what it asked last time, and only
hears who speaks differently (`listening`). Every number is the one that `epoch` finds from nothing: the property test
compares all of them, and so can anybody. A new 7-day period ages every rating, and begins from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ledger.trust.columns import grown
from ledger.trust.configuration import DEFENCES, Defences, period_of
from ledger.trust.cores import blocks, each
from ledger.trust.edges import bits_of, edges_of, said_in
from ledger.trust.epoch import Epoch, anchors_of, epoch_of
from ledger.trust.evidence import anchored, graph_of
from ledger.trust.graph import pairs_of
from ledger.trust.ratings import Flags, Ints, Places, Ratings, Ruling, picked
from ledger.trust.splicing import spliced

_PARTS = 64
"""Batches of ratings are joined once there are so many."""
_MANY = 16
"""With more than one new rating to so many old ones, an epoch is computed from nothing."""


class Running:
    """The trust worker's memory of one context and dimension between epochs. It is not to be shared by threads.

    Args:
        anchors: Bonded agents that credibility begins from.
        rules: The configuration.

    Raises:
        InvalidInputError: if there is no anchor.
    """

    def __init__(self, anchors: Iterable[int], rules: Defences = DEFENCES) -> None:
        self._anchors, self._rules = tuple(anchors), rules
        self._parts: list[Ratings] = []
        self._period = -1

    def take(self, more: Ratings, as_of: int, rulings: Iterable[Ruling] = ()) -> Epoch:
        """Take ratings that follow those taken before, and compute an epoch.

        Args:
            more: In chain order; they know all agents, and the owners of all if anyone does.
            as_of: Unix seconds.
            rulings: All rulings upheld up to then.

        Returns:
            What `epoch` returns for all ratings taken. Its columns are good until the next call.

        Raises:
            InvalidInputError: if an anchor is unknown.
        """
        places = anchors_of(self._anchors, more.agents)
        period = period_of(as_of)
        if self._goes_on(more, period):
            self._splice(more, places)
            self._keep(more)
        else:
            self._keep(more)
            self._parts = [_joined(self._parts)]
            self._graph = graph_of(self._parts[0], places, period, self._rules)
        self._period, self._bits, self._owner = period, bits_of(more.agents), more.owner
        return epoch_of(self._graph, period, rulings, self._rules)

    def _goes_on(self, more: Ratings, period: int) -> bool:
        return (
            period == self._period
            and bits_of(more.agents) == self._bits
            and _same_owners(self._owner, more.owner)
            and _MANY * len(more) <= sum(len(part) for part in self._parts)
        )

    def _keep(self, more: Ratings) -> None:
        self._parts.append(more)
        if len(self._parts) >= _PARTS:
            self._parts = [_joined(self._parts)]

    def _splice(self, more: Ratings, anchors: Places) -> None:
        """Let the new ratings change the graph."""
        before = self._met(more)
        was, now = (edges_of(each, self._period, self._rules) for each in (before, before.plus(more)))
        gone = np.setdiff1d(was.words, now.words, assume_unique=True)
        come = np.setdiff1d(now.words, was.words, assume_unique=True)
        marked = anchored(anchors, more.agents)
        graph, agents = self._graph, more.agents
        graph.sheet.again(len(graph.given), agents)
        graph.given = grown(graph.given, agents) + (now.given - was.given)
        for kind, listener in enumerate(graph.listeners):
            left, joined = said_in(gone, kind, agents), said_in(come, kind, agents)
            listener.again(*spliced(listener.voices, left, joined, marked))

    def _met(self, more: Ratings) -> Ratings:
        """Return, in order, what pairs that now rate each other said before."""
        new = np.zeros(more.agents, np.bool_)
        new[more.rater] = new[more.ratee] = True
        pairs = np.unique(pairs_of(more))
        found = [_chosen(part, _among(new, part), more) for part in self._parts]
        near = _joined(found)
        return _chosen(near, np.flatnonzero(np.isin(pairs_of(near), pairs)), more)


def _among(new: Flags, part: Ratings) -> Ints:
    """Return, in order, the ratings of which both agents are marked."""

    def both(rows: slice) -> Ints:
        found = np.flatnonzero(picked(new, part.rater[rows]))
        found += rows.start
        return found[picked(new, part.ratee[found])]

    return np.concatenate([np.zeros(0, np.int64), *each(both, blocks(len(part)))])


def _chosen(ratings: Ratings, rows: Ints, world: Ratings) -> Ratings:
    """Pick ratings, in a world that may have grown."""
    rater, ratee = ratings.rater[rows], ratings.ratee[rows]
    return Ratings(world.agents, rater, ratee, ratings.value[rows], ratings.time[rows], world.owner)


def _joined(parts: Sequence[Ratings]) -> Ratings:
    if len(parts) == 1:
        return parts[0]
    rater, ratee = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rater", "ratee"))
    value, time = (np.concatenate([getattr(part, name) for part in parts]) for name in ("value", "time"))
    return Ratings(parts[-1].agents, rater, ratee, value, time, parts[-1].owner)


def _same_owners(before: Ints | None, after: Ints | None) -> bool:
    if before is None or after is None:
        return before is after
    return np.array_equal(before, after[: len(before)])
