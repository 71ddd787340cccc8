"""`ombud dispute list | show | deadlines`, `mandate list | show`, `arbitrator list`: the answers of the queries."""

from __future__ import annotations

import json

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.chain.deployment import CONTRACTS as CONTRACT_NAMES
from ledger.chain.deployment import Deployment
from ledger.cli import arbitrator, context, dispute, mandate
from ledger.errors import LedgerError
from ledger.queries.cases import case_file
from ledger.queries.disputes import deadlines, disputes
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import index, sources_of
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import ARBITRATORS, MANDATES, FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

ETHER = 10**18


@pytest.fixture
def mirror(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def court(mirror):
    """A world with a forecast, then a dispute that was upheld, one before its panel, and one just opened."""
    world = World()
    found = FakeCourt(world)
    found.found()
    agent = world.new_agent({})
    found.bond(agent, ETHER)
    index(world, mirror)
    state(mirror, {0: row("firing", probability=0.7)})
    for seq in range(3):
        found.open(agent, seq=seq, injured=account("shop"))
    found.respond(1)
    found.judge(1, 1, 1, -1)
    found.finalize(1)
    found.execute(1)
    found.respond(2)
    found.grant(agent)
    index(world, mirror)
    return found


@pytest.fixture
def run(tmp_path, redis_url, monkeypatch, court):
    """Call a command of one noun, pointed at the mirror; no node listens."""
    addresses = {name: CONTRACTS[name] for name in CONTRACT_NAMES}
    deployment = Deployment(CHAIN_ID, 1, addresses, dict.fromkeys(addresses, 1), REGISTRY)
    deployment.save(tmp_path / "deployments" / f"{CHAIN_ID}.json")
    environment = {"HOME": str(tmp_path), "REDIS_URL": redis_url, "RPC_URL": "http://127.0.0.1:1"}
    for name, value in environment.items():
        monkeypatch.setenv(f"OMBUD_{name}", value)

    def call(app, *arguments):
        result = CliRunner().invoke(app, list(arguments))
        context.set_home(None)
        if isinstance(result.exception, LedgerError):
            raise result.exception
        assert result.exception is None, result.exception
        return result.stdout

    return call


def answer(value):
    return json.loads(msgspec.json.encode(value))


def test_what_is_printed_as_json_is_the_answer_of_the_query(run, court, mirror, tmp_path):
    sources = sources_of(court.world, mirror, evidence=open_evidence(tmp_path / "evidence"))
    told = json.loads(run(dispute.app, "show", "1", "--json"))
    unknown = told["data"]["action"].pop("unknown")
    expected = answer(case_file(sources, 1))
    assert "no node" in expected["data"]["action"].pop("unknown")
    assert "does not tell" in unknown
    assert told == expected
    assert json.loads(run(dispute.app, "list", "--json")) == answer(disputes(sources))
    assert json.loads(run(dispute.app, "deadlines", "--json")) == answer(deadlines(sources))
    (granted,) = json.loads(run(mandate.app, "list", "0", "--json"))["data"]["items"]
    assert json.loads(run(mandate.app, "show", granted["mandate_id"], "--json"))["data"] == granted
    listed = json.loads(run(arbitrator.app, "list", "--json"))["data"]["items"]
    assert [item["arbitrator"] for item in listed] == ARBITRATORS


def test_a_case_is_told_to_a_person_from_claim_to_cost(run, court):
    told = run(dispute.app, "show", "1")
    for part in (
        "upheld, upon merits",
        f"{account('claimant')} claims harm by agent 0",
        "responds with evidence",
        f"{ARBITRATORS[2]} stayed away and loses",
        "the panel concludes: 2 to uphold, 0 to dismiss, 0 to refuse; its ruling is upheld",
        "the ruling is executed: 0.2000000000000",
        "evidence (claim)",
        "reasons ",
        "CreditAdded",
        "standing: 4000 against",
        "forecast before the opening, as of block",
        "70.0% of an upheld fault, alert firing",
        "which record it is, is not known",
        "as of block",
    ):
        assert part in told, part
    assert "next: " not in told


def test_what_comes_next_is_told(run, court):
    assert "next: " in run(dispute.app, "show", "2")
    listed = run(dispute.app, "list", "--state", "running", "--agent", "0")
    assert [line.split("\t")[:2] for line in listed.splitlines()[1:3]] == [["2", "arbitration"], ["3", "open"]]
    assert "upheld (merits)" in run(dispute.app, "list", "--state", "executed")
    urgent = run(dispute.app, "deadlines")
    assert "default_judgment\tanyone" in urgent
    assert "arbitrator_timeout" not in urgent
    assert "draw" in urgent
    assert "more: --cursor" in run(dispute.app, "list", "--limit", "1")


def test_receipts_lists_and_votes_that_do_not_match_are_told(run, court, mirror, tmp_path):
    world, store = court.world, open_evidence(tmp_path / "evidence")
    store.put(b"evidence", media_type="text/plain", submitter="claimant")
    court.draw(2)
    court.commit(2, 0)
    court.commit(2, 1)
    court.commit(2, 2)
    revealed = {"disputeId": 2, "arbitrator": ARBITRATORS[0], "vote": 2, "reasonsHash": b"\x01" * 32}
    world.chain.mine(("PanelArbitrator", "VoteRevealed", {**revealed, "salt": bytes(32), "reveals": 1, "paid": 1}))
    index(world, mirror)
    told = run(dispute.app, "show", "2")
    assert "this vote is not the one committed to" in told
    assert "the model refuses it" in told
    assert "the model refuses it" in run(dispute.app, "list")


def test_mandates_and_arbitrators_are_told(run, court, mirror):
    world = court.world
    world.chain.mine(
        ("PanelArbitrator", "ArbitratorRetired", {"arbitrator": ARBITRATORS[1], "number": 1}),
        court.listed(3, ARBITRATORS[3], until=1),
    )
    court.revoke(court.grant(world.agents[0]))
    index(world, mirror)
    told = run(mandate.app, "list", "0")
    assert "in_force" in told
    name = next(line.split("\t")[0] for line in told.splitlines() if "revoked" in line)
    assert "revoked " in run(mandate.app, "show", name)
    assert f"{CHAIN_ID}:{REGISTRY}/0" in run(mandate.app, "show", name)
    states = [line.split("\t")[2] for line in run(arbitrator.app, "list").splitlines()[1:5]]
    assert states == ["listed", "retired", "listed", "accreditation over"]
    assert MANDATES not in told


def test_a_dispute_that_is_not_there_is_said_with_the_way_on(run, court):
    with pytest.raises(LedgerError, match="no dispute 77") as caught:
        run(dispute.app, "show", "77")
    assert caught.value.hint
    with pytest.raises(LedgerError, match="neither a number"):
        run(dispute.app, "show", "first")
