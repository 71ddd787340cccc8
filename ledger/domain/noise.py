"""Counts that say little about any one: noise that is drawn exactly, and a budget that is kept.

A count is published with discrete Laplace noise: P(k) is proportional to exp(-|k| * epsilon / sensitivity), where the
sensitivity is by how much one member can change the count. Whatever anybody concludes from what is published, they
would conclude with nearly the same probability, within a factor of exp(epsilon), had that member not been there (Dwork
et al. 2006). Floating point would betray the count through the gaps between its numbers (Mironov 2012), so the noise is
drawn in integers alone, as in Canonne, Kamath and Steinke (2020), algorithms 1 and 2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from ledger.errors import InvalidInputError

RandBelow = Callable[[int], int]
"""Returns a number from 0 up to, and without, the one given; each as likely as the other. `secrets.randbelow` does."""


def noisy(count: int, *, sensitivity: int, epsilon: Fraction, below: RandBelow) -> int:
    """Return a count with noise; it may be negative, and is so rather than biased.

    Args:
        count: The true one.
        sensitivity: By how much one member changes it at most; at least 1.
        epsilon: How much may be learned of one member; above 0.
        below: Where chance comes from.

    Raises:
        InvalidInputError: if sensitivity or epsilon is out of range.
    """
    if sensitivity < 1 or epsilon <= 0:
        raise InvalidInputError(f"no noise for sensitivity {sensitivity} and epsilon {epsilon}", code="bad_epsilon")
    return count + discrete_laplace(Fraction(sensitivity) / epsilon, below)


def discrete_laplace(scale: Fraction, below: RandBelow) -> int:
    """Draw k with probability proportional to exp(-|k| / scale)."""
    top, bottom = scale.numerator, scale.denominator
    while True:
        part = below(top)
        if not _bernoulli_exp(Fraction(part, top), below):
            continue
        whole = 0
        while _bernoulli_exp(Fraction(1), below):
            whole += 1
        size = (part + top * whole) // bottom
        negative = below(2) == 1
        if negative and size == 0:
            continue  # zero would come twice
        return -size if negative else size


def mass(k: int, scale: float) -> float:
    """Return with which probability `discrete_laplace` draws k; for whoever states how far off a count may be."""
    ratio = math.exp(-1 / scale)
    return (1 - ratio) / (1 + ratio) * ratio ** abs(k)


def margin(scale: float, certainty: float = 0.95) -> int:
    """Return how far off a count is at most, with a certainty between 0 and 1."""
    ratio, reach = math.exp(-1 / scale), 0
    while 2 * ratio ** (reach + 1) / (1 + ratio) > 1 - certainty:
        reach += 1
    return reach


def _bernoulli_exp(gamma: Fraction, below: RandBelow) -> bool:
    """Say yes with probability exp(-gamma), for gamma from 0 to 1."""
    k = 1
    while below(gamma.denominator * k) < gamma.numerator:
        k += 1
    return k % 2 == 1
