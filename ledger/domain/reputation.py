"""Standing as integers: decay by table and the score, bit for bit as `Standing.sol` and `DecayMath.sol`.

Evidence is counted in milli-units (1000 = one unit). Stored values decay only at period boundaries
(7 days), so poking often cannot grind them down; positives round down, negatives up, and negatives
never decay faster than positives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PERIOD_SECONDS: Final = 7 * 24 * 3600
POSITIVE_HALF_LIFE: Final = 13  # periods
NEGATIVE_HALF_LIFE: Final = 26  # periods
UNIT: Final = 1000
MAX_EVIDENCE: Final = (1 << 80) - 1
MAX_COUNT: Final = (1 << 32) - 1
MAX_PERIODS: Final = (1 << 12) - 1
PPM: Final = 1_000_000
_FACTOR_BITS: Final = 64
_ROOT_PRECISION: Final = 512


def _integer_root(value: int, degree: int) -> int:
    """Return floor(value ** (1/degree)) by Newton's method on integers."""
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        step = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if step >= guess:
            return guess
        guess = step


def decay_factors(half_life: int) -> tuple[int, ...]:
    """Return F[j] = floor(2**64 * 2**(-(2**j)/half_life)) for j = 0..11, computed on integers alone."""
    factors = []
    for j in range(MAX_PERIODS.bit_length()):
        halvings, rest = divmod(1 << j, half_life)
        # 2**(64 - halvings - rest/half_life), as floor of an integer root of a power of two
        exponent = (_FACTOR_BITS - halvings) * half_life - rest
        factors.append(_integer_root(1 << exponent, half_life) if exponent >= 0 else 0)
    return tuple(factors)


POSITIVE_FACTORS: Final = decay_factors(POSITIVE_HALF_LIFE)
NEGATIVE_FACTORS: Final = decay_factors(NEGATIVE_HALF_LIFE)


def decay(value: int, periods: int, factors: tuple[int, ...], *, round_up: bool) -> int:
    """Decay `value` over `periods` whole periods (capped at 4095) by the table, lowest bit first."""
    periods = min(periods, MAX_PERIODS)
    bias = (1 << _FACTOR_BITS) - 1 if round_up else 0
    for j, factor in enumerate(factors):
        if periods >> j & 1:
            value = (value * factor + bias) >> _FACTOR_BITS
    return value


@dataclass(frozen=True, slots=True)
class Standing:
    """Decayed evidence about one agent in one context and dimension, as of `period` (Unix time / 7 days)."""

    positive: int = 0
    negative: int = 0
    count: int = 0
    period: int = 0

    def at(self, period: int) -> Standing:
        """Return the same evidence decayed to a later period."""
        elapsed = max(0, period - self.period)
        return Standing(
            decay(self.positive, elapsed, POSITIVE_FACTORS, round_up=False),
            decay(self.negative, elapsed, NEGATIVE_FACTORS, round_up=True),
            self.count,
            max(period, self.period),
        )

    def add(self, period: int, positive: int, negative: int) -> Standing:
        """Decay to `period`, then add evidence in milli-units, saturating at the stored widths."""
        now = self.at(period)
        return Standing(
            min(now.positive + positive, MAX_EVIDENCE),
            min(now.negative + negative, MAX_EVIDENCE),
            min(now.count + 1, MAX_COUNT),
            now.period,
        )

    @property
    def score_ppm(self) -> int:
        """(1 + P) / (3 + P + N) in parts per million, with P and N in units of evidence, rounded down."""
        return PPM * (UNIT + self.positive) // (3 * UNIT + self.positive + self.negative)
