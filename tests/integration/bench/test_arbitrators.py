"""The simulation of corrupt arbitrators beside what is known exactly."""

from __future__ import annotations

import random

import pytest

from bench import arbitrators

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(("share", "goal"), [(0.2, 0.95), (0.3, 0.85)])
def test_one_appeal_to_seven_keeps_rulings_right(share, goal):
    dice = random.Random(7)  # noqa: S311 dice of a simulation
    found = arbitrators.share_right(share, 0.0, 1_000, dice)
    assert found >= goal
    # A pool is drawn without putting back, so the simulation is a little better than independent seats.
    assert abs(found - arbitrators.exact(share)) < 0.04
    assert found > arbitrators.share_right(share, 0.0, 1_000, dice, appeals=False)


@pytest.mark.parametrize(("share", "error"), [(0.2, 0.0), (0.2, 0.05), (0.3, 0.05)])
def test_nothing_but_seven_seats_binds(share, error):
    dice = random.Random(11)  # noqa: S311 dice of a simulation
    found = arbitrators.share_right(share, error, 1_500, dice)
    # Four standard deviations of 1,500 trials.
    assert abs(found - arbitrators.bound(share, error)) < 0.04


def test_an_honest_pool_never_errs_and_a_corrupt_one_always():
    dice = random.Random(7)  # noqa: S311 dice of a simulation
    assert arbitrators.share_right(0.0, 0.0, 50, dice) == 1
    assert arbitrators.share_right(1.0, 0.0, 50, dice) == 0


def test_staying_away_wins_nothing():
    dice = random.Random(7)  # noqa: S311 dice of a simulation
    assert arbitrators.share_right(0.3, 0.0, 200, dice, absent=True) > 0.99
