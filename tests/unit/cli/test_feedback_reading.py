"""`ombud feedback` and `ombud validation`, the reading commands: the answers of the queries, in plain words."""

from __future__ import annotations

import json

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.chain.deployment import CONTRACTS as CONTRACT_NAMES
from ledger.chain.deployment import Deployment
from ledger.cli import context, feedback, validation
from ledger.cli.feedback_acts import measured
from ledger.domain.feedback_file import FeedbackLine, pack_line
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef, checksum
from ledger.errors import InvalidInputError, LedgerError
from ledger.queries.feedback import agent_feedback
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.blocks import CONTRACTS
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

REQUEST = keccak(b"request")
ELSEWHERE = AgentRef(1, checksum(b"r" * 20), 42)


@pytest.fixture
def mirror(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def world(mirror):
    found = World()
    opinions = FakeOpinions(found)
    opinions.declare(unit="stars")
    agent = found.new_agent({})
    opinions.backed(agent, "client", 80)
    opinions.backed(agent, "other", 81)
    opinions.give(agent, "owner", 100)
    opinions.give(agent, "stranger", 1)
    opinions.request(agent, "validator", REQUEST)
    opinions.answer(agent, "validator", REQUEST, 100)
    index(found, mirror)
    return found


@pytest.fixture
def run(tmp_path, redis_url, monkeypatch, world):
    """Call a command of one noun, pointed at the mirror; no node listens."""
    addresses = {name: CONTRACTS[name] for name in CONTRACT_NAMES}
    deployment = Deployment(CHAIN_ID, 1, addresses, dict.fromkeys(addresses, 1), REGISTRY)
    deployment.save(tmp_path / "deployments" / f"{CHAIN_ID}.json")
    environment = {"HOME": str(tmp_path), "REDIS_URL": redis_url, "RPC_URL": "http://127.0.0.1:1"}
    for name, value in environment.items():
        monkeypatch.setenv(f"OMBUD_{name}", value)

    def call(app, *arguments):
        result = CliRunner().invoke(app, [str(item) for item in arguments])
        context.set_home(None)
        if isinstance(result.exception, LedgerError):
            raise result.exception
        assert result.exception is None, result.exception
        return result.stdout

    return call


def test_what_is_printed_as_json_is_the_answer_of_the_query(run, world, mirror):
    direct = agent_feedback(sources_of(world, mirror), "0", cursor=None, limit=50, as_of=None)
    assert json.loads(run(feedback.app, "list", "0", "--json")) == json.loads(msgspec.json.encode(direct))
    assert json.loads(run(feedback.app, "summary", "0", "--json"))["data"]["counts"]["backed"] == 2
    assert json.loads(run(feedback.app, "dimensions", "--json"))["data"]["items"][0]["scale"]["unit"] == "stars"
    (listed,) = json.loads(run(validation.app, "list", "--about", "0", "--json"))["data"]["items"]
    assert json.loads(run(validation.app, "show", REQUEST.hex(), "--json"))["data"] == listed


def test_a_person_reads_what_weighs_and_why_the_rest_does_not(run):
    listed = run(feedback.app, "list")
    rows = [line.split("\t") for line in listed.splitlines()[1:5]]
    assert [(row[3], row[5]) for row in rows] == [
        ("80.0 stars", "yes"),
        ("81.0 stars", "yes"),
        ("100", "no (owner)"),
        ("1", "no (unverified)"),
    ]
    told = run(feedback.app, "summary", "0")
    assert "80.50000 stars" in told
    assert "1 (weigh nothing)" in told
    assert account("client") in run(feedback.app, "list", "--client", account("client"))
    assert "no feedback" in run(feedback.app, "list", "0", "--state", "revoked")
    assert "more: --cursor" in run(feedback.app, "list", "0", "--limit", "1")
    assert "0.0 to 100.0" in run(feedback.app, "dimensions")


def test_validation_is_told_by_validator(run):
    assert "answered\t100" in run(validation.app, "list", "--validator", account("validator"))
    assert "final" in run(validation.app, "show", REQUEST.hex())
    with pytest.raises(InvalidInputError, match="whose requests"):
        run(validation.app, "list")


def test_feedback_goes_out_and_comes_in_by_command(run, tmp_path):
    file = tmp_path / "out.ndjson"
    assert json.loads(run(feedback.app, "export", "-o", file, "--json"))["lines"] == 4
    assert run(feedback.app, "export") == file.read_text()
    with file.open("ab") as out:
        out.write(pack_line(FeedbackLine(ELSEWHERE, account("sybil"), 1, 5, 0), {}) + b"\nno line\n")
    told = run(feedback.app, "import", file)
    assert "1 of other registries, 1 new, of 1 clients: unverified" in told
    assert "2 backed, 1 unverified, 1 own_side" in told
    assert "line 6: this line is no feedback" in told
    assert json.loads(run(feedback.app, "import", file, "--json"))["new"] == 0
    assert str(ELSEWHERE) in run(feedback.app, "imported")
    assert "unverified" in run(feedback.app, "imported", ELSEWHERE)
    assert json.loads(run(feedback.app, "imported", ELSEWHERE, "--json"))["total"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("87.5", (875, 1)), ("-3", (-3, 0)), ("1e2", (100, 0)), ("0.00", (0, 2)), ("1e38", (10**38, 0))],
)
def test_a_value_is_read_as_registries_hold_it(text, expected):
    assert measured(text, "VALUE") == expected


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "1e39", "1e999999999", "0." + "1" * 19])
def test_what_no_registry_holds_is_refused(text):
    with pytest.raises(InvalidInputError, match="no value of feedback"):
        measured(text, "VALUE")
