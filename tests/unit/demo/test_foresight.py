"""A model is trained once for one state of the forecaster's source, and asked by command whenever it is wanted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.foresight import Foresight, ForesightError, Statement, artefact_name, cache_folder
from demo.ombud import Said


class Command:
    """`ombud forecast`, which writes an artefact when it trains."""

    def __init__(self, *, trains=0, runs=0):
        self.codes = {"train": trains, "run": runs}
        self.asked = []

    def __call__(self, *arguments):
        self.asked.append(arguments)
        what = arguments[1]
        if self.codes[what]:
            return Said(self.codes[what], "", "it went wrong")
        if what == "train":
            Path(arguments[arguments.index("--out") + 1]).mkdir()
        forecasts = [{"agent": 5, "alert": "firing"}, {"agent": 6, "alert": None}, {"agent": 7, "alert": "pending"}]
        return Said(0, json.dumps({"as_of": {"number": 130}, "agents": 3, "forecasts": forecasts}), "")


def foresight(command, cache):
    return Foresight(command, lambda _: None, cache)


def test_a_model_is_trained_once_and_found_by_the_next_run(tmp_path):
    first, second = Command(), Command()
    foresight(first, tmp_path / "cache").prepare()
    foresight(second, tmp_path / "cache").prepare()
    assert [item[:2] for item in first.asked] == [("forecast", "train")]
    assert second.asked == []
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [artefact_name()]


def test_a_training_that_fails_leaves_nothing_behind(tmp_path):
    with pytest.raises(ForesightError, match="it went wrong"):
        foresight(Command(trains=1), tmp_path).prepare()
    assert list(tmp_path.iterdir()) == []


def test_a_statement_holds_what_the_command_said(tmp_path):
    command = Command()
    said = foresight(command, tmp_path).state()
    assert said == Statement(130, 3, {5: "firing", 7: "pending"})
    assert command.asked[0][2:4] == ("--model", str(tmp_path / artefact_name()))
    assert said.told({5: "Otis", 7: "Ada"}).endswith("block 130: look at Otis (firing), Ada (pending)")
    assert Statement(130, 3, {}).told({}).endswith("no alert")


def test_a_forecaster_that_does_not_answer_says_why(tmp_path):
    with pytest.raises(ForesightError, match="said 6: it went wrong"):
        foresight(Command(runs=6), tmp_path).state()


def test_the_artefacts_name_changes_with_the_source(tmp_path):
    source = tmp_path / "features.py"
    source.write_text("A = 1")
    before = artefact_name(tmp_path)
    source.write_text("A = 2")
    assert artefact_name(tmp_path) != before
    source.write_text("A = 1")
    assert artefact_name(tmp_path) == before


def test_the_cache_is_where_it_is_wanted(monkeypatch, tmp_path):
    monkeypatch.setenv("OMBUD_DEMO_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("OMBUD_DEMO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "ombud-demo"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home" / ".cache" / "ombud-demo"
