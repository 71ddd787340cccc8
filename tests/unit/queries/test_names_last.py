"""A name of an agent outlives its key, its endpoint and its owner, and still leads to everything that it did before."""

from __future__ import annotations

import pytest

from ledger.domain.names import agent_did, agent_uri
from ledger.queries.agents import agent as one_agent
from ledger.queries.records import agent_records
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import account, session_key


@pytest.mark.parametrize("written", [str, agent_uri, agent_did])
def test_every_form_returns_old_and_new_records_after_all_else_changed(written, sources, world, catch_up):
    log = world.new_log()
    one = world.new_agent({1: log})
    name = written(one.ref)
    world.logs[log].append(one.segment(2))
    world.anchor(log)
    moved = {"agentId": one.number, "newURI": "https://elsewhere.test", "updatedBy": one.owner}
    world.chain.mine(("AgentRegistry", "URIUpdated", moved))
    FakeOpinions(world).transfer(one, "buyer")
    one.epoch, one.key, one.heads = 1, session_key("0/1"), {}
    world.chain.mine(*world.epoch_events(one, {1: log}, owner_epoch=1))
    world.logs[log].append(one.segment(1))
    world.anchor(log)
    catch_up()
    found = agent_records(sources, name, cursor=None, limit=9, as_of=None, proofs=False)
    assert [(item.epoch, item.seq) for item in found.data.items] == [(0, 0), (0, 1), (1, 0)]
    told = one_agent(sources, name, as_of=None).data
    assert (told.owner, told.uri) == (account("buyer"), "https://elsewhere.test")
