"""Probabilities mean what they say, keep the order, and are learnt out of fold."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from forecaster.calibrate import Calibrator, out_of_fold, with_base_rate
from forecaster.detectors import LogisticDetector
from forecaster.metrics import auroc, brier, brier_skill, calibration_error, estimate, share_interval


@pytest.fixture
def scored():
    rng = np.random.default_rng(0)
    chances = rng.beta(1, 9, size=8000)
    return chances**2, (rng.random(8000) < chances).astype(np.int64)


@pytest.mark.parametrize("method", ["sigmoid", "beta", "isotonic"])
def test_calibration_repairs_bent_scores_and_keeps_their_order(method, scored):
    scores, labels = scored
    chances = Calibrator(method).fit(scores[:4000], labels[:4000]).probability(scores[4000:])
    assert calibration_error(labels[4000:], chances) < 0.02 < calibration_error(labels[4000:], scores[4000:])
    assert (np.diff(chances[np.argsort(scores[4000:])]) >= 0).all()
    assert chances.min() > 0
    assert chances.max() < 1
    assert brier_skill(labels[4000:], chances, labels[:4000].mean()) > 0


@pytest.mark.parametrize("method", ["sigmoid", "beta"])
def test_scores_that_point_the_wrong_way_are_worth_the_base_rate_alone(method, scored):
    scores, labels = scored
    chances = Calibrator(method).fit(1 - scores, labels).probability(1 - scores)
    assert np.ptp(chances) < 0.1
    assert chances.mean() == pytest.approx(labels.mean(), abs=0.03)


def test_beta_follows_scores_whose_two_ends_bend_differently():
    rng = np.random.default_rng(4)
    scores = rng.random(20_000)
    labels = (rng.random(20_000) < 1 / (1 + np.exp(-(3 * np.log(scores) - 0.5 * np.log(1 - scores) + 1)))).astype(int)
    errors = {
        method: calibration_error(
            labels[10_000:], Calibrator(method).fit(scores[:10_000], labels[:10_000]).probability(scores[10_000:])
        )
        for method in ("sigmoid", "beta")
    }
    assert errors["beta"] < 0.015 < errors["sigmoid"]


def test_out_of_fold_scores_come_from_earlier_owners_only():
    rng = np.random.default_rng(1)
    ages = np.repeat(np.arange(100), 4)
    labels = (rng.random(400) < 0.3).astype(np.int64)
    features = rng.normal(size=(400, 3)) + labels[:, None]
    scores = out_of_fold(LogisticDetector(), features, labels, ages)
    assert np.isnan(scores[:160]).all()
    assert np.isfinite(scores[160:]).all()
    later = features.copy()
    later[320:] += 100
    np.testing.assert_array_equal(out_of_fold(LogisticDetector(), later, labels, ages)[:320], scores[:320])


def test_the_base_rate_can_be_carried_over():
    chances = np.array([0.1, 0.5])
    np.testing.assert_allclose(with_base_rate(chances, 0.1, 0.1), chances)
    np.testing.assert_allclose(with_base_rate(chances, 0.5, 0.1)[1], 0.1)


def test_a_calibrator_speaks_for_the_base_rate_that_holds_now(scored):
    scores, labels = scored
    rng = np.random.default_rng(3)
    # the same population, of which most that came to nothing is left out: the rate is four times as high
    kept = (labels == 1) | (rng.random(len(labels)) < 0.2)
    known = Calibrator().fit(scores[kept][:1500], labels[kept][:1500])
    wrong = calibration_error(labels[4000:], known.probability(scores[4000:]))
    right = calibration_error(labels[4000:], known.at(float(labels[:4000].mean())).probability(scores[4000:]))
    assert right < 0.03 < wrong


def test_intervals_hold_the_value_and_say_when_nothing_was_measured():
    labels, scores = np.array([0, 1] * 50), np.linspace(0, 1, 100)
    found = estimate(lambda y, s: float(np.mean(y * s)), labels, scores, np.arange(100) // 2, 0)
    assert found.low < found.value < found.high
    assert estimate(brier, labels[::2], scores[::2], np.arange(50), 0).value is None
    assert share_interval(0, 0).value is None
    assert share_interval(0, 50).low == 0 < share_interval(0, 50).high < 0.1


def test_auroc_is_the_one_of_scikit_learn_ties_included():
    rng = np.random.default_rng(0)
    labels, scores = rng.integers(0, 2, 300), rng.integers(0, 20, 300) / 20
    assert auroc(labels, scores) == pytest.approx(roc_auc_score(labels, scores), abs=1e-12)
