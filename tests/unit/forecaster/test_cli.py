"""`ombud forecast train` and `evaluate`, small."""

from __future__ import annotations

import json
import subprocess
import sys

from typer.testing import CliRunner

from forecaster.artefact import load
from forecaster.cli import app


def test_train_writes_an_artefact_that_evaluate_measures_afresh(tmp_path):
    folder, report, drawn = tmp_path / "model", tmp_path / "report.md", str(tmp_path / "drawn")
    small = ["--agents", "200", "--trees", "20", "--json"]
    made = CliRunner().invoke(app, ["train", "--out", str(folder), "--seed", "2", *small])
    assert made.exit_code == 0, made.output
    card = json.loads(made.stdout)
    assert card["seed"] == 2
    assert card["data"]["first_block"] < card["data"]["last_block"]
    assert "· fitting" in made.stderr
    assert load(folder)[0].chains.alarms([]) == []
    found = CliRunner().invoke(
        app,
        ["evaluate", str(folder), "--seed", "3", "--out", str(report), "--agents", "200", "--json", "--report", drawn],
    )
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert answer["model"] == card["sha256"]
    assert answer["auroc"]["low"] <= answer["auroc"]["value"] <= answer["auroc"]["high"]
    assert report.read_text().startswith("# Forecast report")
    assert set(answer["alarms"]["false_alarms_by"]) >= {"shorter tenure", "several agents"}
    shown = (tmp_path / "drawn" / "report.md").read_text()
    for name in ("calibration", "roc", "precision_recall", "lead", "families", "drift"):
        assert f"({name}.svg)" in shown
        assert (tmp_path / "drawn" / f"{name}.png").stat().st_size > 1000


def test_help_does_not_pay_for_scikit_learn():
    code = "import sys, forecaster.cli; sys.exit('sklearn' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
