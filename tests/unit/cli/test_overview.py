"""`ombud overview`: each command prints what its question answers, for people and for programs."""

from __future__ import annotations

import json
from contextlib import closing

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.chain.deployment import CONTRACTS as CONTRACT_NAMES
from ledger.chain.deployment import Deployment
from ledger.cli import context, overview, record
from ledger.queries.histories import agent_history
from ledger.queries.integrity import integrity
from ledger.queries.oversight import oversight
from ledger.queries.recidivists import recidivists
from ledger.queries.records import agent_records
from ledger.queries.responsibilities import responsibilities
from ledger.queries.systemic import systemic
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import index, sources_of
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID, REGISTRY, World


@pytest.fixture
def sources(redis_url, tmp_path):
    """A world with two rulings against one agent, one mandate, and records of a person's part."""
    with closing(Mirror.open(redis_url, CHAIN_ID, REGISTRY)) as mirror:
        world = World()
        court, log = FakeCourt(world), world.new_log()
        court.found()
        agent = world.new_agent({1: log})
        court.bond(agent, 10**18)
        world.logs[log].append(agent.segment(1, op="approval", model="m"))
        world.anchor(log)
        for seq in range(2):
            number = court.open(agent, seq=seq)
            court.respond(number)
            court.judge(number, 1, 1, 1)
            court.finalize(number)
            court.execute(number)
        court.grant(agent)
        index(world, mirror)
        yield sources_of(world, mirror, evidence=open_evidence(tmp_path / "evidence"))


@pytest.fixture
def run(tmp_path, redis_url, monkeypatch, sources):
    """Call a command, pointed at the mirror; no node listens."""
    addresses = {name: CONTRACTS[name] for name in CONTRACT_NAMES}
    deployment = Deployment(CHAIN_ID, 1, addresses, dict.fromkeys(addresses, 1), REGISTRY)
    deployment.save(tmp_path / "deployments" / f"{CHAIN_ID}.json")
    environment = {"HOME": str(tmp_path), "REDIS_URL": redis_url, "RPC_URL": "http://127.0.0.1:1"}
    for name, value in environment.items():
        monkeypatch.setenv(f"OMBUD_{name}", value)

    def call(*arguments, app=overview.app):
        result = CliRunner().invoke(app, [str(part) for part in arguments])
        context.set_home(None)
        assert result.exception is None, result.exception
        return result.stdout

    return call


COMMANDS = {
    ("recidivists", "--by", "owner"): (lambda sources: recidivists(sources, by="owner"), "harm 2"),
    ("systemic",): (systemic, "time to ruling"),
    ("oversight", "0"): (lambda sources: oversight(sources, "0"), "approval"),
    ("history", "0", "--dispute", "1"): (lambda sources: agent_history(sources, "0", dispute="1"), "the incident: "),
    ("responsibility", "--agent", "0"): (
        lambda sources: responsibilities(sources, agent="0", cursor=None, limit=50, as_of=None),
        "100 %",
    ),
    ("integrity",): (integrity, "1 of 1 streams complete"),
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_says_what_its_question_answers(run, sources, command):
    question, shown = COMMANDS[command]
    answer = json.loads(msgspec.json.encode(question(sources)))
    assert json.loads(run(*command, "--json"))["data"] == answer["data"]
    text = run(*command)
    assert shown in text
    assert "as of block" in text


def test_a_record_that_is_at_hand_is_checked_and_traced(run, sources, tmp_path):
    (item,) = agent_records(sources, "0", cursor=None, limit=9, as_of=None, proofs=False).data.items
    file = tmp_path / "record.json"
    file.write_text(item.text)
    text = run("check", file, app=record.app)
    assert "anchored" in text
    assert item.record_id in text
    assert item.record_id in run("prov", item.record_id, app=record.app)
    assert item.record_id in run("trace", item.record_id, app=record.app)
