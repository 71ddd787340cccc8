"""The integrity of logs: what is held, how late, what was asked for and proved, forks, holds and erasures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.hashing import keccak
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import integrity as module
from ledger.queries.integrity import Gap, integrity
from ledger.queries.spread import spread
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import sources_of
from tests.fakes.world import session_key
from tests.unit.queries.test_faults import Watchers

MS = 1000


@given(st.lists(st.integers(-100, 100), min_size=1))
def test_quantiles_occurred_and_split_as_they_say(values):
    found = spread(values)
    assert (found.count, found.least, found.most) == (len(values), min(values), max(values))
    for share, value in ((0.5, found.p50), (0.9, found.p90), (0.99, found.p99)):
        assert value in values
        assert sum(one <= value for one in values) >= share * len(values)
        assert sum(one < value for one in values) < share * len(values)


def test_of_nothing_there_is_no_spread():
    assert spread([]) is None


@pytest.fixture
def watched(world, catch_up):
    """Two logs: one with a late entry, one of the future, a forged one and a gap; one that nobody writes to."""
    log, other = world.new_log("one"), world.new_log("two")
    agent = world.new_agent({1: log})

    def entry(delay, seq, count=1, **more):
        at = (world.chain.time + 12 - delay) * MS
        data = [
            agent.record(seq + place, ts=at, op="erase", phase="outcome", outcome="success") for place in range(count)
        ]
        segment = agent.sign_at(data, seq, at, **more)
        world.logs[log].append(segment)
        world.anchor(log)
        return segment.entry.segment.header

    return world, log, other, entry


def test_lateness_gaps_and_rejections_are_told_by_log(watched, sources, catch_up):
    _, log, other, entry = watched
    head = entry(30, 0)
    head = entry(5000, 1, head=head)
    entry(10, 2, key=session_key("stranger"), head=head)
    entry(-40, 5, head=keccak(b"what was never shown"))
    catch_up()
    answer = integrity(sources)
    one, two = answer.data.logs
    assert (one.log.log, two.log.log) == (log.hex(), other.hex())
    assert (one.lateness.count, one.lateness.p50, one.lateness.most) == (3, 30, 5000)
    assert (one.late, one.ahead, one.rejected) == (1, 1, {"unknown_key": 1})
    assert one.intervals.p50 == 12
    assert (two.lateness, two.intervals, two.rejected) == (None, None, {})
    streams = answer.data.streams
    assert (streams.streams, streams.complete, streams.claimed, streams.held) == (1, 0, 6, 3)
    assert streams.gaps == [Gap(0, 0, 1, log.hex(), 2, 5)]
    assert answer.data.erasures == 3
    assert answer.data.receipts.hidden == 0
    assert not answer.completeness.complete
    assert integrity(sources, late_after=20).data.logs[0].late == 2
    assert integrity(sources, log=other.hex()).completeness.complete


def test_what_was_asked_for_and_proved_is_counted_as_of_a_block(watched, world, sources, catch_up):
    _, log, other, _ = watched
    watchers = Watchers(world)
    watchers.ask(keccak(b"1"), log, kind=13)
    watchers.answer(keccak(b"1"))
    watchers.ask(keccak(b"2"), log, 1, kind=13)
    watchers.ask(keccak(b"3"), world.agents[0].ref.key, 10**6, kind=4)
    block = world.chain.mine(blocks=2)
    watchers.convict(log, kind=12)
    world.chain.mine(*world.fault_events(world.agents[0]))
    catch_up()
    found = integrity(sources).data
    assert found.asked == {"hidden_record": {"open": 1}, "hidden_tile": {"answered": 1, "unanswered": 1}}
    assert found.proved == {"equivocation": 1, "forked_checkpoints": 1}
    assert found.equivocations == 2
    assert found.logs[0].operator_faults == {"forked_checkpoints": 1}
    own = integrity(sources, log=log.hex()).data
    assert (own.asked, own.proved) == ({"hidden_tile": {"answered": 1, "unanswered": 1}}, {"forked_checkpoints": 1})
    assert integrity(sources, log=other.hex()).data.proved == {}
    past = integrity(sources, as_of=block).data
    assert (past.equivocations, past.erasures, past.holdings) == (0, None, None)
    with pytest.raises(NotFoundError):
        integrity(sources, log="ab" * 32)
    with pytest.raises(InvalidInputError):
        integrity(sources, late_after=-1)


def test_forks_and_holds_are_told(watched, world, mirror, catch_up, tmp_path):
    entry = watched[3]
    entry(1, 0)
    catch_up()
    world.chain.fork(1)
    world.chain.mine(blocks=2)
    catch_up()
    store = open_evidence(tmp_path)
    kept, _ = store.put(b"a", submitter="x")
    store.put(b"b", submitter="x", retention_class="export-manifest")
    store.hold(kept.sha256, "dispute-1")
    found = integrity(sources_of(world, mirror, evidence=store)).data
    assert found.forks == 1
    holdings = found.holdings
    assert (holdings.files, holdings.by_state, holdings.holds) == (2, {"present": 2}, {"dispute-1": 1})
    assert holdings.by_class == {"export-manifest": 1, "ordinary": 1}


def test_what_was_not_looked_at_is_said(watched, sources, catch_up, monkeypatch):
    watched[3](1, 0)
    catch_up()
    assert integrity(sources).completeness.complete
    for name in ("MOST_LOGS", "MOST_AGENTS"):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, 0)
            answer = integrity(sources)
            assert answer.data.more
            assert not answer.completeness.complete
