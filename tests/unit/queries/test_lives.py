"""How an agent stood when the chain first saw a record: suspended agents' records are kept, and marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.hashing import keccak
from ledger.domain.record import record_id
from ledger.domain.verify import verify_bundle
from ledger.queries.bundles import marked_record_bundle, marked_session_bundle, record_bundle
from ledger.queries.lives import Past
from ledger.queries.records import agent_records, record
from ledger.store import room_rows as rows
from ledger.store.rows import Placed
from tests.fakes.world import account

TX = bytes(32)


def suspended(at, until):
    return rows.Suspended(at, TX, bytes(32), "A", until, bytes(32))


def past(*steps):
    return Past.of([Placed(number, 0, step) for number, step in enumerate(steps, 1)])


def test_a_suspension_holds_from_its_beginning_to_its_end():
    told = past(suspended(10, 20))
    assert [told.at(time) for time in (9, 10, 19, 20)] == ["active", "suspended", "suspended", "active"]


def test_what_ends_or_prolongs_one_suspension_changes_no_other():
    told = past(
        suspended(10, 20),
        rows.Lifted(12, TX, 12),
        suspended(30, 40),
        rows.Prolonged(35, TX, 1, 90),
        rows.Lifted(60, TX, 60),
    )
    states = {time: told.at(time) for time in (11, 12, 15, 30, 45, 59, 60)}
    assert states == {
        11: "suspended", 12: "active", 15: "active", 30: "suspended", 45: "suspended", 59: "suspended", 60: "active"
    }  # fmt: skip


def sentenced(at, until):
    return rows.Sentenced(at, TX, bytes(32), until)


def test_a_ruling_suspends_whatever_the_authority_does():
    told = past(sentenced(10, 40), suspended(15, 20), rows.Lifted(16, TX, 16), sentenced(30, 35))
    assert [told.at(time) for time in (9, 10, 16, 36, 39, 40)] == ["active", *["suspended"] * 4, "active"]
    assert [told.suspended_until(time) for time in (12, 31, 40)] == [40, 40, None]


def test_whoever_is_retired_or_banned_is_that():
    told = past(suspended(10, 90), rows.Retired(20, TX, "O"), rows.Banned(30, TX, 1))
    assert [told.at(time) for time in (15, 20, 30)] == ["suspended", "retired", "banned"]


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), max_size=6), st.integers(0, 700))
def test_a_time_is_suspended_iff_it_lies_in_a_suspension(gaps, time):
    steps, spans, now = [], [], 0
    for gap, length in gaps:
        begin = now + gap
        now = begin + length
        steps.append(suspended(begin, now))
        spans.append((begin, now))
    assert (past(*steps).at(time) == "suspended") == any(begin <= time < end for begin, end in spans)


@pytest.fixture
def marked(world, catch_up):
    """An agent with records before, while and after it is suspended, in a log and on chain."""
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    made = {}

    def both(when):
        segment = agent.segment(1, session=when)
        world.logs[log].append(segment)
        world.anchor(log)
        direct = agent.record(world.direct_seq(agent), stream=0, session=when)
        world.chain.mine(world.recorded(agent, direct))
        made[when] = [segment.record_ids()[0].hex(), record_id(direct).hex()]

    both("before")
    told = {"cause": keccak(b"c"), "authority": account("authority"), "evidenceHash": keccak(b"e")}
    world.chain.mine(("Lifecycle", "AgentSuspended", {"agentId": 0, "until": world.chain.time + 60, **told}))
    both("while")
    world.chain.mine(blocks=9)
    both("after")
    catch_up()
    return made


def test_records_made_while_suspended_are_kept_and_marked(sources, marked):
    page = agent_records(sources, "0", cursor=None, limit=50, as_of=None, proofs=False).data
    lives = {item.record_id: item.life for item in page.items}
    for when, names in marked.items():
        for name in names:
            expected = "suspended" if when == "while" else "active"
            assert lives[name] == expected
            assert record(sources, name, as_of=None).data.record.life == expected
    assert len(lives) == 6


def test_a_bundle_comes_with_how_the_agent_stood_and_is_the_same_file(sources, marked):
    for when, (logged, _) in marked.items():
        found = marked_record_bundle(sources, logged, as_of=None)
        assert found.lives == (("suspended",) if when == "while" else ("active",))
        assert found.bundle == record_bundle(sources, logged, as_of=None)
        assert marked_session_bundle(sources, "0", when, as_of=None).lives == found.lives
        assert verify_bundle(found.bundle).ok
