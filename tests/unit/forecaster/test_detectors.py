"""One list of checks that every detector passes, after river's `checks/anomaly.py`."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from sklearn.base import clone

from forecaster.detectors import DETECTORS, ForestDetector, VigilDetector
from forecaster.metrics import auroc


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(3)
    labels = (rng.random(600) < 0.2).astype(np.int64)
    features = rng.normal(size=(600, 8)) + 1.5 * labels[:, None] * (np.arange(8) < 3)
    return features, labels


@pytest.fixture(params=sorted(DETECTORS))
def detector(request):
    found = DETECTORS[request.param](random_state=5)
    small = {"trees": 30, "rounds": 15}
    return found.set_params(**{name: size for name, size in small.items() if name in found.get_params()})


def test_higher_is_worse(detector, data):
    features, labels = data
    assert auroc(labels, detector.fit(features, labels).score(features)) > 0.85


def test_fit_returns_itself_and_the_constructor_only_stores(detector, data):
    assert not [name for name in vars(detector) if name.endswith("_")]
    names = set(inspect.signature(type(detector)).parameters)
    assert names == set(detector.get_params(deep=False)) == set(vars(detector))
    assert detector.fit(*data) is detector
    assert [name for name in vars(detector) if name.endswith("_")]


def test_scores_are_finite_shares_one_a_row(detector, data):
    scores = detector.fit(*data).score(data[0])
    assert scores.shape == (600,)
    assert scores.dtype == np.float64
    assert np.isfinite(scores).all()
    assert scores.min() >= 0
    assert scores.max() <= 1


def test_the_same_seed_gives_the_same_scores(detector, data):
    np.testing.assert_array_equal(detector.fit(*data).score(data[0]), clone(detector).fit(*data).score(data[0]))


def test_scoring_changes_neither_the_detector_nor_the_features(detector, data):
    features = data[0].copy()
    detector.fit(*data)
    first = detector.score(features)
    np.testing.assert_array_equal(first, detector.score(features))
    np.testing.assert_array_equal(features, data[0])


def test_a_row_is_scored_the_same_alone_and_in_company(detector, data):
    scores = detector.fit(*data).score(data[0])
    np.testing.assert_allclose(detector.score(data[0][7:8]), scores[7:8], atol=1e-12)


def test_features_that_never_vary_and_extremes_are_borne(detector, data):
    features, labels = data
    features = np.column_stack([features, np.zeros(len(labels)), np.where(labels, 1e9, -1e9)])
    assert np.isfinite(detector.fit(features, labels).score(features * 10)).all()


def test_trees_that_did_not_see_a_row_speak_of_it_and_say_nothing_where_there_are_none(data):
    features, labels = data
    blind = ForestDetector(trees=40, bagged=True).fit(features, labels).blind()
    assert 0.8 < auroc(labels, blind) < 1
    few = ForestDetector(trees=2, bagged=True).fit(features, labels).blind()
    assert 0 < np.isnan(few).sum() < len(few)


def test_vigil_is_sure_of_what_only_novelty_sees(data):
    features, labels = data
    vigil = VigilDetector(trees=40).fit(features, labels)
    odd = np.zeros((1, 8))
    odd[:, 5:] = 6.0
    assert vigil.score(odd)[0] > np.quantile(vigil.score(features[labels == 0]), 0.9)
