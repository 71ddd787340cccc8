"""All defences in one place. A score names the version of what made it; another number here is another version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.reputation import PERIOD_SECONDS

FULL: Final = 1000
"""A rating's value in milli-units: +1000 is the best word of its scale, -1000 the worst."""
MASS: Final = 1 << 46
"""What all anchors together hold at first. Times a weight and a damping, of 2^10 each, it stays in 63 bits."""
WEIGHT: Final = 1 << 20
"""The credibility of a rater whose word counts fully."""
MICRO: Final = 1_000_000
"""Micro-units of evidence in a unit; a unit is one full rating by a fully credible rater."""
MAX_EVIDENCE: Final = 1 << 33
"""Evidence saturates here (micro-units), so that scores in parts per billion stay in 63 bits."""


@dataclass(frozen=True, slots=True)
class Defences:
    """One configuration. What each line is worth, and what it costs, is measured in docs/reputation.md."""

    version: str = "ombud/trust/3"
    iterations: int = 5
    """Steps of the walk; more change no score that is shown."""
    damping: int = 850
    """What of its credibility an agent passes on, in thousandths."""
    least_given: int = 20 * FULL
    """An agent's outflow is divided by what it gave in all, and at least by this: one rating passes on little."""
    digits: int = 5
    """Binary digits of a voice, so that a small change moves few of them (see `ledger.trust.coarse`)."""
    slope: int = 50
    """Credibility c, as a share of all anchors', gives the weight slope*c / (1 + slope*c): linear in small shares, so
    that splitting a share over many names gains nothing, and at most 1, so that no single voice decides."""
    cut_largest: bool = True
    """Of those who speak for an agent the strongest that is no anchor counts at most as much as all others together."""
    severity_power: int = 3
    """A negative rating weighs its value to this power: criticism is no accusation."""
    negative_factor: int = 3
    """Negative evidence weighs so many times positive evidence of the same size."""
    vesting: int = 26
    """Periods of 7 days in which praise comes to count in full: slow to gain."""
    settling: int = 26
    """Periods of 7 days after which an accusation that nobody had dismissed counts as settled."""
    returned_gate: int = 60
    """In the walk, praise returned in kind passes 1 / (1 + gate*N), with N the settled evidence against who gets it."""
    redeem: int = 8
    """Returned praise is worth nothing where settled accusations outweigh first-hand praise so many times."""
    unsettled_cap: int = 1000
    """Unsettled accusations weigh at most so many thousandths of the praise. See the theorem in docs/reputation.md."""
    ruling: int = 2 * MICRO
    """Evidence of one ruling upheld against an agent, whoever brought it."""
    change_point: int = 2
    """So many rulings within the settling time are a change of character ..."""
    carried: int = 1 * MICRO
    """... after which praise earned before counts no more than this."""
    least_evidence: int = MICRO // 10
    """With less evidence than this the answer is `insufficient`."""


DEFENCES: Final = Defences()
"""The published configuration."""


def period_of(time: int) -> int:
    """Return the number of the 7-day period that a Unix time falls into."""
    return time // PERIOD_SECONDS
