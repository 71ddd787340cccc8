"""`ombud forecast run | explain` and `ombud alert list | show`, as they are typed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from threading import Event

import pytest
from typer.testing import CliRunner

from forecaster.artefact import CARD_FILE, MODEL_FILE
from ledger.cli import context, wiring
from ledger.cli.app import make_app
from ledger.errors import InvalidInputError, LedgerError, NotFoundError, ProofError, StaleMirrorError
from tests.fakes.acting import artefact
from tests.fakes.asked import sources_of

pytestmark = pytest.mark.integration


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    context.set_home(None)


@pytest.fixture
def folder(home):
    artefact(home / "forecast-model")
    return home / "forecast-model"


@pytest.fixture
def ombud(home, sources, catch_up, monkeypatch):
    """The command line, pointed at the mirror of the world in memory."""
    catch_up()

    @contextmanager
    def opened(_settings):
        yield sources

    monkeypatch.setattr(wiring, "opened_sources", opened)

    def run(*arguments):
        result = CliRunner().invoke(make_app({"forecast": "forecaster.cli"}), [str(item) for item in arguments])
        if isinstance(result.exception, LedgerError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_a_run_is_listed_shown_and_explained_the_same(ombud, folder, world):
    said = json.loads(ombud("forecast", "run", "--json"))
    assert (said["agents"], said["alerts"], said["written"]) == (4, 1, True)
    assert said["as_of"]["number"] == world.chain.head().number
    assert [item["state"] for item in said["forecasts"]] == ["ok", "ok", "insufficient", "insufficient"]
    listed = json.loads(ombud("alert", "list", "--json"))["data"]["items"]
    shown = json.loads(ombud("alert", "show", "1", "--json"))["data"]
    why = json.loads(ombud("forecast", "explain", "1", "--json"))
    assert [item["agent_id"] for item in listed] == [1]
    assert listed[0]["probability"] == shown["probability"] == pytest.approx(why["forecast"]["probability"])
    assert listed[0]["reasons"] == shown["reasons"]
    assert [item["says"] for item in shown["reasons"]] == [item["says"] for item in why["why"]["reasons"]]
    assert listed[0]["statement"]["model"]["digest"] == said["model"] == why["model"]


def test_what_a_run_says_is_written_down_for_the_book(ombud, folder, tmp_path):
    said = json.loads(ombud("forecast", "run", "--book", tmp_path / "said.json", "--json"))
    millionths = json.loads((tmp_path / "said.json").read_text())
    assert len(millionths) == said["agents"] == 4
    assert millionths[1] == round(1e6 * said["forecasts"][1]["probability"])
    assert millionths[2] == millionths[3] == 500_000  # the base rate, where little is known
    assert (said["confidence"], said["retrain"]) == (None, False)


def test_blame_for_a_record_is_shared_and_simpler_rules_stand_beside(ombud, world):
    record = json.loads(ombud("record", "list", "1", "--json"))["data"]["items"][-1]["record_id"]
    found = json.loads(ombud("forecast", "blame", record, "--json"))
    assert sum(found["by_agent"].values()) == pytest.approx(1)
    assert (found["root_agent"], set(found["baselines"])) == (1, {"doer", "first", "equal"})
    text = ombud("forecast", "blame", record)
    assert "agent 1: 100.0%" in text
    assert "the rule 'doer' says: agent 1 100%" in text
    with pytest.raises(NotFoundError, match="no act"):
        ombud("forecast", "blame", "0" * 64)


def test_people_read_what_it_is_and_what_it_changes(ombud, folder):
    text = ombud("forecast", "run")
    assert "agent 1: firing since block" in text
    assert "4 agents as of block" in text
    assert "2 with too short a history" in text
    assert "A forecast is advice" in text
    assert "stated before, nothing changed" in ombud("forecast", "run")
    listed = ombud("alert", "list")
    assert "firing" in listed
    assert "changes nothing on chain" in listed
    assert "as of block" in listed
    shown = ombud("alert", "show", "1")
    assert "fault is upheld within the next 20 acts" in shown
    assert "    record " in shown
    assert "insufficient: 3 acts" in ombud("alert", "show", "2")
    assert "alert     none" in ombud("alert", "show", "0")
    why = ombud("forecast", "explain", "1")
    assert "alert: firing since block" in why
    assert "no longer high" in why
    assert "insufficient" in ombud("forecast", "explain", "2")
    none = ombud("alert", "list", "--state", "resolved")
    assert "no alerts" in none
    assert "run as of block" in none


def test_a_past_block_is_answered_as_of_then(ombud, folder, world):
    block = world.chain.head().number - 20
    assert json.loads(ombud("forecast", "run", "--as-of", block, "--json"))["as_of"]["number"] == block
    assert json.loads(ombud("alert", "list", "--json"))["data"]["items"] == []
    assert "alert: none" in ombud("forecast", "explain", "1", "--as-of", block)


def test_watching_states_what_a_run_states_and_counts_it(ombud, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(wiring, "stop_on_signals", Event)
    counted = tmp_path / "metrics.prom"
    line = json.loads(ombud("forecast", "watch", "--times", 1, "--metrics", counted))
    assert (line["agents"], line["alerts"], line["written"]) == (4, 1, True)
    assert json.loads(ombud("forecast", "run", "--json"))["written"] is False
    said = dict(row.rsplit(" ", 1) for row in counted.read_text().splitlines())
    assert said["ombud_forecast_runs_total"] == "1"
    assert said['ombud_forecast_alerts{state="firing"}'] == "1"
    assert said["ombud_forecast_agents_insufficient"] == "2"
    assert float(said["ombud_forecast_block"]) == line["block"]


def test_blocks_that_have_passed_are_forecast_in_turn(ombud, folder, world):
    head = world.chain.head().number
    lines = [json.loads(row) for row in ombud("forecast", "backfill", head - 20, head, "--every", 10).splitlines()]
    assert [row["block"] for row in lines] == [head - 20, head - 10, head]
    assert [row["alerts"] for row in lines][-1] == 1
    with pytest.raises(InvalidInputError, match="comes before"):
        ombud("forecast", "backfill", head, head - 1)


def test_nothing_stated_is_no_all_clear(ombud):
    assert "no forecaster has stated anything" in ombud("alert", "list")
    with pytest.raises(NotFoundError) as error:
        ombud("alert", "show", "0")
    assert "ombud forecast run" in error.value.hint


def test_a_forecast_of_a_block_that_was_taken_back_says_so(ombud, folder, world, catch_up):
    ombud("forecast", "run")
    world.chain.fork(1)
    world.chain.mine(blocks=3)
    catch_up()
    assert "reorged" in ombud("alert", "list")
    shown = ombud("alert", "show", "1")
    assert "was taken back" in shown
    assert "ombud forecast run" in shown


def test_a_log_that_waits_is_said(ombud, folder, world, catch_up):
    log = next(iter(world.logs))
    world.logs[log].down = True
    world.logs[log].append(world.agents[0].segment(1, session="late"))
    world.anchor(log)
    catch_up()
    assert "known to be missing" in ombud("forecast", "explain", "0")
    assert "3 with records known to be missing" in ombud("forecast", "run")
    assert "known to be missing" in ombud("alert", "show", "0")


@pytest.mark.parametrize("command", [("run",), ("explain", "1")])
def test_an_artefact_that_does_not_fit_is_refused_with_the_way_on(ombud, home, command, tmp_path):
    with pytest.raises(NotFoundError, match=r"home/forecast-model/card\.json") as missing:
        ombud("forecast", *command)
    assert "ombud forecast train" in missing.value.hint
    other = tmp_path / "other"
    artefact(other)
    card = json.loads((other / CARD_FILE).read_text())
    (other / CARD_FILE).write_text(json.dumps({**card, "feature_schema": "ombud/features/0"}))
    with pytest.raises(InvalidInputError, match="over ombud/features/0") as schema:
        ombud("forecast", *command, "--model", other)
    assert "train again" in schema.value.hint
    (other / CARD_FILE).write_text(json.dumps({**card, "sha256": "0" * 64}))
    with pytest.raises(ProofError, match="not the file its card names"):
        ombud("forecast", *command, "--model", other)
    (other / CARD_FILE).write_text("{")
    with pytest.raises(InvalidInputError, match=CARD_FILE):
        ombud("forecast", *command, "--model", other)
    assert (other / MODEL_FILE).is_file()


def test_unknown_agents_and_a_mirror_that_lags_are_refused_with_the_way_on(ombud, folder, world, mirror, monkeypatch):
    with pytest.raises(NotFoundError, match="no agent 9"):
        ombud("forecast", "explain", "9")
    with pytest.raises(InvalidInputError, match="neither a number"):
        ombud("forecast", "explain", "nobody")

    @contextmanager
    def behind(_settings):
        yield sources_of(world, mirror, max_lag=0)

    mirror.saw(world.chain.head().number + 5, now=world.now)
    monkeypatch.setattr(wiring, "opened_sources", behind)
    with pytest.raises(StaleMirrorError, match="the mirror is at block") as lag:
        ombud("forecast", "run")
    assert "caught up" in lag.value.hint
    assert "agents as of block" in ombud("forecast", "run", "--as-of", world.chain.head().number)
