from __future__ import annotations

from dataclasses import replace

import pytest

from demo.report import Report

GOOD = Report(
    agents=24,
    records=2000,
    anchors=3,
    objective_rulings=2,
    mandate_rulings=1,
    panel_rulings=1,
    appeals=1,
    standing_changed=True,
    bundle_verified=True,
    tampered_bundle_rejected=True,
    mirror_digest_equals_rebuild=True,
    indexer_killed_and_recovered=True,
    leak_on_record=True,
    alerted=["Otis"],
    alert_precedes_dispute=True,
    forecast_committed_before_dispute=True,
    case_bundle_verified=True,
    records_by_outcome={"success": 990, "refused": 4, "denied": 3, "failure": 2, "timeout": 1},
)


def test_a_report_that_measured_everything_promised_is_ok():
    assert GOOD.ok
    assert GOOD.to_json()["shortfalls"] == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"agents": 19}, "agents"),
        ({"records": 1999}, "records"),
        ({"anchors": 2}, "anchors"),
        ({"objective_rulings": 0}, "objective_rulings"),
        ({"mandate_rulings": 0}, "mandate_rulings"),
        ({"panel_rulings": 0}, "panel_rulings"),
        ({"alerted": []}, "alerted"),
        ({"alert_precedes_dispute": False}, "alert_precedes_dispute"),
        ({"forecast_committed_before_dispute": False}, "forecast_committed_before_dispute"),
        ({"case_bundle_verified": False}, "case_bundle_verified"),
        ({"standing_changed": False}, "standing_changed"),
        ({"bundle_verified": False}, "bundle_verified"),
        ({"tampered_bundle_rejected": False}, "tampered_bundle_rejected"),
        ({"mirror_digest_equals_rebuild": False}, "mirror_digest_equals_rebuild"),
        ({"indexer_killed_and_recovered": False}, "indexer_killed_and_recovered"),
        ({"leak_on_record": False}, "leak_on_record"),
        ({"records_by_outcome": {**GOOD.records_by_outcome, "timeout": 0}}, "timeout"),
        ({"failures": ["Ada, a buyer: KeyError: 'x'"]}, "Ada"),
    ],
)
def test_each_shortfall_is_named(change, word):
    report = replace(GOOD, **change)
    assert not report.ok
    assert [sentence for sentence in report.shortfalls() if word in sentence]


def test_a_report_of_nothing_is_not_ok():
    assert not Report().ok
