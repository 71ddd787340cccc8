"""Who says what of whom, grouped by whom; and what comes of it when each rater has a voice of his own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ledger.trust.configuration import FULL, Defences
from ledger.trust.ratings import Flags, Ints, Places
from ledger.trust.sums import largest, totals


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Edges side by side for each agent, with what each weighs (milli-units, 0 to 1000) if its rater fully counts.

    `ends[j] .. ends[j + 1]` are the edges about agent j; `anchored` the edges whose rater is an anchor.
    """

    ends: Ints
    rater: Places
    weight: Ints
    anchored: Ints

    def heard(self, voice: Ints) -> Ints:
        """Return (agents,) the sum of weight times the raters' `voice`."""
        return totals(self.weight * voice[self.rater], self.ends)

    def strongest(self, voice: Ints) -> tuple[Ints, Ints]:
        """Return (agents,) that sum, and the largest part of it that is no anchor's."""
        said = self.weight * voice[self.rater]
        sums = totals(said, self.ends)
        said[self.anchored] = 0
        return sums, largest(said, self.ends)

    def audible(self, able: Flags) -> Ints:
        """Count (agents,) the raters that are `able`."""
        return totals(able[self.rater].astype(np.int64), self.ends)


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
