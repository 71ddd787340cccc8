"""What changed about an agent, and how it stood around an incident."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import histories
from ledger.queries.changes import Moved, Put, ordered, state_at
from ledger.queries.histories import agent_history
from ledger.queries.lifecycle import Witness
from tests.fakes.court import FakeCourt
from tests.fakes.world import account

DAY = 86_400


def put(at, value, until=None, name="it", index=0):
    return Put("topic", name, value, Witness(at, index, at, b""), at, until)


def test_what_ends_by_itself_ends_unless_something_came_before():
    assert [(m.put.at, m.before, m.put.value) for m in ordered([put(1, "a", 5), put(9, "b")], now=20)] == [
        (1, None, "a"), (5, "a", None), (9, None, "b"),
    ]  # fmt: skip
    assert [m.put.at for m in ordered([put(1, "a", 5), put(4, None)], now=20)] == [1, 4]
    assert [m.put.at for m in ordered([put(1, "a", 5), put(3, "a", 8)], now=7)] == [1]
    assert [m.put.at for m in ordered([put(1, "a", 5), put(3, "a", 8)], now=8)] == [1, 8]
    assert [m.put.at for m in ordered([put(1, "a"), put(2, "a")], now=8)] == [1]


def test_the_state_at_a_time_is_what_was_put_until_then():
    moves = ordered([put(1, "a", 5), put(2, "x", name="other"), put(9, "b")], now=20)
    assert all(isinstance(item, Moved) for item in moves)
    assert [state_at(moves, time) for time in (0, 4, 5, 9)] == [
        {}, {"it": "a", "other": "x"}, {"other": "x"}, {"it": "b", "other": "x"},
    ]  # fmt: skip


@pytest.fixture
def lived(world, catch_up):
    """An agent that changed in every way that is looked for; returns its court and the time of the incident."""
    court, log = FakeCourt(world), world.new_log()
    court.found()
    agent = world.new_agent({0: ZERO32, 1: log})
    court.bond(agent, 10**18)
    mandate = court.grant(agent)
    world.chain.mine(("Manifests", "ManifestDeclared", {
        "agentId": 0, "index": 0, "document": keccak(b"one"), "tools": keccak(b"tools")}))  # fmt: skip
    world.logs[log].append(agent.segment(2, model="model-a", agent_version="1.0"))
    world.anchor(log)
    number = court.open(agent)
    at = world.chain.time
    court.revoke(mandate)
    world.chain.mine(("Manifests", "ManifestDeclared", {
        "agentId": 0, "index": 1, "document": keccak(b"two"), "tools": keccak(b"tools")}))  # fmt: skip
    world.logs[log].append(agent.segment(1, model="model-b"))
    world.anchor(log)
    until = world.chain.time + 60
    told = {"cause": keccak(b"c"), "authority": account("authority"), "evidenceHash": keccak(b"e")}
    world.chain.mine(("Lifecycle", "AgentSuspended", {"agentId": 0, "until": until, **told}))
    world.chain.mine(blocks=9)
    catch_up()
    return number, at, until


def test_every_change_is_told_in_order_with_what_it_was_before(sources, lived):
    answer = agent_history(sources, "0")
    found = answer.data.changes
    assert [one.at for one in found] == sorted(one.at for one in found)
    named = {(one.name.partition(" ")[0], one.before is None, one.after is None) for one in found}
    for wanted in ("owner", "uri", "epoch", "session", "stream", "bond", "mandate", "manifest", "model", "suspended"):
        assert (wanted, True, False) in named
    for wanted in ("mandate", "suspended"):
        assert (wanted, False, True) in named
    assert [(one.before, one.after) for one in found if one.name.startswith("model")] == [
        (None, "model-a"), ("model-a", "model-b"),
    ]  # fmt: skip
    (over,) = [one for one in found if one.seen is None]
    assert (over.name, over.at, over.after) == ("suspended", lived[2], None)
    assert answer.completeness.complete


def test_around_an_incident_only_what_differs_is_told(sources, lived):
    number, at, _ = lived
    around = agent_history(sources, "0", dispute=str(number), days=1).data.around
    assert (around.dispute_id, around.at) == (number, at)
    assert "no log holds" in around.rests_on
    by_name = {one.name.partition(" ")[0]: one for one in around.differences}
    assert by_name["manifest"].before is None
    assert by_name["manifest"].then != by_name["manifest"].after
    assert (by_name["model"].then, by_name["model"].after) == ("model-a", "model-b")
    assert (by_name["mandate"].then is None, by_name["mandate"].after) == (False, None)
    assert "suspended" not in by_name  # it was over by then
    same = agent_history(sources, "0", around=at, days=1).data.around
    assert (same.differences, same.dispute_id) == (around.differences, None)


def test_pages_end_with_whole_times_and_lose_nothing(sources, lived, monkeypatch):
    whole = agent_history(sources, "0").data.changes
    monkeypatch.setattr(histories, "MOST_SHOWN", 4)
    read, after, more = [], 0, True
    while more:
        page = agent_history(sources, "0", after=after).data
        read, more = read + page.changes, page.more
        after = page.changes[-1].at
    assert read == whole


def test_as_of_a_block_nothing_later_is_told_and_what_was_left_out_is_said(world, sources, lived, monkeypatch):
    early = agent_history(sources, "0", as_of=3)
    assert all(one.seen.block <= 3 for one in early.data.changes)
    monkeypatch.setattr(histories, "MOST_RECORDS", 1)
    cut = agent_history(sources, "0")
    assert not cut.completeness.complete
    assert "older ones" in cut.completeness.basis


def test_what_names_no_incident_of_the_agent_is_refused(world, sources, lived, catch_up):
    world.new_agent({})
    catch_up()
    for more in ({"days": 0}, {"around": -1}, {"around": 1, "dispute": "1"}):
        with pytest.raises(InvalidInputError):
            agent_history(sources, "0", **more)
    with pytest.raises(InvalidInputError):
        agent_history(sources, "1", dispute="1")
    with pytest.raises(NotFoundError):
        agent_history(sources, "0", dispute="9")
