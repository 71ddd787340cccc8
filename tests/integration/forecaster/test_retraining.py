"""`ombud forecast retrain` on a mirror: what was ruled since teaches; a batch that is wrong throughout is refused."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from forecaster.artefact import DataRange, load, load_lesson, save
from forecaster.detectors import BlendDetector
from forecaster.features import History
from forecaster.labels import SETTLE_BLOCKS
from forecaster.lesson import gather
from forecaster.population import simulate
from forecaster.split import split
from forecaster.train import learn
from ledger.cli import context, wiring
from ledger.cli.app import make_app
from ledger.errors import ConflictError, InvalidInputError, LedgerError
from tests.fakes.acting import act
from tests.fakes.world import World

pytestmark = pytest.mark.integration
AGENTS = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The artefact in force, with what taught it."""
    histories = [life.history for life in simulate(200, 5, base_rate=0.4)]
    lesson = gather([History(item) for item in histories], split(histories), seed=5)
    model = learn(lesson, seed=5, detector=BlendDetector(trees=10, random_state=5))
    found = tmp_path_factory.mktemp("force") / "model"
    save(model, found, seed=5, data=DataRange(source="made up", agents=1, first_block=0, last_block=1), metrics={},
         lesson=lesson)  # fmt: skip
    return found


@pytest.fixture
def world():
    """Agents of as many owners, that work and end what they begin."""
    found = World()
    log = found.new_log()
    for number in range(AGENTS):
        act(found, log, found.new_agent({1: log}, owner=f"owner-{number}"), 40)
    return found


@pytest.fixture
def ombud(sources, catch_up, tmp_path, monkeypatch):
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))

    @contextmanager
    def opened(_settings):
        catch_up()
        yield sources

    monkeypatch.setattr(wiring, "opened_sources", opened)

    def run(*arguments):
        result = CliRunner().invoke(make_app({"forecast": "forecaster.cli"}), [str(item) for item in arguments])
        if isinstance(result.exception, LedgerError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    yield run
    context.set_home(None)


def test_what_was_ruled_since_teaches_and_the_artefact_that_follows_is_read(ombud, folder, world, tmp_path):
    world.chain.mine(*world.fault_events(world.agents[0]))
    out = tmp_path / "next"
    with pytest.raises(InvalidInputError, match="0 rows have settled"):
        ombud("forecast", "retrain", "--model", folder, "--out", out)
    world.chain.mine(blocks=SETTLE_BLOCKS)
    said = json.loads(ombud("forecast", "retrain", "--model", folder, "--out", out, "--json"))
    parent = load(folder)[1]
    model, card = load(out)
    assert (said["accepted"], said["parent"], card.parent, said["agents"]) == (True, parent.sha256, parent.sha256, 8)
    lesson = load_lesson(out, card)
    assert lesson.until == said["as_of"]["number"] == world.chain.head().number
    assert len(lesson.taught) == len(load_lesson(folder, parent).taught) + said["judged"]["rows"]
    assert model.base_rate == said["base_rate"][1]
    assert json.loads(ombud("forecast", "run", "--model", out, "--json"))["agents"] == AGENTS
    with pytest.raises(ConflictError, match="is there already"):
        ombud("forecast", "retrain", "--model", folder, "--out", out)


def test_a_batch_in_which_honest_agents_were_found_at_fault_is_refused_and_written_down(ombud, folder, world, tmp_path):
    for agent in world.agents:
        world.chain.mine(*world.fault_events(agent))
    world.chain.mine(blocks=SETTLE_BLOCKS)
    out, report = tmp_path / "next", tmp_path / "why.json"
    with pytest.raises(ConflictError, match="the batch is refused") as refused:
        ombud("forecast", "retrain", "--model", folder, "--out", out, "--report", report)
    assert refused.value.code == "poisoned_batch"
    why = json.loads(report.read_text())
    assert not why["accepted"]
    assert {item["agent"] for item in why["judged"]["contradictions"]} <= set(range(AGENTS))
    assert not out.exists()
