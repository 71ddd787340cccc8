"""Whoever holds a record is told whose it is, what contradicts it, what was held against it, erased or not."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32
from ledger.domain.record import MAX_RECORD_BYTES, record_id
from ledger.errors import InvalidInputError, TooLargeError
from ledger.queries.verification import verification
from tests.fakes.court import FakeCourt
from tests.fakes.world import session_key


@pytest.fixture
def written(world, catch_up):
    """An agent's record, one that takes its place in a fork, one of a stranger's key, and the erasure of the first."""
    court, log = FakeCourt(world), world.new_log()
    court.found()
    agent = world.new_agent({0: ZERO32, 1: log})
    court.bond(agent, 10**18)
    first, second = agent.record(0), agent.record(0, session="another")
    erasure = agent.record(
        1, op="erase", phase="outcome", outcome="success", parents=(record_id(first).hex(),), session="e"
    )
    stranger = agent.record(2, session="stranger")
    segment = agent.sign([first, erasure], 0, ZERO32)
    world.logs[log].append(
        segment,
        agent.sign([second], 0, ZERO32),
        agent.sign([stranger], 2, segment.entry.segment.header, key=session_key("stranger")),
    )
    world.anchor(log)
    number = court.open(agent, record=record_id(first))
    court.concede(number)
    court.finalize(number)
    catch_up()
    return agent, {"first": first, "second": second, "erasure": erasure, "stranger": stranger}


def name(data):
    return record_id(data).hex()


def test_a_record_is_told_with_key_time_contradictions_rulings_and_erasure(sources, written):
    agent, records = written
    found = verification(sources, records["first"]).data
    assert (found.standing, found.record.record_id, found.key) == (
        "anchored",
        name(records["first"]),
        agent.key.address,
    )
    assert found.record.proof.log.path is not None
    assert found.contradicted_by == [name(records["second"])]
    assert [(one.ref, one.state) for one in found.held_against] == [("dispute 1", "upheld")]
    assert found.erased_by == [name(records["erasure"])]
    by_id = verification(sources, name(records["first"]).encode()).data
    assert by_id == found


def test_a_record_of_a_fork_or_of_another_key_is_rejected_and_says_what_stands_in_its_place(sources, written):
    _, records = written
    forked = verification(sources, records["second"]).data
    assert (forked.standing, forked.rejected_by, forked.record) == ("rejected", "fork", None)
    assert forked.contradicted_by == [name(records["first"])]
    stranger = verification(sources, records["stranger"]).data
    assert (stranger.standing, stranger.rejected_by, stranger.contradicted_by) == ("rejected", "unknown_key", [])


def test_what_nobody_logged_is_unknown_but_its_place_may_be_taken(world, sources, written, catch_up):
    agent, records = written
    never = verification(sources, agent.record(0, session="never")).data
    assert (never.standing, never.erased_by) == ("unknown", [])
    assert never.contradicted_by == [name(records["first"]), name(records["second"])]
    assert never.held_against == []
    nothing = verification(sources, b"ab" * 32).data
    assert (nothing.standing, nothing.contradicted_by) == ("unknown", [])
    foreign = records["first"].replace(b"eip155:31337:", b"eip155:1:")
    assert verification(sources, foreign).data.contradicted_by == []


def test_a_record_made_on_chain_is_known_by_its_hash(world, sources, written, catch_up):
    agent, _ = written
    data = agent.record(0, stream=0)
    world.chain.mine(world.recorded(agent, data))
    catch_up()
    found = verification(sources, data).data
    assert (found.standing, found.key, found.record.home) == ("on_chain", None, "chain")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (b"nonsense", InvalidInputError),
        (b"zz" * 32, InvalidInputError),
        (b"\xff" * 64, InvalidInputError),
        (b"{}", InvalidInputError),
        (b" " * 9 + b"x" * (MAX_RECORD_BYTES + 1), TooLargeError),
    ],
)
def test_what_is_no_record_is_refused(sources, catch_up, given, error):
    catch_up()
    with pytest.raises(error):
        verification(sources, given)
