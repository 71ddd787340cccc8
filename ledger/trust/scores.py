"""The score: (1 + P) / (3 + P + N), as Standing has it, with an interval, what it rests on, and abstention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ledger.trust.configuration import FULL, MICRO, WEIGHT, Defences
from ledger.trust.evidence import Graph, blame, positive_evidence
from ledger.trust.ratings import Flags, Ints

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


def scores_of(graph: Graph, weight: Ints, rules: Defences, upheld: tuple[Ints, Ints] | None = None) -> Scores:
    """Score every agent.

    Args:
        graph: The edges as of a period.
        weight: (agents,) weight of each agent's voice.
        rules: The configuration.
        upheld: (agents,) rulings upheld against each agent: how many in all, and how many within the settling time.
    """
    settled = blame(graph.settled, weight, rules)
    praise = positive_evidence(graph, weight, settled, rules)
    unsettled = np.minimum(blame(graph.fresh, weight, rules), praise * rules.unsettled_cap // FULL)
    ruled = np.zeros_like(praise)
    if upheld is not None:
        in_all, recent = upheld
        ruled = in_all * rules.ruling
        praise = np.where(recent >= rules.change_point, np.minimum(praise, rules.carried), praise)
    against = settled + unsettled + ruled
    ppb = _PPB * (PRIOR_POSITIVE + praise) // (PRIOR + praise + against)
    low, high = _interval(ppb // (_PPB // _PPM), PRIOR + praise + against)
    return Scores(
        ppb,
        praise,
        settled,
        unsettled,
        ruled,
        low,
        high,
        _voices(graph, weight),
        praise + against >= rules.least_evidence,
    )


def _interval(ppm: Ints, strength: Ints) -> tuple[Ints, Ints]:
    """Return the 95 % interval of a Beta distribution by its mean and variance m(1-m)/(a+b+1), cut at 0 and 1."""
    variance = ppm * (_PPM - ppm) // (strength // MICRO + 1)
    # IEEE square roots are correctly rounded, so their floor is the same everywhere.
    spread = np.floor(np.sqrt(variance.astype(np.float64))).astype(np.int64) * _Z // _PPM
    return np.maximum(ppm - spread, 0), np.minimum(ppm + spread, _PPM)


def _voices(graph: Graph, weight: Ints) -> Ints:
    able: Flags = weight >= _AUDIBLE
    groups = (graph.praise, graph.returned, graph.settled, graph.fresh)
    return sum((voices.audible(able) for voices in groups), start=np.zeros(graph.agents, np.int64))
