"""The service step on a mirror that the indexer filled: from records to forecasts and alerts, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecaster import reader
from forecaster.artefact import Card
from forecaster.crowd.alarm import learn_chains
from forecaster.history import Opening
from forecaster.reader import Reader
from forecaster.service.asked import explain_agent
from forecaster.service.run import run
from forecaster.service.watching import watching
from ledger.domain.hashing import ZERO32
from ledger.domain.record import record_id
from ledger.errors import InvalidInputError, NotFoundError, StaleMirrorError
from ledger.queries import records, standing
from ledger.queries.forecasts import alerts, forecast
from ledger.store.forecasts import Forecasts
from ledger.store.mirror import Mirror
from tests.fakes.acting import DATA, act, simple_model
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

MODEL = simple_model()
CARD = Card(
    schema="s", sha256="ab" * 32, feature_schema="f", features=1, detector="d", calibration="c", horizon=20,
    base_rate=0.5, false_alarm_bound=0.04, seed=0, data=DATA, metrics={},
)  # fmt: skip
pytestmark = pytest.mark.integration


def listed(sources, **more):
    return alerts(sources, **{"state": None, "agent": None, "cursor": None, "limit": 50, "as_of": None, **more}).data


# -- reading ----------------------------------------------------------------------------------------------------


def test_histories_are_what_the_queries_say(world, catch_up, sources):
    catch_up()
    tidy, careless, new, idle = [read.history for read in Reader(sources).everyone()]
    assert [h.acts for h in (tidy, careless, new, idle)] == [16, 38, 3, 0]
    assert [h.owner for h in (tidy, careless, new, idle)] == [account(n) for n in ("ann", "bob", "ann", "eve")]
    views = records.agent_records(sources, "1", cursor=None, limit=500, as_of=None, proofs=False).data.items
    assert [r.record_id for r in careless.records] == [view.record_id for view in views]
    assert [r.block for r in careless.records] == [view.witnessed.block for view in views]
    first = careless.records[1]
    said = views[1].content
    assert (first.phase, first.outcome, first.parents) == ("outcome", "success", tuple(said["parents"]))
    assert (first.session, first.tool, first.call, first.ts) == ("s0", "look", "c0", said["ts"])
    assert (tidy.as_of_block, tidy.standing[0].score_ppm) == (world.chain.head().number, 333_333)


def test_records_come_by_block_and_in_stream_order_over_many_pages(world, catch_up, sources, monkeypatch):
    monkeypatch.setattr(reader, "MAX_LIMIT", 7)
    catch_up()
    pages = Reader(sources).one("1").history
    monkeypatch.undo()
    assert pages == Reader(sources).one("1").history
    assert [r.seq for r in pages.records] == list(range(52))


def test_verdict_standing_and_the_record_at_fault_are_known_from_their_block_on(world, catch_up, sources):
    before = world.chain.head().number
    block = world.chain.mine(*world.fault_events(world.agents[1]))
    catch_up()
    now, then = Reader(sources).one("1").history, Reader(sources, before).one("1").history
    assert [(v.block, v.upheld, v.records) for v in now.verdicts] == [(block, True, (now.records[0].record_id,))]
    assert [s.score_ppm for s in now.standing] == [333_333, 76_923]
    assert (then.verdicts, len(then.standing)) == ((), 1)
    assert now.until(before) == then
    assert Reader(sources).one("0").history.verdicts == ()


def test_owner_is_the_one_as_of_the_block(world, catch_up, sources):
    before = world.chain.head().number
    args = {"from": world.agents[0].owner, "to": account("buyer"), "tokenId": 0}
    world.chain.mine(("AgentRegistry", "Transfer", args))
    catch_up()
    assert next(Reader(sources).everyone()).history.owner == account("buyer")
    assert next(Reader(sources, before).everyone()).history.owner == account("ann")


def test_openings_are_put_in_where_they_are_known(catch_up, sources):
    catch_up()
    first = Reader(sources).one("0").history.records[0]
    opened = Reader(sources, openings={first.record_id: Opening(5, 5, 9)}).one("0").history
    assert [r.opening for r in opened.records[:2]] == [Opening(5, 5, 9), None]


def test_records_made_on_chain_say_nothing_in_clear_and_are_left_out(world, catch_up, sources):
    world.chain.mine(world.recorded(world.agents[3], world.agents[3].record(0, stream=0)))
    catch_up()
    assert Reader(sources).one("3").history.records == ()


# -- running ----------------------------------------------------------------------------------------------------


def test_the_careless_agent_fires_and_its_reasons_cite_its_records(world, catch_up, sources, made):
    catch_up()
    done = run(sources, *made)
    assert done.written
    item = listed(sources).items[0]
    assert (item.agent_id, item.state) == (1, "firing")
    assert item.probability > 0.5
    assert item.statement.model.digest == made[1].sha256
    held = {r.record_id for r in Reader(sources).one("1").history.records}
    assert item.reasons[0].records
    assert set(item.reasons[0].records) <= held
    assert "outcome" in item.reasons[0].says
    assert forecast(sources, "0", as_of=None).data.alert is None
    assert [forecast(sources, n, as_of=None).data.state for n in "0123"] == ["ok", "ok", "insufficient", "insufficient"]


def test_the_alert_came_before_and_is_there_as_of_then(world, catch_up, sources, made):
    catch_up()
    run(sources, *made)
    item = listed(sources).items[0]
    assert item.fired == item.since <= item.statement.as_of.number
    run(sources, *made, as_of=item.fired - 1)
    assert [i.state for i in listed(sources, as_of=item.fired - 1).items] in ([], ["pending"])
    assert listed(sources).items == [item]


def test_an_agent_that_mends_its_ways_is_resolved(world, catch_up, sources, made):
    log = next(iter(world.logs))
    act(world, log, world.agents[1], 60)
    catch_up()
    run(sources, *made)
    item = listed(sources).items[0]
    assert (item.agent_id, item.state) == (1, "resolved")
    assert item.fired < item.since


def test_the_same_block_gives_the_same_forecasts_and_is_stated_once(world, catch_up, sources, made):
    catch_up()
    block = world.chain.head().number
    first = run(sources, *made)
    stated = forecast(sources, "1", as_of=block).data
    act(world, next(iter(world.logs)), world.agents[0], 20, ends=False)
    world.chain.mine(*world.fault_events(world.agents[1]))
    catch_up()
    again = run(sources, *made, as_of=block)
    assert (again.rows, again.block, again.written) == (first.rows, first.block, False)
    now = forecast(sources, "1", as_of=block).data
    assert now.statement.finality != stated.statement.finality
    assert replace(now, statement=replace(now.statement, finality=stated.statement.finality)) == stated


def test_another_mirror_of_the_same_chain_gives_the_same_forecasts(world, catch_up, sources, made):
    catch_up()
    first = run(sources, *made)
    sources.mirror.connection.call("FLUSHALL")
    catch_up()
    assert run(sources, *made).rows == first.rows


def test_a_log_that_waited_is_said_and_its_arrival_is_stated_anew(world, catch_up, sources, made):
    log = world.logs[next(iter(world.logs))]
    catch_up()
    log.down = True
    act(world, next(iter(world.logs)), world.agents[0], 2)
    catch_up()
    block = world.chain.head().number
    run(sources, *made, as_of=block)
    answer = forecast(sources, "0", as_of=block)
    assert (answer.completeness.complete, answer.data.acts) == (False, 16)
    log.down = False
    world.now += 10_000
    world.chain.mine()
    catch_up()
    assert run(sources, *made, as_of=block).written
    answer = forecast(sources, "0", as_of=block)
    assert (answer.completeness.complete, answer.data.acts) == (True, 18)


def test_a_fork_while_reading_is_noticed_and_read_again(world, catch_up, sources, made, monkeypatch):
    catch_up()
    real, forks = records.agent_records, []

    def forking(*args, **more):
        if not forks:
            forks.append(world.chain.fork(1))
            world.chain.mine(blocks=2)
            index(world, sources.mirror)
        return real(*args, **more)

    monkeypatch.setattr(records, "agent_records", forking)
    said = []
    done = run(sources, *made, progress=said.append)
    assert "forked" in said[1]
    assert done.block.hash == world.chain.head().hash.hex()
    assert not forecast(sources, "0", as_of=None).data.statement.reorged


def test_watching_follows_the_chain_through_a_fork_and_waits_for_a_mirror_that_lags(world, catch_up, sources, made):
    catch_up()
    model, card = made
    pauses, told = [], []

    def pause():
        pauses.append(None)
        if len(pauses) == 1:
            act(world, next(iter(world.logs)), world.agents[0], 2)
            catch_up()
        elif len(pauses) == 2:
            world.chain.fork(3)
            world.chain.mine(blocks=4)
        elif len(pauses) == 3:
            catch_up()
        return len(pauses) == 6

    seen = [said for said, _ in watching(sources, model, card, pause=pause, say=told.append)]
    assert len(pauses) == 6
    assert len(seen) >= 3
    assert len({made.block.hash for made in seen}) == len(seen)
    assert seen[-1].rows == run(sources, model, card).rows


def step(world, number, tool, *causes):
    """Let an agent take one step because of others' records, and return the record's id."""
    log, agent = next(iter(world.logs)), world.agents[number]
    seq, head = agent.heads.get(1, (0, ZERO32))
    data = agent.record(seq, session="w", tool=tool, parents=causes)
    segment = agent.sign([data], seq, head)
    agent.heads[1] = (seq + 1, segment.entry.segment.header)
    world.logs[log].append(segment)
    world.anchor(log)
    return record_id(data).hex()


def test_a_sending_that_several_agents_lead_to_is_named_with_all_of_them(world, catch_up, sources, made):
    model, card = made
    text = step(world, 0, "read_inbox")
    person = step(world, 1, "get_profile", text)
    carried = step(world, 2, "encode", person)
    sent = step(world, 0, "send_mail", carried)
    step(world, 0, "send_mail", text)
    catch_up()
    assert run(sources, model, card).chains == ()
    names_all = replace(learn_chains(1, workflows=60, trees=5), threshold=0.0, fewest=0)
    other = msgspec.structs.replace(card, sha256="cd" * 32)
    said = run(sources, replace(model, chains=names_all), other)
    (chain,) = said.chains
    assert (chain.record.hex(), chain.agents) == (sent, (0, 2, 1))
    assert [item.hex() for item in chain.records] == [sent, carried, person]
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    assert store.run(bytes.fromhex("cd" * 32), said.block.number).row.chains == said.chains


def test_a_chain_that_forks_all_the_time_ends_in_an_error(world, catch_up, sources, made, monkeypatch):
    catch_up()
    real = standing.standing

    def forking(*args, **more):
        world.chain.fork(1)
        world.chain.mine(blocks=2)
        index(world, sources.mirror)
        return real(*args, **more)

    monkeypatch.setattr(standing, "standing", forking)
    with pytest.raises(StaleMirrorError, match="taken back") as error:
        run(sources, *made)
    assert "run again" in error.value.hint


def test_logs_that_keep_arriving_end_in_an_error(world, catch_up, sources, monkeypatch):
    catch_up()
    count = iter(range(100))
    monkeypatch.setattr(reader, "_held", lambda _known: [("", next(count))])
    with pytest.raises(StaleMirrorError, match="kept arriving"):
        Reader(sources).one("1")


def test_what_cannot_be_answered_is_an_error_with_the_way_on(world, catch_up, sources, made, mirror):
    with pytest.raises(StaleMirrorError, match="empty"):
        run(sources, *made)
    catch_up()
    with pytest.raises(InvalidInputError, match="does not exist yet"):
        run(sources, *made, as_of=10**6)
    with pytest.raises(StaleMirrorError, match="has not looked"):
        run(sources_of(world, mirror, clock=lambda: world.now + 1000), *made)
    with pytest.raises(NotFoundError, match="no agent 9"):
        explain_agent(sources, made[0], "9")


def test_a_world_without_agents_is_forecast_too(redis_url, made, mirror):
    empty = World()
    empty.new_log()
    index(empty, mirror)
    done = run(sources_of(empty, mirror), *made)
    assert (done.rows, done.written) == ({}, True)


def test_an_explanation_says_the_same_as_the_run(world, catch_up, sources, made):
    catch_up()
    done = run(sources, *made)
    found = explain_agent(sources, made[0], "1")
    row = done.rows[1]
    assert found.forecast.probability == pytest.approx(row.probability)
    assert (found.alert.state, found.alert.since, found.acts) == (row.alert, row.since, row.acts)
    assert [r.says for r in found.why.reasons] == [r.says for r in row.reasons]
    assert found.why.holds
    assert explain_agent(sources, made[0], "2").why is None


# -- a forecast alone changes nothing ---------------------------------------------------------------------------


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9), st.booleans()), min_size=1, max_size=6),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_run_changes_neither_chain_nor_mirror_nor_any_score(redis_url, steps, fault, back):
    world = World()
    log = world.new_log()
    for name in "abc":
        world.new_agent({1: log}, owner=name)
    for place, acts, ends in steps:
        act(world, log, world.agents[place], acts, ends=ends)
    if fault:
        world.chain.mine(*world.fault_events(world.agents[0]))
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    try:
        mirror.connection.call("FLUSHALL")
        index(world, mirror)
        sources = sources_of(world, mirror)

        def everything():
            names = sorted(key for key in mirror.connection.scan("*") if b":f:" not in key)
            scores = [standing.standing(sources, n, as_of=None).data.scores for n in "012"]
            digest, books = mirror.digest()
            return names, digest, replace(books, stated=0), scores, [block.hash for block in world.chain.chain]

        before, stated = everything(), mirror.books().stated
        done = run(sources, MODEL, CARD, as_of=max(1, world.chain.head().number - back))
        assert everything() == before
        assert mirror.books().stated == stated + 1, "the run counts itself, and nothing else changes"
        assert Forecasts(mirror.connection, mirror.space).newest(done.block.number) is not None
    finally:
        mirror.close()
