"""Noise: drawn as it says, and as much as the stated epsilon asks for."""

from __future__ import annotations

import math
import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import noise
from ledger.errors import InvalidInputError

DRAWS = 20_000


def drawn(scale, seed=7):
    dice = random.Random(seed)  # noqa: S311 - dice of a test
    return Counter(noise.discrete_laplace(scale, dice.randrange) for _ in range(DRAWS))


@pytest.mark.parametrize("scale", [Fraction(1, 2), Fraction(1), Fraction(5), Fraction(7, 3)])
def test_it_is_drawn_as_it_says(scale):
    """Chi-square over the cells that are likely enough; the seed is fixed, so this is no gamble."""
    counts = drawn(scale)
    likely = [k for k in range(-60, 61) if noise.mass(k, float(scale)) * DRAWS >= 10]
    assert len(likely) >= 5
    off = sum((counts[k] - (due := noise.mass(k, float(scale)) * DRAWS)) ** 2 / due for k in likely)
    freedom = len(likely) - 1
    assert off < freedom + 4 * math.sqrt(2 * freedom)


@given(st.integers(-40, 40), st.integers(1, 9), st.fractions(Fraction(1, 10), 3, max_denominator=10))
def test_one_member_changes_no_probability_by_more_than_epsilon(k, sensitivity, epsilon):
    scale = float(sensitivity / epsilon)
    for change in range(-sensitivity, sensitivity + 1):
        ratio = noise.mass(k, scale) / noise.mass(k + change, scale)
        assert ratio <= math.exp(float(epsilon)) * (1 + 1e-9)


def test_what_is_published_for_neighbours_keeps_to_epsilon():
    """The same of the sampler itself: two counts, one member apart, and every answer that came often."""
    epsilon, sensitivity = Fraction(1), 2
    one, other = (
        Counter(
            noise.noisy(count, sensitivity=sensitivity, epsilon=epsilon, below=random.Random(seed).randrange)  # noqa: S311 - dice of a test
            for seed in range(begin, begin + 8_000)
        )
        for count, begin in ((10, 0), (12, 8_000))
    )
    for answer in one:
        if min(one[answer], other[answer]) >= 200:
            assert one[answer] / other[answer] <= math.e * 1.3
            assert other[answer] / one[answer] <= math.e * 1.3


def test_probabilities_sum_to_one_and_the_margin_holds():
    for scale in (0.5, 1.0, 5.0, 20.0):
        assert sum(noise.mass(k, scale) for k in range(-2000, 2001)) == pytest.approx(1.0)
        reach = noise.margin(scale)
        inside = sum(noise.mass(k, scale) for k in range(-reach, reach + 1))
        less = sum(noise.mass(k, scale) for k in range(-reach + 1, reach))
        assert less < 0.95 <= inside + 1e-12


@pytest.mark.parametrize(("sensitivity", "epsilon"), [(0, Fraction(1)), (1, Fraction(0)), (1, Fraction(-1))])
def test_no_noise_is_no_protection(sensitivity, epsilon):
    with pytest.raises(InvalidInputError):
        noise.noisy(1, sensitivity=sensitivity, epsilon=epsilon, below=random.Random(0).randrange)  # noqa: S311 - dice of a test
