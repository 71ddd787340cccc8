"""Records that lack what their agent saw are kept, served and proved as all others, and marked."""

from __future__ import annotations

import pytest

from ledger.domain.record import record_id
from ledger.domain.seen_context import NO_CONTEXT, SeenContext
from ledger.domain.verify import verify_bundle
from ledger.queries.bundles import record_bundle
from ledger.queries.records import agent_records, record


@pytest.fixture
def told(world, catch_up, sources):
    """Records of each sort in one segment each, and one made on chain; returns their ids and how they are marked."""
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    sorts = ({}, {"ctx": "ab" * 32}, {"ctx": NO_CONTEXT["capture_off"]}, {"op": "erase"})
    segments = [agent.segment(1, **said) for said in sorts]
    world.logs[log].append(*segments)
    world.anchor(log)
    direct = agent.record(0, stream=0)
    world.chain.mine(world.recorded(agent, direct))
    catch_up()
    names = [segment.record_ids()[0].hex() for segment in segments] + [record_id(direct).hex()]
    page = agent_records(sources, "0", cursor=None, limit=9, as_of=None, proofs=True).data
    return names, {item.record_id: item for item in page.items}


def test_each_record_is_marked_by_what_it_says_of_what_was_seen(told, sources):
    names, marked = told
    expected = [
        SeenContext("missing"),
        SeenContext("committed"),
        SeenContext("absent", "capture_off"),
        SeenContext("not_required"),
        None,
    ]
    assert [marked[name].context for name in names] == expected
    assert [record(sources, name, as_of=None).data.record.context for name in names] == expected


def test_what_lacks_it_is_lost_nowhere(told, sources):
    names, marked = told
    lacking = marked[names[0]]
    assert (lacking.seq, lacking.proof.log.problem) == (0, None)
    assert verify_bundle(record_bundle(sources, names[0], as_of=None)).ok
