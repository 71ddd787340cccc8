"""A trace goes across agents, logs and the chain, as of one block."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32
from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from ledger.queries import traces
from ledger.queries.traces import record_trace
from tests.fakes.world import session_key


def signed(agent, log, world, *records, first=0, head=ZERO32):
    segment = agent.sign(list(records), first, head)
    world.logs[log].append(segment)
    world.anchor(log)
    return [identity.hex() for identity in segment.record_ids()], segment.entry.segment.header


def names(found):
    return [node.record_id for node in found]


@pytest.fixture
def told(world, catch_up):
    """One agent acts, another because of it in another log, the first again because of that; one thing apart."""
    one, two = world.new_log("one"), world.new_log("two")
    buyer, seller = world.new_agent({1: one}), world.new_agent({1: two})
    (order, apart), head = signed(buyer, one, world, buyer.record(0), buyer.record(1))
    (delivery,), _ = signed(seller, two, world, seller.record(0, parents=(order,)))
    (payment,), _ = signed(buyer, one, world, buyer.record(2, parents=(delivery, "ab" * 32)), first=2, head=head)
    catch_up()
    return {"order": order, "apart": apart, "delivery": delivery, "payment": payment}


def test_a_trace_crosses_agents_and_logs(sources, told):
    found = record_trace(sources, told["delivery"], as_of=None)
    assert (names(found.data.ancestors), names(found.data.descendants)) == ([told["order"]], [told["payment"]])
    assert found.data.record.agent != found.data.ancestors[0].agent
    assert (found.data.unknown, found.completeness.complete) == ([], True)
    last = record_trace(sources, told["payment"], as_of=None).data
    assert names(last.ancestors) == [told["order"], told["delivery"]]
    assert (last.descendants, last.unknown) == ([], ["ab" * 32])
    assert record_trace(sources, told["apart"], as_of=None).data.ancestors == []


def test_a_record_made_on_chain_is_followed_as_a_cause(world, sources, catch_up):
    log = world.new_log()
    agent = world.new_agent({0: ZERO32, 1: log})
    event = world.recorded(agent, agent.record(0, stream=0))
    world.chain.mine(event)
    on_chain = event[2]["contentHash"].hex()
    (effect,), _ = signed(agent, log, world, agent.record(0, parents=(on_chain,)))
    catch_up()
    assert names(record_trace(sources, effect, as_of=None).data.ancestors) == [on_chain]
    found = record_trace(sources, on_chain, as_of=None).data
    assert (found.record.home, names(found.descendants)) == ("chain", [effect])


def test_what_was_anchored_later_is_not_traced(world, sources, catch_up):
    log = world.new_log()
    agent = world.new_agent({1: log})
    (first,), head = signed(agent, log, world, agent.record(0))
    block = world.chain.mine()
    signed(agent, log, world, agent.record(1, parents=(first,)), first=1, head=head)
    catch_up()
    assert record_trace(sources, first, as_of=block).data.descendants == []
    assert len(record_trace(sources, first, as_of=None).data.descendants) == 1


def test_records_of_strangers_cause_nothing(world, sources, catch_up):
    log = world.new_log()
    agent = world.new_agent({1: log})
    (first,), head = signed(agent, log, world, agent.record(0))
    forged = agent.sign([agent.record(1, parents=(first,))], 1, head, key=session_key("stranger"))
    world.logs[log].append(forged)
    world.anchor(log)
    catch_up()
    assert record_trace(sources, first, as_of=None).data.descendants == []


def test_a_trace_of_nothing_or_of_too_much_is_refused(sources, told, monkeypatch):
    with pytest.raises(NotFoundError):
        record_trace(sources, "00" * 32, as_of=None)
    with pytest.raises(InvalidInputError):
        record_trace(sources, "nonsense", as_of=None)
    monkeypatch.setattr(traces, "MAX_RECORDS", 3)
    with pytest.raises(TooLargeError):
        record_trace(sources, told["order"], as_of=None)
