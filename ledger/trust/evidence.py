"""From what is heard to evidence: who spoke, how heavily, how long ago, and whether it was returned in kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from ledger.trust.coarse import coarse
from ledger.trust.columns import Column, Sheet
from ledger.trust.configuration import FULL, MASS, MAX_EVIDENCE, MICRO, WEIGHT, Defences
from ledger.trust.edges import edges_of, voices_of
from ledger.trust.listening import Listener
from ledger.trust.ratings import Flags, Ints, Places, Ratings
from ledger.trust.voices import Heard, Voices, praise_of


class Praised(NamedTuple):
    """Praise given first and in return: its sum, and its strongest voice that is no anchor's."""

    first: Column
    strongest_first: Column
    back: Column
    strongest_back: Column


class Graph(Protocol):
    """Everything that was said, as of one period, and whoever may hear it: one machine, or many.

    `given`: (agents,) all that each agent ever gave, in milli-units, vested or not. `anchors`: where credibility
    begins. `sheet`: where columns are worked out. Answers are good until the next epoch.
    """

    @property
    def given(self) -> Ints:
        """See above."""

    @property
    def anchors(self) -> Places:
        """See above."""

    @property
    def sheet(self) -> Sheet:
        """See above."""

    def praised(self, voice: Column) -> Praised:
        """Let everyone's praise be heard."""

    def settled(self, weight: Column) -> Column:
        """Add up accusations older than the settling time."""

    def fresh(self, weight: Column) -> Column:
        """Add up the other accusations."""

    def audible(self, able: Column) -> Column:
        """Count the raters of each agent that are `able` (0 or 1)."""


class OwnGraph:
    """A graph on this machine: listeners to praise given first and in return, to settled and to fresh accusations."""

    def __init__(self, voices: Sequence[Voices], given: Ints, anchors: Places) -> None:
        self.listeners = [Listener(group) for group in voices]
        self.given, self.anchors, self.sheet = given, anchors, Sheet()

    def praised(self, voice: Column) -> Praised:
        """See `Graph`."""
        return Praised(*self.listeners[0].hear(voice), *self.listeners[1].hear(voice))

    def settled(self, weight: Column) -> Column:
        """See `Graph`."""
        return self.listeners[2].hear(weight)[0]

    def fresh(self, weight: Column) -> Column:
        """See `Graph`."""
        return self.listeners[3].hear(weight)[0]

    def audible(self, able: Column) -> Column:
        """See `Graph`."""
        counts = (listener.hear(able, counted=True)[0] for listener in self.listeners)
        return self.sheet.work(lambda *columns: np.sum(columns, axis=0), *counts)


def graph_of(ratings: Ratings, anchors: Places, period: int, rules: Defences) -> OwnGraph:
    """Weigh every rating that stands, as of a period, and group by kind and by ratee."""
    edges = edges_of(ratings, period, rules)
    return OwnGraph(voices_of(edges.words, anchored(anchors, ratings.agents)), edges.given, anchors)


def anchored(anchors: Places, agents: int) -> Flags:
    """Mark (agents,) the anchors."""
    marked = np.zeros(agents, np.bool_)
    marked[anchors] = True
    return marked


def weight_of(credibility: Ints, rules: Defences) -> Ints:
    """Turn credibility (shares of MASS) into the weight of a voice, 0 to WEIGHT: concave, linear near 0, and coarse."""
    scaled = credibility * rules.slope
    return coarse(np.minimum(scaled // ((MASS + scaled) // WEIGHT), WEIGHT), rules.digits)


def micro(heard: Ints) -> Ints:
    """Turn sums of milli-units times WEIGHT into micro-units of evidence, saturating.

    No sum overflows: all voices together are at most `slope` times what all agents hold, a few hundred full ones.
    """
    return np.minimum(heard * (MICRO // FULL) // WEIGHT, MAX_EVIDENCE)


def blame(heard: Ints, rules: Defences) -> Ints:
    """Turn sums of accusations into micro-units of evidence."""
    return np.minimum(micro(heard) * rules.negative_factor, MAX_EVIDENCE)


def positive_evidence(settled: Ints, first: Heard, back: Heard, rules: Defences) -> Ints:
    """Turn praise into micro-units of evidence.

    Whose settled accusations outweigh first-hand praise several times is not redeemed by praise that he had to give
    first to get.
    """
    first_hand = micro(praise_of(np.zeros_like(settled), first, back, rules))
    gate = np.where(rules.redeem * first_hand >= settled, FULL, 0)
    return micro(praise_of(gate, first, back, rules))
