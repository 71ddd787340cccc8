"""The same epoch on many machines: ratings dealt out by pair, what is said of whom by ratee; the same code on each.

Which ratings stand, and which were returned, is a matter of two agents, so each pair's ratings go to one share. What an
agent's praise amounts to is a matter of that agent, so each range of agents goes to one part. Between steps of the walk
only columns of (agents,) numbers travel. Sums of integers do not depend on who adds them, so every share, part and
machine count gives the same bits (see the tests).

Whoever works is `Hands`: a `distributed.Client` is one, threads and a single machine are others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol

import numpy as np

from ledger.trust.columns import Column, Sheet
from ledger.trust.configuration import DEFENCES, Defences, period_of
from ledger.trust.cores import Words
from ledger.trust.edges import Edges, edges_of, voices_of, whom_of
from ledger.trust.epoch import Epoch, anchors_of, epoch_of
from ledger.trust.evidence import Praised, anchored
from ledger.trust.graph import pairs_of
from ledger.trust.ratings import Ints, Places, Ratings, Ruling
from ledger.trust.voices import Voices

_MIX: Final = np.uint64(0x9E37_79B9_7F4A_7C15)
"""The golden ratio in 64 bits: spreads names of pairs evenly."""
Part = list[Voices]


class Hands(Protocol):
    """Whoever calls functions: at once, in a thread, or on another machine."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function; arguments may be what earlier calls returned. What is returned may be gathered."""

    def gather(self, calls: list[Any]) -> list[Any]:
        """Wait for calls, and return what their functions returned."""


class OneHand:
    """Calls at once."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """See `Hands`."""
        return function(*arguments)

    def gather(self, calls: list[Any]) -> list[Any]:
        """See `Hands`."""
        return calls


class DealtGraph:
    """A graph whose parts lie with `Hands`; see `ledger.trust.evidence.Graph`."""

    def __init__(self, hands: Hands, parts: Sequence[Any], given: Ints, anchors: Places) -> None:
        self._hands, self._parts = hands, parts
        self.given, self.anchors, self.sheet = given, anchors, Sheet()

    def praised(self, voice: Column) -> Praised:
        """See `Graph`."""
        return Praised(*self._hear((0, 1), voice, strongest=True))

    def settled(self, weight: Column) -> Column:
        """See `Graph`."""
        return self._hear((2,), weight)[0]

    def fresh(self, weight: Column) -> Column:
        """See `Graph`."""
        return self._hear((3,), weight)[0]

    def audible(self, able: Column) -> Column:
        """See `Graph`."""
        counts = self._hear((0, 1, 2, 3), able, counted=True)
        return Column(np.sum([one.values for one in counts], axis=0), None)

    def _hear(
        self, kinds: Sequence[int], voice: Column, *, strongest: bool = False, counted: bool = False
    ) -> list[Column]:
        calls = [self._hands.submit(hear, part, kinds, voice.values, strongest, counted) for part in self._parts]
        found = self._hands.gather(calls)
        return [Column(np.concatenate(pieces), None) for pieces in zip(*found, strict=True)]


def dealt_epoch(
    hands: Hands,
    shares: Sequence[Any],
    agents: int,
    anchors: Iterable[int],
    as_of: int,
    rulings: Iterable[Ruling] = (),
    *,
    parts: int,
    rules: Defences = DEFENCES,
) -> Epoch:
    """Compute the epoch that `epoch` computes.

    Args:
        hands: Who works.
        shares: Ratings dealt out so that all of a pair are in one share, in chain order (see `share_of`): `Ratings`,
            or calls that return them.
        agents: How many agents there are.
        anchors: Bonded agents that credibility begins from.
        as_of: Unix seconds.
        rulings: Rulings upheld up to then.
        parts: Into how many ranges of agents the walk is dealt out.
        rules: The configuration.

    Raises:
        InvalidInputError: if there is no anchor, or one is unknown.
    """
    places, period = anchors_of(anchors, agents), period_of(as_of)
    cuts = np.linspace(0, agents, parts + 1).astype(np.int64)
    weighed = [hands.submit(edges_of, share, period, rules) for share in shares]
    cut = [hands.submit(pieces_of, edges, cuts, agents) for edges in weighed]
    grouped = [
        hands.submit(group, [hands.submit(_item, pieces, n) for pieces in cut], cuts[n : n + 2], places, agents)
        for n in range(parts)
    ]
    given = sum(hands.gather([hands.submit(_given, edges) for edges in weighed]), start=np.zeros(agents, np.int64))
    return epoch_of(DealtGraph(hands, grouped, given, places), period, rulings, rules)


def share_of(ratings: Ratings, number: int, shares: int) -> Ratings:
    """Pick one of several shares: all ratings of the pairs that fall to it."""
    mixed = pairs_of(ratings) * _MIX >> np.uint64(33)
    rows = np.flatnonzero(mixed % np.uint64(shares) == np.uint64(number))
    rater, ratee = ratings.rater[rows], ratings.ratee[rows]
    return Ratings(ratings.agents, rater, ratee, ratings.value[rows], ratings.time[rows], ratings.owner)


def pieces_of(edges: Edges, cuts: Ints, agents: int) -> list[Words]:
    """Cut edges by whom they are about."""
    part = np.searchsorted(cuts, whom_of(edges.words, agents), side="right") - 1
    return [edges.words[part == number] for number in range(len(cuts) - 1)]


def group(pieces: Sequence[Words], ends: Ints, anchors: Places, agents: int) -> Part:
    """Group what is said of the agents from `ends[0]` to `ends[1]`."""
    words = np.sort(np.concatenate(pieces))
    first, end = int(ends[0]), int(ends[1])
    return [
        Voices(one.rater, one.weight, one.starts[first : end + 1], one.anchored)
        for one in voices_of(words, anchored(anchors, agents))
    ]


def hear(part: Part, kinds: Sequence[int], voice: Ints, strongest: bool, counted: bool) -> list[Ints]:  # noqa: FBT001 - over the wire
    """Hear voices about the agents of a part."""
    found: list[Ints] = []
    for kind in kinds:
        heard = part[kind].all_of(voice, counted=counted)
        found += [heard.sums, heard.most] if strongest else [heard.sums]
    return found


def _given(edges: Edges) -> Ints:
    return edges.given


def _item(pieces: Sequence[Words], number: int) -> Words:
    return pieces[number]
