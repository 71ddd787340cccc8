"""Drift, hazard and blame: what keeps a forecaster honest after it was trained."""

from __future__ import annotations

import numpy as np
import pytest

from forecaster.blame import baselines, blame
from forecaster.crowd.workflows import company
from forecaster.drift import drift, psi
from forecaster.hazard import Hazard
from forecaster.planted import BEGINS, rehearse_blame
from ledger.errors import InvalidInputError, NotFoundError


def test_rows_like_those_that_taught_have_not_drifted_and_moved_ones_have():
    rng = np.random.default_rng(1)
    taught, same = rng.normal(size=(800, 10)), rng.normal(size=(400, 10))
    calm = drift(taught, same)
    assert calm.drifted == ()
    assert (calm.confidence, calm.retrain) == (1.0, False)
    same[:, [2, 5]] += 1.5
    moved = drift(taught, same)
    assert moved.drifted == (2, 5)
    assert moved.retrain
    assert moved.confidence == pytest.approx(0.8)
    assert psi(taught[:, 0], taught[:, 0]) == 0
    with pytest.raises(InvalidInputError, match="cannot be compared"):
        drift(taught, same[:5])


def harms(rng, number=900):
    features = rng.normal(size=(number, 4))
    acts = np.ceil(rng.exponential(25 * np.exp(-1.2 * features[:, 0]))).astype(np.int64)
    lost = rng.choice([10, 20, 30, 60], number)
    return features, np.minimum(acts, lost), acts <= lost


def test_the_hazard_says_when_and_never_takes_it_back():
    rng = np.random.default_rng(2)
    fitted = Hazard().fit(*harms(rng))
    features = np.array([[2.0, 0, 0, 0], [-2.0, 0, 0, 0]])
    by = fitted.by(features)
    assert (np.diff(by, axis=1) >= 0).all()
    assert by[0, 0] > 0.6
    assert by[1, -1] < 0.2
    seen = fitted.by(harms(np.random.default_rng(3))[0])[:, 0].mean()
    features, acts, harmed = harms(np.random.default_rng(3))
    known = harmed | (acts >= 10)
    assert known.all()
    assert abs(seen - (harmed & (acts <= 10)).mean()) < 0.05
    with pytest.raises(InvalidInputError, match="no harm"):
        Hazard().fit(features, acts, np.zeros(len(acts), dtype=bool))


def test_what_simpler_rules_say_of_blame_stands_beside_it():
    flow = next(item for item in company(40, 3, rate=1.0) if item.harmful)
    acts = {act.record_id: (act, agent) for act, agent in zip(flow.acts, flow.agents, strict=True)}
    found = baselines(flow.harmful[-1], acts)
    assert set(found) == {"doer", "first", "equal"}
    assert all(sum(shares.values()) == pytest.approx(1) for shares in found.values())
    assert list(found["doer"]) == [acts[flow.harmful[-1]][1]]
    assert len(found["equal"]) >= 3


def test_a_chance_is_spread_over_the_stretches_and_ends_where_it_was():
    rng = np.random.default_rng(6)
    features = rng.normal(size=(300, 4))
    acts = rng.integers(1, 60, 300)
    hazard = Hazard().fit(features, acts, (acts <= 30) & (features[:, 0] > 0))
    chances = rng.random(300)
    spread = hazard.spread(features, chances)
    assert (np.diff(spread, axis=1) >= 0).all()
    np.testing.assert_allclose(spread[:, -1], chances)


def test_blame_sums_to_one_and_falls_on_those_on_the_way():
    for flow in company(40, 3, rate=0.5):
        if not flow.harmful:
            continue
        acts = {act.record_id: (act, agent) for act, agent in zip(flow.acts, flow.agents, strict=True)}
        found = blame(flow.harmful[-1], acts)
        assert sum(found.by_act.values()) == pytest.approx(1)
        assert sum(found.by_agent.values()) == pytest.approx(1)
        assert found.root in found.by_act
        assert set(flow.harmful) <= set(found.by_act)
    with pytest.raises(NotFoundError):
        blame("00", {})


def test_the_root_of_planted_faults_is_named_far_more_often_than_by_simpler_rules():
    found = rehearse_blame(7, faults=150)
    assert found.furthest_from_one < 1e-12
    assert found.root_agent.low > max(found.baselines.values())
    assert found.root_step.low > 0.3
    assert set(found.by_begin) == set(BEGINS)
    assert all(agent > 0.5 and step > 0.3 for agent, step in found.by_begin.values())


def test_where_nothing_was_sent_the_root_is_still_named_more_often_than_by_simpler_rules():
    found = rehearse_blame(7, faults=300, end="pays")
    assert found.root_agent.low > found.baselines["first"]
    assert found.root_agent.low > max(found.baselines["doer"], found.baselines["equal"])
    assert found.root_step.low > 0.3
