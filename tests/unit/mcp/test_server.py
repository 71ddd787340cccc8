"""A real MCP client asks about an agent, takes a proof, verifies it, and files a dispute."""

from __future__ import annotations

import json

import anyio
import pytest
from mcp import Client

from ledger.domain.dispute import FaultClass
from ledger.domain.record import record_id
from ledger.mcp.server import make_server
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World


class Filed:
    """Files nothing, and says that it did."""

    def __init__(self) -> None:
        self.asked = []

    def file(self, record, fault, statement, evidence):
        self.asked.append((record, fault, statement, evidence))
        return {"dispute": 5, "deposit": "10"}


@pytest.fixture
def mirror(redis_url):
    found = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def told(mirror):
    """A world with one agent and one anchored segment of two records."""
    world = World()
    log = world.new_log()
    agent = world.new_agent({1: log})
    segment = agent.segment(2)
    world.logs[log].append(segment)
    world.anchor(log)
    index(world, mirror)
    return sources_of(world, mirror), agent, segment


def asked(sources, name, arguments, filing=None):
    async def run():
        async with Client(make_server(sources, filing)) as client:
            return await client.call_tool(name, arguments)

    answer = anyio.run(run)
    return answer, answer.content[0].text if answer.content else ""


def test_an_agent_is_checked_with_block_and_finality(told):
    sources, agent, _ = told
    answer, text = asked(sources, "check_agent", {"agent": str(agent.number)})
    assert not answer.is_error, text
    found = json.loads(text)
    assert found["data"]["agent"] == str(agent.ref)
    assert found["data"]["records"] == 2
    assert found["as_of"]


def test_a_proof_verifies_and_a_changed_one_does_not(told):
    sources, _, segment = told
    name = record_id(segment.records[1]).hex()
    _, text = asked(sources, "get_proof", {"record_id": name})
    bundle = json.loads(text)
    _, report = asked(sources, "verify_bundle", {"bundle": bundle})
    assert json.loads(report)["ok"] is True
    bundle["segments"][0]["records"][0]["text"] += " "
    _, report = asked(sources, "verify_bundle", {"bundle": bundle})
    assert json.loads(report)["ok"] is False
    assert json.loads(report)["problems"]


def test_a_dispute_is_filed_where_a_key_was_given(told):
    sources, _, segment = told
    name = record_id(segment.records[0]).hex()
    filing = Filed()
    arguments = {"record_id": name, "fault": "breach", "statement": "paid twice", "evidence": "the invoice"}
    answer, text = asked(sources, "file_dispute", arguments, filing)
    assert not answer.is_error, text
    assert json.loads(text)["dispute"] == 5
    assert filing.asked == [(name, FaultClass.BREACH, "paid twice", "the invoice")]


def test_without_a_key_there_is_no_such_tool(told):
    async def names():
        async with Client(make_server(told[0])) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    assert anyio.run(names) == ["check_agent", "get_proof", "verify_bundle"]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("check_agent", {"agent": "99999"}, "no_such_agent"),
        ("get_proof", {"record_id": "ab" * 32}, "no_such_record"),
        ("get_proof", {"agent": "0"}, "not clear"),
        ("verify_bundle", {"bundle": {}}, "bad_bundle"),
        ("file_dispute", {"record_id": "ab" * 32, "fault": "envy", "statement": "s", "evidence": "e"}, "envy"),
    ],
)
def test_what_cannot_be_answered_is_an_error_with_a_way_on(told, name, arguments, said):
    answer, text = asked(told[0], name, arguments, Filed())
    assert answer.is_error
    assert said in text
