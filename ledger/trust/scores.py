"""The score: (1 + P) / (3 + P + N), as Standing has it, with an interval, what it rests on, and abstention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ledger.trust.columns import Column
from ledger.trust.configuration import FULL, MICRO, WEIGHT, Defences
from ledger.trust.evidence import Graph, blame, positive_evidence
from ledger.trust.ratings import Flags, Ints
from ledger.trust.voices import Heard

_PPB: Final = 1_000_000_000
_PPM: Final = 1_000_000
_Z: Final = 1_959_964  # two-sided 95 %, in millionths of a standard deviation
PRIOR_POSITIVE: Final = 1 * MICRO
PRIOR: Final = 3 * MICRO
_AUDIBLE: Final = WEIGHT // 1000


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """(agents,) each: the score in parts per billion and what made it.

    `positive`, `settled`, `unsettled`, `ruled`: micro-units of evidence. `low`, `high`: 95 % interval in parts per
    million. `voices`: raters whose word is audible (a thousandth of a full voice, or more). `enough`: whether the
    evidence suffices for a score at all; where it does not, the answer is `insufficient` and the score is the prior's.
    """

    ppb: Ints
    positive: Ints
    settled: Ints
    unsettled: Ints
    ruled: Ints
    low: Ints
    high: Ints
    voices: Ints
    enough: Flags

    @property
    def ppm(self) -> Ints:
        """Scores in parts per million."""
        return self.ppb // (_PPB // _PPM)


def scores_of(graph: Graph, weight: Column, rules: Defences, upheld: tuple[Ints, Ints]) -> Scores:
    """Score every agent.

    Args:
        graph: The edges as of a period.
        weight: (agents,) weight of each agent's voice.
        rules: The configuration.
        upheld: (agents,) rulings upheld against each agent: how many in all, and how many within the settling time.
    """
    take, work = graph.sheet.take, graph.sheet.work
    in_all, recent = (take(column) for column in upheld)

    def earn(settled: Ints, *praise: Ints) -> Ints:
        return positive_evidence(settled, Heard(*praise[:2]), Heard(*praise[2:]), rules)

    def keep(earned: Ints, recent: Ints) -> Ints:
        return np.where(recent >= rules.change_point, np.minimum(earned, rules.carried), earned)

    def take_away(fresh: Ints, earned: Ints) -> Ints:
        return np.minimum(blame(fresh, rules), earned * rules.unsettled_cap // FULL)

    settled = work(lambda heard: blame(heard, rules), graph.settled(weight))
    earned = work(earn, settled, *graph.praised(weight))
    praise = work(keep, earned, recent)
    unsettled = work(take_away, graph.fresh(weight), earned)
    ruled = work(lambda count: count * rules.ruling, in_all)
    ppb = work(_ppb, praise, settled, unsettled, ruled)
    strength = work(_strength, praise, settled, unsettled, ruled)
    spread = work(_spread, ppb, strength)
    able = work(lambda own: (own >= _AUDIBLE).astype(np.int64), weight)
    ppm = ppb.values // (_PPB // _PPM)
    return Scores(
        ppb.values,
        praise.values,
        settled.values,
        unsettled.values,
        ruled.values,
        np.maximum(ppm - spread.values, 0),
        np.minimum(ppm + spread.values, _PPM),
        graph.audible(able).values,
        strength.values >= PRIOR + rules.least_evidence,
    )


def _strength(praise: Ints, *against: Ints) -> Ints:
    return PRIOR + praise + sum(against)


def _ppb(praise: Ints, *against: Ints) -> Ints:
    return _PPB * (PRIOR_POSITIVE + praise) // _strength(praise, *against)


def _spread(ppb: Ints, strength: Ints) -> Ints:
    """Return half the 95 % interval of a Beta distribution by its mean and variance m(1-m)/(a+b+1)."""
    ppm = ppb // (_PPB // _PPM)
    variance = ppm * (_PPM - ppm) // (strength // MICRO + 1)
    # IEEE square roots are correctly rounded, so their floor is the same everywhere.
    return np.floor(np.sqrt(variance.astype(np.float64))).astype(np.int64) * _Z // _PPM
