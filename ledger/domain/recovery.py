"""How audits lift an agent again, and what an owner took over: integers, bit for bit as `Standing.sol`.

Audits are the only evidence in favour. They add at most `MOST_GAIN` milli-units a period, and after a severe breach no
more than lifts the score to what it would be without that breach, for `RECOVERY_PERIODS` from the first audit after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from ledger.domain.reputation import MAX_EVIDENCE, NEGATIVE_FACTORS, PPM, UNIT, Standing, decay
from ledger.errors import ConflictError

MOST_GAIN: Final = 1_000  # milli-units a period
SEVERE: Final = 2_000  # milli-units against since the last audit, as they are at the next one
RECOVERY_PERIODS: Final = 26


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far audits may lift an agent.

    `negative` is what was against it after the last audit, `gained` what audits added in that period, in milli-units;
    `period` is that of the last audit; `ceiling` is a score in parts per million, in force before period `until`.
    """

    negative: int = 0
    period: int = 0
    gained: int = 0
    ceiling: int = 0
    until: int = 0

    def judged(self, now: Standing) -> Recovery:
        """Return what holds for an audit at `now`: a severe breach since the last audit brings a ceiling."""
        known = decay(self.negative, now.period - self.period, NEGATIVE_FACTORS, round_up=True)
        ceiling, until = self.ceiling, self.until
        if now.negative >= known + SEVERE:
            before = Standing(now.positive, known).score_ppm
            ceiling = before if now.period >= until else min(before, ceiling)
            until = now.period + RECOVERY_PERIODS
        gained = self.gained if self.period == now.period else 0
        return Recovery(now.negative, now.period, gained, ceiling, until)

    def room(self, now: Standing) -> int:
        """Return the milli-units that an audit may add at `now`, for which this was judged."""
        room = MOST_GAIN - self.gained
        return min(room, below_ceiling(self.ceiling, now)) if self.period < self.until else room


def below_ceiling(ceiling: int, now: Standing) -> int:
    """Return the most milli-units in favour that leave the score at `ceiling` (parts per million) or below."""
    most = (ceiling + 1) * (3 * UNIT + now.negative)
    rest = PPM - ceiling - 1
    if rest == 0:
        return MAX_EVIDENCE
    if most <= PPM * UNIT:
        return 0
    return max(0, (most - PPM * UNIT - 1) // rest - now.positive)


@dataclass(frozen=True, slots=True)
class Record:
    """Evidence about an agent in one context and dimension, and how audits may lift it."""

    standing: Standing = field(default_factory=Standing)
    recovery: Recovery = field(default_factory=Recovery)

    def found(self, period: int, positive: int, negative: int) -> Record:
        """Add what a ruling or a proof found, in milli-units."""
        return replace(self, standing=self.standing.add(period, positive, negative))

    def audited(self, period: int, amount: int) -> tuple[Record, int]:
        """Add what an audit found, as far as there is room; return the milli-units gained, too.

        Nothing gained changes nothing.
        """
        now = self.standing.at(period)
        recovery = self.recovery.judged(now)
        gained = min(amount, recovery.room(now))
        if gained == 0:
            return self, 0
        recovery = replace(recovery, gained=recovery.gained + gained)
        return Record(self.standing.add(period, gained, 0), recovery), gained


@dataclass(frozen=True, slots=True)
class Owned:
    """Evidence about an agent with what its present owner took over of it.

    `since` is when the owner epoch began and `changed_at` when the evidence last changed, Unix seconds; `owner_epoch`
    counts from 0. `taken` is what was noted under the present owner; None while nothing was.
    """

    standing: Standing = field(default_factory=Standing)
    changed_at: int = 0
    owner_epoch: int = 0
    since: int = 0
    taken: Standing | None = None

    def sold(self, at: int) -> Owned:
        """Begin the next owner epoch (Unix seconds)."""
        return replace(self, owner_epoch=self.owner_epoch + 1, since=at, taken=None)

    def noted(self, period: int) -> Owned:
        """Note what the present owner took over, in a period.

        Raises:
            ConflictError: if the agent was never sold, nothing was decided before, or something was decided since.
        """
        if self.owner_epoch == 0 or not 0 < self.changed_at <= self.since:
            raise ConflictError("there is nothing to note", name="Standing_NothingToNote")
        return replace(self, taken=self.standing.at(period))

    def add(self, at: int, period: int, positive: int, negative: int) -> Owned:
        """Add evidence at a time (Unix seconds) of a period, in milli-units."""
        return replace(self, standing=self.standing.add(period, positive, negative), changed_at=at)

    def inherited(self, period: int) -> Standing:
        """Return what the present owner took over, as decayed to a period; the rest was decided since."""
        if self.owner_epoch and self.changed_at <= self.since:
            return self.standing.at(period)
        return Standing(period=period) if self.taken is None else self.taken.at(period)
