"""Entries count only under an anchored root, and each says how it was checked."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import httpx
import pytest

from ledger.domain.hashing import ZERO32
from ledger.errors import ConflictError
from ledger.indexer.opening import http_logs
from ledger.indexer.rebuild import rebuild
from ledger.store.log_view import LogView
from tests.fakes.world import session_key


@pytest.fixture
def log(world):
    return world.new_log()


@pytest.fixture
def agent(world, log):
    return world.new_agent({0: bytes(32), 1: log, 3: log})


def checks(mirror, log, size):
    view = mirror.view(mirror.books())
    return [entry.row.check for entry in LogView(view).entries([(log, leaf) for leaf in range(size)])]


def stream(mirror, log, agent, number=1, epoch=0):
    return LogView(mirror.view(mirror.books())).streams([(log, agent.ref.key, epoch, number)])[0]


def condition(mirror, log):
    row = mirror.pending(mirror.books()).get(log)
    return row and row.condition


def test_gapless_stream_is_accepted(world, mirror, catch_up, log, agent):
    world.logs[log].append(*[agent.segment(2) for _ in range(40)])
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 40) == ["accepted"] * 40
    state = stream(mirror, log, agent)
    assert (state.next_seq, state.rows, state.gaps, state.head) == (80, 80, (), agent.heads[1][1])


def test_entries_that_are_not_anchored_are_not_read(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    world.logs[log].append(agent.segment())
    catch_up()
    assert stream(mirror, log, agent).next_seq == 1


def test_log_that_contradicts_its_anchor_is_marked_and_nothing_applied(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    original = world.logs[log].leaves[0]
    world.logs[log].leaves[0] = agent.segment().entry.pack()
    catch_up()
    assert condition(mirror, log) == "contradicted"
    assert stream(mirror, log, agent) is None
    world.logs[log].leaves[0] = original
    world.now += 120
    catch_up()
    assert condition(mirror, log) is None
    assert stream(mirror, log, agent).next_seq == 1


def test_log_that_is_down_waits_with_growing_pauses_and_stops_nothing(world, mirror, catch_up, log, agent):
    other = world.new_log("other")
    second = world.new_agent({1: other})
    world.logs[log].append(agent.segment())
    world.logs[log].down = True
    world.anchor(log)
    world.logs[other].append(second.segment())
    world.anchor(other)
    catch_up()
    assert mirror.books().cursor.number == world.chain.head().number
    assert stream(mirror, other, second).next_seq == 1
    pauses = []
    for _ in range(9):
        row = mirror.pending(mirror.books())[log]
        assert row.condition == "unreachable"
        pauses.append(row.next_try - world.now)
        world.now = row.next_try
        catch_up()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    world.logs[log].down = False
    world.now += 60
    catch_up()
    assert stream(mirror, log, agent).next_seq == 1
    assert rebuild(world.job(mirror), swap=False).equal


def test_log_that_withholds_records_waits(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment(), agent.segment())
    world.logs[log].withheld.add(1)
    world.anchor(log)
    catch_up()
    assert condition(mirror, log) == "withheld"
    assert stream(mirror, log, agent) is None


def test_leaf_that_is_no_entry_is_marked_and_does_not_stop_the_log(world, mirror, catch_up, log, agent):
    world.logs[log].append_raw(b"not an entry", b"garbage")
    world.logs[log].append(agent.segment())
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 2) == ["bad_entry", "accepted"]


def test_each_failed_check_is_told_apart(world, mirror, catch_up, log, agent):
    elsewhere = world.new_log("elsewhere")
    stranger = world.new_agent({1: elsewhere})
    unborn = type(agent)(77, agent.owner, session_key("unborn"))
    place = (0, ZERO32)
    out_of_place = agent.sign([agent.record(5)], *place)
    other_agent = agent.sign([stranger.record(0)], *place)
    flipped = agent.sign([agent.record(0)], *place)
    bad_root = type(flipped)(flipped.entry, (agent.record(1),))
    bad_signature = type(flipped.entry)(flipped.entry.segment, bytes(64) + b"\x1d")
    entries = {
        "unknown_key": agent.sign([agent.record(0)], *place, key=session_key("thief")),
        "unknown_agent": unborn.segment(),
        "wrong_log": stranger.segment(),
    }
    world.logs[log].append(*entries.values())
    world.logs[log].append(out_of_place, other_agent, bad_root)
    world.logs[log].append(type(flipped)(bad_signature, flipped.records))
    world.logs[log].append(agent.segment(stream=7))
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 8) == [
        *entries,
        "bad_records",
        "bad_records",
        "bad_records",
        "bad_signature",
        "wrong_log",
    ]
    assert stream(mirror, log, agent) is None
    assert rebuild(world.job(mirror), swap=False).equal


def test_order_in_a_stream_is_checked(world, mirror, catch_up, log, agent):
    first = agent.segment(2)
    second, third = agent.segment(2), agent.segment(2)
    forked = agent.sign([agent.record(2, session="other")], 2, first.entry.segment.header)
    world.logs[log].append(first, third, second, first, forked, third)
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 6) == ["accepted", "accepted", "accepted", "repeated", "fork", "repeated"]
    state = stream(mirror, log, agent)
    assert (state.next_seq, state.rows, state.gaps) == (6, 6, ())


def test_gap_stays_visible(world, mirror, catch_up, log, agent):
    agent.segment(3)
    world.logs[log].append(agent.segment(2))
    world.anchor(log)
    catch_up()
    state = stream(mirror, log, agent)
    assert (state.next_seq, state.rows, state.gaps) == (5, 2, ((0, 3),))


def test_segment_on_another_past_is_a_fork(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment(), agent.sign([agent.record(1)], 1, bytes([9] * 32)))
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 2) == ["accepted", "fork"]


def test_key_counts_as_of_the_anchor_and_only_until_its_grace_is_over(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    world.chain.mine(("KeyRing", "KeyRevoked", {"agentId": 0, "epoch": 0, "key": agent.key.address}))
    world.logs[log].append(agent.segment())
    world.anchor(log)
    world.chain.mine(seconds=8 * 24 * 3600)
    world.logs[log].append(agent.segment())
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 3) == ["accepted", "accepted", "too_late"]


def test_key_registered_after_the_anchor_does_not_count_even_if_the_log_is_read_late(world, mirror, catch_up, log):
    agent, events = world.mint_events()
    world.chain.mine(*events)
    world.logs[log].append(agent.segment())
    world.logs[log].down = True
    world.anchor(log)
    world.chain.mine(*world.epoch_events(agent, {1: log}))
    catch_up()
    world.logs[log].down = False
    world.now += 120
    catch_up()
    assert checks(mirror, log, 1) == ["unknown_key"]
    assert rebuild(world.job(mirror), swap=False).equal


def test_epoch_goes_on_from_the_committed_head(world, mirror, catch_up, log, agent):
    last = agent.segment()
    world.logs[log].append(last)
    world.anchor(log)
    head = last.entry.segment.header
    at = {"agentId": 0, "epoch": 0}
    world.chain.mine(
        ("KeyRing", "StreamClosed", {**at, "stream": 1, "nextSeq": 1, "head": head}),
        ("KeyRing", "EpochClosed", {**at, "cause": ZERO32}),
    )
    agent.epoch, agent.key = 1, session_key("second")
    world.chain.mine(*world.epoch_events(agent, {1: log}))
    world.logs[log].append(agent.sign([agent.record(0)], 0, ZERO32), agent.sign([agent.record(0)], 0, head))
    world.anchor(log)
    catch_up()
    assert checks(mirror, log, 3) == ["accepted", "fork", "accepted"]


def test_anchor_that_a_fork_takes_back_takes_its_records_along(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    world.chain.mine(blocks=2)
    catch_up()
    world.logs[log].append(agent.segment(2))
    world.anchor(log)
    catch_up()
    assert stream(mirror, log, agent).next_seq == 3
    world.chain.fork(1)
    world.anchored[log] -= 1
    world.chain.mine(blocks=2)
    catch_up()
    assert stream(mirror, log, agent).next_seq == 1
    world.anchor(log)
    catch_up()
    assert stream(mirror, log, agent).next_seq == 3
    assert rebuild(world.job(mirror), swap=False).equal


def test_second_follower_of_the_logs_changes_nothing(world, mirror, catch_up, log, agent):
    world.logs[log].append(*[agent.segment() for _ in range(5)])
    world.anchor(log)
    follower = world.job(mirror).follower()
    while not follower.step().idle:
        pass
    first, second = world.job(mirror).log_follower(), world.job(mirror).log_follower()
    assert (first.step().entries, second.step().entries) == (5, 0)
    assert rebuild(world.job(mirror), swap=False).equal


def test_rebuild_that_would_lose_entries_is_refused_and_leaves_the_live_index(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    catch_up()
    before = mirror.digest()[0]
    world.logs[log].down = True
    with pytest.raises(ConflictError) as caught:
        rebuild(world.job(mirror), swap=True)
    assert caught.value.code == "log_waits"
    assert (mirror.digest()[0], mirror.books().generation) == (before, 0)


def test_rebuild_with_swap_serves_the_new_index_and_drops_the_old(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    catch_up()
    before = mirror.digest()[0]
    done = rebuild(world.job(mirror), swap=True)
    assert (done.equal, done.swapped) == (True, True)
    assert (mirror.digest()[0], mirror.books().generation) == (before, 1)
    assert list(mirror.connection.scan(mirror.space.prefix(0) + "*")) == []
    world.logs[log].append(agent.segment())
    world.anchor(log)
    catch_up()
    assert stream(mirror, log, agent).next_seq == 2


def test_damaged_index_is_found_by_a_rebuild(world, mirror, catch_up, log, agent):
    world.logs[log].append(agent.segment())
    world.anchor(log)
    catch_up()
    mirror.connection.call(
        "DEL", mirror.space.prefix(0) + f"c:bond:{agent.ref.key.hex()}", mirror.space.prefix(0) + "c:logs"
    )
    assert not rebuild(world.job(mirror), swap=False).equal


NONSENSE = {
    "nothing": lambda _: b"",
    "noise": lambda path: hashlib.sha512(path.encode()).digest() * 40,
    "zeros": lambda _: bytes(4096),
    "no text": lambda _: b"\xff\xfe\n\n\x00",
    "digits": lambda _: b"9" * 5000,
    "a checkpoint of nothing else": lambda _: b"localhost/x\n" + b"9" * 18 + b"\n" + b"A" * 43 + b"=\n\n- x y\n",
    "a list for everything": lambda path: b"packs/" + path.encode().hex().encode(),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_whatever_a_strangers_log_serves_it_waits_and_stops_nothing(world, mirror, log, agent, answer):
    other = world.new_log("other")
    second = world.new_agent({1: other})
    world.logs[log].append(agent.segment())
    world.anchor(log)
    world.logs[other].append(second.segment())
    world.anchor(other)
    transport = httpx.MockTransport(
        lambda request: httpx.Response(200, stream=httpx.ByteStream(answer(request.url.path)))
    )
    with httpx.Client(transport=transport) as client:
        over_http = http_logs(client, private=True)
        job = replace(
            world.job(mirror),
            open_log=lambda name, url: (
                over_http(name, "http://stranger.test") if name == log else world.open_log(name, url)
            ),
        )
        follower, logs = job.follower(), job.log_follower()
        while not follower.step().idle:
            pass
        while logs.step().entries:
            pass
    assert stream(mirror, other, second).next_seq == 1
    assert stream(mirror, log, agent) is None
    assert condition(mirror, log) is not None
