"""Alerts have hysteresis, and their false-alarm bound holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecaster.alerts import Alert, AlertRule, conformal_rule, firing_level, least_benign
from ledger.errors import InvalidInputError

RULE = AlertRule(threshold=0.5, clear=0.3, confirm=2, quiet=2)


def states(*scores: float) -> list[str]:
    alert, found = Alert(), []
    for block, score in enumerate(scores):
        alert = alert.advance(RULE, score, block)
        found.append(alert.state)
    return found


def test_one_high_score_is_pending_and_two_in_a_row_fire():
    assert states(0.1, 0.6, 0.1, 0.6, 0.6) == ["none", "pending", "none", "pending", "firing"]


def test_between_the_thresholds_nothing_is_resolved():
    assert states(0.6, 0.6, 0.4, 0.4, 0.2, 0.4, 0.2, 0.2)[1:] == ["firing"] * 6 + ["resolved"]


def test_a_resolved_alert_may_fire_again_and_remembers_when_it_fired():
    alert = Alert()
    for block, score in enumerate([0.6, 0.6, 0.1, 0.1, 0.6]):
        alert = alert.advance(RULE, score, block)
    assert (alert.state, alert.since, alert.fired) == ("pending", 4, 1)
    assert alert.advance(RULE, 0.6, 5) == Alert("firing", 5, 5)


@given(st.lists(st.floats(0, 1), max_size=12), st.floats(0, 1))
def test_an_alert_fires_exactly_above_its_firing_level(scores, threshold):
    rule, alert, fired = AlertRule(threshold, 0.0, confirm=2), Alert(), False
    for block, score in enumerate(scores):
        alert = alert.advance(rule, score, block)
        fired = fired or alert.state == "firing"
    assert fired == (firing_level(np.array(scores)) > threshold)


@pytest.mark.parametrize(("bound", "needed"), [(0.05, 19), (0.04, 24), (0.1, 9)])
def test_a_bound_takes_enough_benign_agents(bound, needed):
    assert least_benign(bound) == needed
    conformal_rule(list(range(needed)), bound)
    with pytest.raises(InvalidInputError, match=str(needed - 1)):
        conformal_rule(list(range(needed - 1)), bound)


def test_nine_calibration_parts_in_ten_keep_the_bound_where_there_are_agents_enough():
    rng = np.random.default_rng(1)
    kept = [conformal_rule(list(rng.random(200)), 0.05).threshold >= 0.95 for _ in range(400)]
    assert 0.87 <= np.mean(kept) <= 0.97


def test_the_false_alarm_rate_stays_within_the_stated_bound_on_average():
    rng = np.random.default_rng(0)
    rates = [np.mean(rng.normal(size=400) > conformal_rule(rng.normal(size=60), 0.05).threshold) for _ in range(400)]
    assert np.mean(rates) <= 0.05 + 0.005
