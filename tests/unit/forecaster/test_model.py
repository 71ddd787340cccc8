"""The whole: deterministic, honest about what it does not know, explainable, and kept safely."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import skops.io
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from forecaster import evaluate as evaluate_module
from forecaster.alerts import Alert
from forecaster.artefact import CARD_FILE, MODEL_FILE, DataRange, load, save
from forecaster.detectors import BlendDetector
from forecaster.evaluate import fires_at
from forecaster.explain import explain
from forecaster.features import History
from forecaster.report import markdown
from forecaster.split import split
from forecaster.train import train
from forecaster.watch import watch
from ledger.errors import InvalidInputError, NotFoundError, ProofError

DATA = DataRange(source="test", agents=1, first_block=0, last_block=1)


@pytest.fixture(scope="module")
def fired(world, model):
    """(ready history, block) of the agents of the test part whose alert fires, when it first does."""
    found = []
    for item in watch(model.detector, world.ready, world.parts.test):
        alert = Alert()
        for block, score in zip(item.blocks, item.scores, strict=True):
            alert = alert.advance(model.rule, float(score), block)
            if alert.state == "firing":
                found.append((world.ready[item.agent], block))
                break
    return found


@pytest.fixture(scope="module")
def written(model, tmp_path_factory):
    """(folder, card) of the model's artefact, to be copied."""
    folder = tmp_path_factory.mktemp("written")
    return folder, save(model, folder, seed=7, data=DATA, metrics={"auroc": 0.5})


@pytest.fixture
def artefact(written, tmp_path):
    """A copy of the artefact, to be spoilt."""
    shutil.copytree(written[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_training_is_deterministic_by_seed(world, model):
    again = train(world.ready, world.parts, seed=7, detector=BlendDetector(trees=60, random_state=7))
    probe = np.vstack([item.at([item.history.as_of_block]) for item in world.ready[:50]])
    np.testing.assert_array_equal(again.probabilities(probe), model.probabilities(probe))
    assert again.rule == model.rule


def test_too_few_faults_are_refused(world):
    innocent = [History(replace(item, verdicts=())) for item in world.histories[:60]]
    with pytest.raises(InvalidInputError, match="0 rows with a fault are too few") as error:
        train(innocent, split([item.history for item in innocent]), seed=0)
    assert "larger population" in error.value.hint


def test_a_short_history_is_insufficient_and_a_long_one_is_answered(world, model):
    long = world.histories[0]
    short = replace(long, records=long.records[:4], verdicts=(), disputes=())
    first, second = model.forecast([short, long])
    assert (first.state, first.probability, first.score) == ("insufficient", None, None)
    assert second.state == "ok"
    assert 0 < second.probability < 1
    assert model.forecast([short])[0] == first


def test_a_forecast_as_of_a_block_ignores_what_came_later(world, model):
    history = world.histories[3]
    block = history.records[80].block
    before = model.forecast([history.until(block)])[0]
    assert before.score == pytest.approx(float(model.detector.score(History(history).at([block]))[0]))


def test_a_forecast_says_when_and_ends_at_its_probability(world, model):
    for found in model.forecast(world.histories[:20]):
        assert (found.by == ()) == (found.state == "insufficient")
        if found.by:
            assert list(found.by) == sorted(found.by)
            assert found.by[-1] == pytest.approx(found.probability)


def test_rows_like_those_that_taught_have_hardly_drifted_and_others_ask_for_training(taught, model):
    same = model.drift(taught.features)
    assert same.confidence > 0.95
    assert not same.retrain
    other = model.drift(taught.features * 3 + 1)
    assert other.confidence < same.confidence
    assert other.retrain
    assert model.drift(taught.features[:5]) is None


def test_an_alert_follows_a_history_and_skips_what_is_insufficient(fired, model):
    ready, block = fired[0]
    blocks = [record.block for record in ready.history.records if record.block <= block]
    assert model.alert(ready, blocks[:3]) == Alert()
    assert model.alert(ready, sorted(set(blocks))).state in {"firing", "pending", "resolved"}


def test_explanations_cite_records_whose_deletion_takes_the_alert_away(fired, model):
    found = [explain(model, ready, block) for ready, block in fired]
    assert np.mean([item.holds for item in found]) >= 0.9
    for (ready, block), item in zip(fired, found, strict=True):
        known = {record.record_id for record in ready.history.until(block).records}
        assert item.records
        assert set(item.records) <= known
        assert all(reason.push > 0 and reason.says for reason in item.reasons)


def test_alerts_come_before_disputes_and_false_alarms_are_near_the_bound(world, model):
    watched = watch(model.detector, world.ready, world.parts.test)
    offenders = [(fires_at(model, item), item) for item in watched if item.opened_act is not None]
    assert any(at is not None and item.opened_act - at > 5 for at, item in offenders)
    assert all(at is None or at <= item.opened_act for at, item in offenders)
    benign = [fires_at(model, item) is not None for item in watched if item.opened_act is None]
    assert np.mean(benign) < 0.15  # 4% on average; few benign agents set it here


def test_what_is_measured_of_alarms_is_told_against_the_bound(measured, model):
    found = measured.alarms
    assert found.bound == model.rule.bound
    assert found.bound_holds == (found.false_alarms.low <= found.bound)
    assert found.foreseen.value <= found.detected.value
    assert found.benign > found.offenders > 0


def test_the_lead_is_told_for_other_thresholds_and_never_shrinks_with_more_false_alarms(measured):
    curve = measured.alarms.lead_curve
    assert len(curve) == 5
    for (false, caught, lead), (more, also, longer) in pairwise(curve):
        assert (more >= false, also >= caught, longer >= lead) == (True, True, True)
    assert all(false <= share for (false, _, _), share in zip(curve, (0.01, 0.02, 0.04, 0.08, 0.16), strict=True))
    assert f"| {curve[2][0]:.1%} | {curve[2][1]:.1%} | {curve[2][2]:g} acts |" in markdown(measured)


def test_false_alarms_are_told_by_tenure_and_by_owner_and_add_up_to_all_of_them(world, model):
    watched = [item for item in watch(model.detector, world.ready, world.parts.test) if item.opened_act is None]
    fired = [fires_at(model, item) for item in watched]
    found = evaluate_module._fairly(watched, fired, world.ready)
    middle = np.median([item.acts[-1] for item in watched])
    young = [at is not None for item, at in zip(watched, fired, strict=True) if item.acts[-1] < middle]
    owners = Counter(item.history.owner for item in world.ready)
    alone = [
        at is not None
        for item, at in zip(watched, fired, strict=True)
        if owners[world.histories[item.agent].owner] == 1
    ]
    assert found["shorter tenure"].value == pytest.approx(np.mean(young))
    assert found["one agent"].value == pytest.approx(np.mean(alone))
    for one, other, number in (
        ("shorter tenure", "longer tenure", len(young)),
        ("one agent", "several agents", len(alone)),
    ):
        total = found[one].value * number + found[other].value * (len(watched) - number)
        assert total == pytest.approx(sum(at is not None for at in fired))


def test_the_calibration_curve_covers_every_row_and_sums_up_to_the_error(measured):
    assert sum(item.rows for item in measured.bins) == measured.rows
    assert [item.said for item in measured.bins] == sorted(item.said for item in measured.bins)
    gap = sum(abs(item.said - item.came) * item.rows for item in measured.bins) / measured.rows
    assert gap == pytest.approx(measured.calibration_error.value)


def test_the_report_says_what_it_is_not(measured):
    text = markdown(measured)
    assert "not how well it will do on live agents" in text
    assert "Brier skill" in text
    assert "the bound stands" in text or "the bound is broken" in text
    assert "came true" in text
    assert "nan" not in text


def test_an_artefact_comes_back_the_same(world, model, written):
    loaded, card = load(written[0])
    probe = np.vstack([item.at([item.history.as_of_block]) for item in world.ready[:50]])
    np.testing.assert_array_equal(loaded.probabilities(probe), model.probabilities(probe))
    assert (loaded.rule, loaded.horizon, card) == (model.rule, model.horizon, written[1])
    np.testing.assert_array_equal(loaded.hazard.by(probe), model.hazard.by(probe))
    np.testing.assert_array_equal(loaded.reference, model.reference)


def test_an_artefact_that_was_changed_is_refused(artefact):
    data = bytearray((artefact / MODEL_FILE).read_bytes())
    data[100] ^= 1
    (artefact / MODEL_FILE).write_bytes(data)
    with pytest.raises(ProofError, match="not the file its card names"):
        load(artefact)


@pytest.mark.parametrize(("field", "value"), [("feature_schema", "ombud/features/2:other"), ("schema", "x/9")])
def test_an_artefact_for_other_features_is_refused(artefact, field, value):
    card = json.loads((artefact / CARD_FILE).read_text())
    (artefact / CARD_FILE).write_text(json.dumps({**card, field: value}))
    with pytest.raises(InvalidInputError, match="artefact"):
        load(artefact)


def test_missing_and_malformed_artefacts_are_refused(tmp_path):
    with pytest.raises(NotFoundError):
        load(tmp_path)
    (tmp_path / MODEL_FILE).write_bytes(b"")
    (tmp_path / CARD_FILE).write_text("{}")
    with pytest.raises(InvalidInputError, match="card"):
        load(tmp_path)


def test_an_artefact_with_foreign_types_is_refused_though_its_digest_fits(artefact):
    card = json.loads((artefact / CARD_FILE).read_text())
    data = skops.io.dumps(make_pipeline(FunctionTransformer(np.fft.fft), FunctionTransformer(pytest.approx)))
    (artefact / MODEL_FILE).write_bytes(data)
    card["sha256"] = hashlib.sha256(data).hexdigest()
    (artefact / CARD_FILE).write_text(json.dumps(card))
    with pytest.raises(ProofError, match="not trusted"):
        load(artefact)
