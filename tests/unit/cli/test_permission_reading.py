"""`ombud record show | permission`, `agent permissions | owned`: the answers of the queries, and in words."""

from __future__ import annotations

import json

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.chain.deployment import CONTRACTS as CONTRACT_NAMES
from ledger.chain.deployment import Deployment
from ledger.cli import agent, context, record
from ledger.errors import LedgerError
from ledger.queries.owners import owned_agents
from ledger.queries.permissions import agent_permissions, record_permission
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import MANDATES, FakeCourt
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

PAGE = {"cursor": None, "limit": 50, "as_of": None}


@pytest.fixture
def mirror(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def acted(mirror):
    """A world in which an agent acts under a mandate, then for somebody else, then after its revocation."""
    world = World()
    court = FakeCourt(world)
    court.found()
    log = world.new_log()
    actor = world.new_agent({1: log})
    mandate = court.grant(actor)
    said = {"tool": "pay", "mandate": mandate.id(CHAIN_ID, MANDATES).hex()}
    names = []
    for more in ({}, {"principal": account("other")}, None):
        if more is None:
            court.revoke(mandate)
        segment = actor.segment(1, ts=world.chain.time * 1000, **said, **(more or {}))
        world.logs[log].append(segment)
        world.anchor(log)
        names += [name.hex() for name in segment.record_ids()]
    index(world, mirror)
    return world, names


@pytest.fixture
def run(tmp_path, redis_url, monkeypatch, acted):
    """Call a command of one noun, pointed at the mirror; no node listens."""
    addresses = {name: CONTRACTS[name] for name in CONTRACT_NAMES}
    deployment = Deployment(CHAIN_ID, 1, addresses, dict.fromkeys(addresses, 1), REGISTRY)
    deployment.save(tmp_path / "deployments" / f"{CHAIN_ID}.json")
    for name, value in {"HOME": str(tmp_path), "REDIS_URL": redis_url, "RPC_URL": "http://127.0.0.1:1"}.items():
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


def test_what_is_printed_as_json_is_the_answer_of_the_query(run, acted, mirror):
    world, names = acted
    sources = sources_of(world, mirror)
    told = json.loads(run(record.app, "permission", names[0], "--tools", "pay", "--json"))
    assert told == answer(record_permission(sources, names[0], as_of=None))
    told = json.loads(run(agent.app, "permissions", "0", "--state", "outside", "--json"))
    assert told == answer(agent_permissions(sources, "0", state="outside", **PAGE))
    told = json.loads(run(agent.app, "owned", account("owner"), "--json"))
    assert told == answer(owned_agents(sources, account("owner"), **PAGE))
    shown = json.loads(run(record.app, "show", names[2], "--json"))["data"]
    assert shown["permission"] == answer(record_permission(sources, names[2], as_of=None))["data"]["actions"]


def test_a_record_is_shown_with_what_permitted_it_in_words(run, acted):
    _, (good, clash, late) = acted
    told = run(record.app, "show", good)
    for part in (f"record     {good}", ": within", "policy 1 of", "never chosen", "mandate of", ", live: "):
        assert part in told
    told = run(record.app, "permission", clash)
    assert "other_principal: the mandate that it names is not from the principal that it states" in told
    both = f"conflicting principals: {account('other')} (stated) and {account('principal')} (mandate)"
    assert both in told
    assert "revoked in block" in run(record.app, "permission", late)


def test_an_agents_actions_are_listed_with_their_states(run, acted):
    _, (good, clash, late) = acted
    lines = run(agent.app, "permissions", "0").splitlines()
    states = {line.split()[-1]: line for line in lines}
    assert "within" in states[good]
    assert "other_principal" in states[clash]
    assert "mandate_ended" in states[late]
    only = run(agent.app, "permissions", "0", "--conflicting")
    assert clash in only
    assert late not in only


def test_an_owners_agents_are_listed(run, acted):
    assert "owns it" in run(agent.app, "owned", account("owner"))
    assert "never owned" in run(agent.app, "owned", account("nobody"))
