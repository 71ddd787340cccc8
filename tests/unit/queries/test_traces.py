"""A trace goes across agents, logs and the chain, as of one block."""

from __future__ import annotations

import pytest

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.hashing import ZERO32
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Receipt, digest
from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from ledger.queries import traces
from ledger.queries.traces import record_trace, trace_provenance
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID, session_key


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


@pytest.fixture
def harmed(world, catch_up):
    return harm(world, catch_up)


def harm(world, catch_up, signer=None):
    """Three agents in a row: the second's record is ruled a fault, the last carries a receipt for it, and failed."""
    court, log = FakeCourt(world), world.new_log()
    court.found()
    one, two, three = (world.new_agent({1: log}, owner=name) for name in ("a", "b", "c"))
    for agent in (one, two, three):
        court.bond(agent, 10**18)
    (order,), _ = signed(one, log, world, one.record(0))
    (wrong,), _ = signed(two, log, world, two.record(0, parents=(order,), principal="desk"))
    receipt = Receipt(
        agent=two.ref.key, epoch=0, stream=1, seq=0, record_hash=bytes.fromhex(wrong), counterparty=ZERO32,
        chain=CHAIN_ID, log=log, anchor_by=9, amount=5, tool=ZERO32, mandate=ZERO32, running_total=5,
    )  # fmt: skip

    def carrying(key):
        return CarriedReceipt(SignedReceipt(receipt, key.sign(digest(receipt.hash)))).text()

    more = {"phase": "outcome", "outcome": "failure", "parents": (wrong,), "v": 2}
    (end,), _ = signed(three, log, world, three.record(0, **more, receipt=carrying(signer or two.key)))
    for seq, agent, record, votes in ((0, one, order, (2, 2, 2)), (0, two, wrong, (1, 1, 1))):
        number = court.open(agent, seq=seq, record=bytes.fromhex(record))
        court.respond(number)
        court.judge(number, *votes)
        court.finalize(number)
    catch_up()
    return {"order": order, "wrong": wrong, "end": end}


def test_faults_failures_and_missing_receipts_of_a_trace_are_marked(sources, harmed):
    found = record_trace(sources, harmed["wrong"], as_of=None).data
    assert [(fault.record_id, fault.ref, fault.state) for fault in found.faults] == [
        (harmed["order"], "dispute 1", "dismissed"), (harmed["wrong"], "dispute 2", "upheld"),
    ]  # fmt: skip
    assert found.first_fault == harmed["wrong"]
    assert found.first_failure == harmed["end"]
    edges = {(edge.cause, edge.effect): (edge.crosses, edge.receipt) for edge in found.edges}
    assert edges[harmed["order"], harmed["wrong"]] == (True, "missing")
    assert edges[harmed["wrong"], harmed["end"]] == (True, "carried")


def test_a_receipt_that_another_key_signed_is_none(world, sources, catch_up):
    made = harm(world, catch_up, signer=session_key("stranger"))
    (last,) = [
        edge for edge in record_trace(sources, made["wrong"], as_of=None).data.edges if edge.cause == made["wrong"]
    ]
    assert last.receipt == "missing"


def test_a_verdict_is_held_against_the_record_at_its_place(world, sources, harmed, catch_up):
    world.chain.mine(*world.fault_events(world.agents[0]))
    catch_up()
    found = record_trace(sources, harmed["order"], as_of=None).data
    assert found.first_fault == harmed["order"]
    assert [fault.kind for fault in found.faults if fault.state == "proved"] == ["equivocation"]


def test_a_trace_is_written_as_provenance_across_agents(sources, harmed, monkeypatch):
    answer = trace_provenance(sources, harmed["wrong"], as_of=None)
    document = answer.data
    assert len(document["agent"]) == 4  # three agents and a principal
    informed = {(one["prov:informed"], one["prov:informant"]) for one in document["wasInformedBy"].values()}
    assert (f"record:{harmed['wrong']}", f"record:{harmed['order']}") in informed
    assert (f"record:{harmed['end']}", f"record:{harmed['wrong']}") in informed
    monkeypatch.setattr(traces, "MOST_DOCUMENTED", 1)
    with pytest.raises(TooLargeError):
        trace_provenance(sources, harmed["wrong"], as_of=None)
