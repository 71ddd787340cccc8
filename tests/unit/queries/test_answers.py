"""Answers say what chain and logs say, as of any block, with their proofs."""

from __future__ import annotations

import dataclasses

import pytest

from ledger.domain import record as domain_record
from ledger.domain import tree
from ledger.domain.bundle import parse_bundle
from ledger.domain.entry import Entry
from ledger.domain.reputation import Standing
from ledger.domain.verify import verify_bundle
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, StaleMirrorError, UnavailableError
from ledger.queries import agents, bundles, logs, records, standing, status, verdicts
from tests.fakes.asked import sources_of
from tests.fakes.world import session_key


def busy(world):
    """One log, one agent with a stream on chain and one in the log, seven records."""
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    world.chain.mine(world.deposit_event(agent, 10**18))
    world.logs[log].append(agent.segment(2), agent.segment(2, session="t", tool="quote"))
    world.anchor(log)
    world.chain.mine(world.recorded(agent, agent.record(0, stream=0)))
    world.logs[log].append(agent.segment(2))
    world.anchor(log)
    return log, agent


def all_records(sources, name, *, limit, as_of=None):
    out, cursor = [], None
    while True:
        page = records.agent_records(sources, name, cursor=cursor, limit=limit, as_of=as_of, proofs=False).data
        out += page.items
        cursor = page.next_cursor
        if not page.more:
            return out, cursor


def plain(answer):
    """Return what must be equal at block N and later as of N: all but finality, which grows."""
    return dataclasses.replace(answer, finality="provisional")


def test_records_come_in_the_order_of_their_witness(world, sources, catch_up):
    log, _ = busy(world)
    catch_up()
    answer = records.agent_records(sources, "0", cursor=None, limit=50, as_of=None, proofs=True)
    places = [(item.home, item.stream, item.seq) for item in answer.data.items]
    in_log = log.hex()
    assert places == [*[(in_log, 1, n) for n in range(4)], ("chain", 0, 0), (in_log, 1, 4), (in_log, 1, 5)]
    assert answer.completeness.complete
    assert [(s.next_seq, s.rows, s.gaps) for s in answer.completeness.streams] == [(1, 1, []), (6, 6, [])]
    assert answer.as_of.number == world.chain.head().number
    assert answer.as_of.hash == world.chain.head().hash.hex()


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 7, 500])
def test_pages_of_any_size_give_every_record_once(world, sources, catch_up, limit):
    busy(world)
    catch_up()
    whole, _ = all_records(sources, "0", limit=500)
    paged, _ = all_records(sources, "0", limit=limit)
    assert paged == whole
    assert len(whole) == 7


def test_a_reader_in_the_middle_loses_and_repeats_nothing_while_data_arrives(world, sources, catch_up):
    log, agent = busy(world)
    catch_up()
    found, cursor = [], None
    for _ in range(30):
        page = records.agent_records(sources, "0", cursor=cursor, limit=2, as_of=None, proofs=False).data
        found += page.items
        cursor = page.next_cursor
        if len(found) < 20:
            world.logs[log].append(agent.segment(3))
            world.anchor(log)
            catch_up()
    assert len({item.record_id for item in found}) == len(found)
    whole, _ = all_records(sources, "0", limit=500)
    assert {item.record_id for item in found} == {item.record_id for item in whole}


def test_records_of_a_log_that_was_late_still_reach_a_reader_who_is_past_them(world, sources, mirror, catch_up):
    near, far = world.new_log("near"), world.new_log("far")
    agent = world.new_agent({1: near, 2: far})
    world.logs[far].down = True
    world.logs[far].append(agent.segment(2, stream=2))
    world.anchor(far)
    world.logs[near].append(agent.segment(2, stream=1))
    world.anchor(near)
    catch_up()
    answer = records.agent_records(sources, "0", cursor=None, limit=50, as_of=None, proofs=False)
    assert [item.stream for item in answer.data.items] == [1, 1]
    assert not answer.completeness.complete
    assert [(w.condition, w.anchored_size, w.held_size) for w in answer.completeness.waiting_logs] == [
        ("unreachable", 1, 0)
    ]
    world.logs[far].down = False
    world.now += 120
    catch_up()
    sources = sources_of(world, mirror)
    world.job(mirror).follower().step()
    rest = records.agent_records(sources, "0", cursor=answer.data.next_cursor, limit=50, as_of=None, proofs=False)
    assert [item.stream for item in rest.data.items] == [2, 2]
    assert rest.completeness.complete


def test_every_record_comes_with_a_proof_that_holds(world, sources, catch_up):
    busy(world)
    catch_up()
    for item in records.agent_records(sources, "0", cursor=None, limit=50, as_of=None, proofs=True).data.items:
        proof = item.proof
        if item.home == "chain":
            assert proof.event == item.witnessed
            continue
        leaf = domain_record.record_id(item.text.encode())
        path = [bytes.fromhex(node) for node in proof.segment.path]
        root = bytes.fromhex(proof.segment.records_root)
        tree.verify_inclusion(leaf, proof.segment.position, proof.segment.count, path, root)
        entry = Entry.unpack(bytes.fromhex(proof.segment.entry))
        assert entry.segment.records_root == root
        assert entry.signer() == proof.key.signer
        up = [bytes.fromhex(node) for node in proof.log.path]
        tree.verify_inclusion(entry.leaf, proof.log.leaf_index, proof.log.size, up, bytes.fromhex(proof.log.root))
        anchored = world.chain.chain[proof.anchor.seen.block].found[proof.anchor.seen.log_index]
        assert bytes.fromhex(proof.log.root) in anchored.data
        assert anchored.tx_hash.hex() == proof.anchor.seen.tx


def test_proof_is_left_out_with_a_reason_when_the_log_is_down(world, sources, catch_up):
    log, _ = busy(world)
    catch_up()
    world.logs[log].down = True
    item = records.agent_records(sources, "0", cursor=None, limit=1, as_of=None, proofs=True).data.items[0]
    assert item.proof.log.path is None
    assert "does not answer" in item.proof.log.problem


@pytest.mark.parametrize("served", [[], [bytes(32)], ValueError("garbage"), InvalidInputError("garbage")])
def test_a_log_that_serves_nonsense_makes_a_bundle_unavailable_and_leaves_a_proof_out(
    world, sources, catch_up, monkeypatch, served
):
    log, _ = busy(world)
    catch_up()

    def path(*_):
        if isinstance(served, Exception):
            raise served
        return served

    monkeypatch.setattr(world.logs[log], "inclusion_path", path)
    item = records.agent_records(sources, "0", cursor=None, limit=1, as_of=None, proofs=True).data.items[0]
    assert item.proof.log.path is None
    assert "serves no proof" in item.proof.log.problem
    with pytest.raises(UnavailableError, match="serves no proof"):
        bundles.record_bundle(sources, item.record_id, as_of=None)


def test_answers_as_of_a_block_are_what_was_answered_then(world, sources, catch_up):
    def everything(as_of=None):
        at = as_of
        return [
            plain(records.agent_records(sources, "0", cursor=None, limit=500, as_of=at, proofs=True)).data.items,
            plain(standing.standing(sources, "0", as_of=at)),
            plain(verdicts.verdicts(sources, agent=None, cursor=None, limit=50, as_of=at)).data.items,
            plain(agents.agents(sources, cursor=None, limit=50, as_of=at)).data.items,
            plain(logs.anchors(sources, log.hex(), cursor=None, limit=50, as_of=at)).data.anchors.items,
            dataclasses.replace(agents.agent(sources, "0", as_of=at).data, actions=None),
            records.agent_records(sources, "0", cursor=None, limit=5, as_of=at, proofs=False).completeness,
        ]

    log, agent = busy(world)
    catch_up()
    then, block = everything(), world.chain.head().number
    world.chain.mine(*world.fault_events(agent))
    world.logs[log].append(agent.segment(2))
    world.anchor(log)
    world.new_agent({1: log})
    world.chain.mine(world.recorded(agent, agent.record(1, stream=0)), blocks=30)
    catch_up()
    assert everything(block) == then
    assert everything() != then
    assert records.record(sources, then[0][0].record_id, as_of=block).finality == "finalised"


def test_record_that_came_later_is_unknown_as_of_before(world, sources, catch_up):
    log, agent = busy(world)
    segment = agent.segment(1)
    world.logs[log].append(segment)
    block = world.anchor(log)
    world.chain.mine(blocks=3)
    catch_up()
    wanted = segment.record_ids()[0].hex()
    assert records.record(sources, wanted, as_of=block).data.record.record_id == wanted
    with pytest.raises(NotFoundError):
        records.record(sources, wanted, as_of=block - 1)
    with pytest.raises(NotFoundError):
        bundles.record_bundle(sources, wanted, as_of=block - 1)


def test_record_signed_by_a_stranger_is_never_the_agents(world, sources, catch_up):
    log, agent = busy(world)
    forged = agent.segment(1, key=session_key("stranger"))
    world.logs[log].append(forged)
    world.anchor(log)
    catch_up()
    with pytest.raises(NotFoundError, match="unknown_key"):
        records.record(sources, forged.record_ids()[0].hex(), as_of=None)
    whole, _ = all_records(sources, "0", limit=500)
    assert len(whole) == 7
    assert logs.anchors(sources, log.hex(), cursor=None, limit=5, as_of=None).data.rejections[0].check == "unknown_key"


def test_bundle_of_a_record_and_of_a_session_verify_offline(world, sources, catch_up):
    _, agent = busy(world)
    catch_up()
    whole, _ = all_records(sources, "0", limit=500)
    one = bundles.record_bundle(sources, whole[2].record_id, as_of=None)
    report = verify_bundle(parse_bundle(one.serialise()))
    assert report.ok, report.problems
    assert report.records == 1
    both = verify_bundle(parse_bundle(bundles.session_bundle(sources, str(agent.ref), "s", as_of=None).serialise()))
    assert both.ok, both.problems
    assert both.records == 4
    on_chain = next(item for item in whole if item.home == "chain")
    with pytest.raises(NotFoundError, match="on chain"):
        bundles.record_bundle(sources, on_chain.record_id, as_of=None)


def test_session_holds_its_own_records_alone(world, sources, catch_up):
    busy(world)
    catch_up()
    found, cursor = [], None
    while True:
        page = records.session(sources, "0", "s", cursor=cursor, limit=3, as_of=None, proofs=True).data
        found += page.items
        cursor = page.next_cursor
        if not page.more:
            break
    assert [item.seq for item in found] == [0, 1, 4, 5]
    with pytest.raises(NotFoundError):
        records.session(sources, "0", "nothing", cursor=None, limit=3, as_of=None, proofs=True)


def test_verdict_names_its_effects_and_standing_its_reason(world, sources, catch_up):
    _, agent = busy(world)
    world.chain.mine(*world.fault_events(agent, slashed=1000))
    catch_up()
    item = verdicts.verdicts(sources, agent="0", cursor=None, limit=5, as_of=None).data.items[0]
    case = verdicts.verdict(sources, "0x" + item.fault_key, as_of=None).data
    assert (case.effects.slashed, case.effects.reward, case.effects.burned) == ("1000", "200", "800")
    assert case.effects.epoch_closed
    answer = standing.standing(sources, "0", as_of=None)
    change = answer.data.changes[0]
    assert (change.reason, change.cause, change.after) == ("fault", item.fault_key, (0, 10_000))
    assert answer.completeness.complete
    assert answer.data.scores[0].score_ppm == Standing(0, 10_000).score_ppm
    world.chain.mine(seconds=26 * 7 * 24 * 3600)
    catch_up()
    later = standing.standing(sources, "0", as_of=None).data.scores[0]
    assert 4_999 < later.negative <= 5_001


def test_cursor_that_saw_what_a_fork_took_back_is_refused(world, sources, catch_up):
    log, _ = busy(world)
    catch_up()
    page = records.agent_records(sources, "0", cursor=None, limit=2, as_of=None, proofs=False).data
    world.chain.fork(1)
    world.anchored[log] -= 1
    world.chain.mine(blocks=2)
    catch_up()
    with pytest.raises(ConflictError, match="forked"):
        records.agent_records(sources, "0", cursor=page.next_cursor, limit=2, as_of=None, proofs=False)


@pytest.mark.parametrize("text", ["", "x", "!!!!", "AAAA", "gaFh", "A" * 70_000, "kwGhYcA"])
def test_text_that_is_no_cursor_is_refused(world, sources, catch_up, text):
    busy(world)
    catch_up()
    with pytest.raises(InvalidInputError) as caught:
        agents.agents(sources, cursor=text, limit=2, as_of=None)
    assert caught.value.code == "bad_cursor"


def test_cursor_of_another_list_is_refused(world, sources, catch_up):
    busy(world)
    world.new_agent()
    catch_up()
    cursor = agents.agents(sources, cursor=None, limit=1, as_of=None).data.next_cursor
    with pytest.raises(InvalidInputError, match="another list"):
        logs.logs(sources, cursor=cursor, limit=1, as_of=None)


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_absurd_limit_is_refused(sources, limit):
    with pytest.raises(InvalidInputError, match="limit"):
        agents.agents(sources, cursor=None, limit=limit, as_of=None)


def test_silent_or_lagging_indexer_gives_no_answer_but_answers_for_the_past(world, sources, mirror, catch_up):
    busy(world)
    catch_up()
    block = world.chain.head().number
    late = sources_of(world, mirror, clock=lambda: world.now + 60)
    with pytest.raises(StaleMirrorError, match="has not looked"):
        agents.agents(late, cursor=None, limit=5, as_of=None)
    assert agents.agents(late, cursor=None, limit=5, as_of=block).data.items
    assert not status.status(late).ready
    mirror.saw(block + 100, now=world.now)
    with pytest.raises(StaleMirrorError, match="the chain at"):
        agents.agents(sources, cursor=None, limit=5, as_of=None)
    with pytest.raises(StaleMirrorError):
        agents.agents(sources, cursor=None, limit=5, as_of=block + 50)
    with pytest.raises(InvalidInputError, match="does not exist yet"):
        agents.agents(sources, cursor=None, limit=5, as_of=block + 101)


def test_flush_in_the_middle_of_a_question_gives_no_answer(world, sources, mirror, catch_up):
    busy(world)
    catch_up()

    def flushed_meanwhile(view):
        mirror.connection.call("FLUSHALL")
        return view.lives([0])

    with pytest.raises(StaleMirrorError):
        mirror.consistent(flushed_meanwhile)
    with pytest.raises(StaleMirrorError):
        status.status(sources)


@pytest.mark.parametrize("name", ["x", "eip155:1", "-1", "1e5", "9" * 40, "²"])
def test_name_that_is_no_agent_is_refused(sources, name):
    with pytest.raises(InvalidInputError):
        agents.agent(sources, name, as_of=None)


def test_unknown_things_are_not_found_with_a_hint(world, sources, catch_up):
    busy(world)
    catch_up()
    for ask in (
        lambda: agents.agent(sources, "99", as_of=None),
        lambda: agents.agent(sources, "eip155:1:0x" + "00" * 20 + "/0", as_of=None),
        lambda: records.record(sources, "00" * 32, as_of=None),
        lambda: verdicts.verdict(sources, "00" * 32, as_of=None),
        lambda: logs.anchors(sources, "00" * 32, cursor=None, limit=5, as_of=None),
        lambda: standing.standing(sources, "99", as_of=None),
        lambda: verdicts.verdicts(sources, agent="99", cursor=None, limit=5, as_of=None),
        lambda: bundles.record_bundle(sources, "00" * 32, as_of=None),
    ):
        with pytest.raises(NotFoundError) as caught:
            ask()
        assert caught.value.hint


def test_hash_of_an_old_block_without_events_comes_from_the_chain(world, sources, mirror, catch_up):
    busy(world)
    quiet = world.chain.mine(blocks=40) + 1
    catch_up()
    answer = agents.agents(sources, cursor=None, limit=5, as_of=quiet)
    assert (answer.as_of.hash, answer.finality) == (world.chain.chain[quiet].hash.hex(), "finalised")

    def absent(number):
        message = "no such block"
        raise NotFoundError(message)

    with pytest.raises(StaleMirrorError, match="does not know block"):
        agents.agents(sources_of(world, mirror, block=absent), cursor=None, limit=5, as_of=quiet)


def test_finality_grows_with_the_blocks_on_top(world, sources, catch_up):
    busy(world)
    catch_up()
    block = world.chain.head().number

    def finality():
        return agents.agents(sources, cursor=None, limit=5, as_of=block).finality

    assert finality() == "provisional"
    world.chain.mine()
    catch_up()
    assert finality() == "confirmed"
    world.chain.mine(blocks=7)
    catch_up()
    assert finality() == "finalised"


def test_lists_of_agents_logs_anchors_and_verdicts_are_paged(world, sources, catch_up):
    log = world.new_log()
    world.new_log("second")
    for _ in range(3):
        agent = world.new_agent({1: log})
        world.logs[log].append(agent.segment())
        world.anchor(log)
        world.chain.mine(*world.fault_events(agent))
    catch_up()
    lists = {
        3: lambda **page: agents.agents(sources, **page).data,
        2: lambda **page: logs.logs(sources, **page).data,
        33: lambda **page: logs.anchors(sources, log.hex(), **page).data.anchors,
        333: lambda **page: verdicts.verdicts(sources, agent=None, **page).data,
    }
    for size, ask in lists.items():
        whole = ask(cursor=None, limit=500, as_of=None)
        found, cursor, more = [], None, True
        while more:
            page = ask(cursor=cursor, limit=1, as_of=None)
            found, cursor, more = found + page.items, page.next_cursor, page.more
        assert found == whole.items
        assert len(found) == min(size, 3)
        assert ask(cursor=cursor, limit=1, as_of=None).items == []


def test_a_window_of_blocks_holds_what_the_chain_saw_in_it_and_nothing_else(world, sources, catch_up):
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    for _ in range(4):
        world.logs[log].append(agent.segment(3))
        world.anchor(log)
        world.chain.mine(world.recorded(agent, agent.record(world.direct_seq(agent), stream=0)))
    catch_up()
    page = {"cursor": None, "proofs": False}
    whole = records.agent_records(sources, "0", limit=500, as_of=None, **page).data.items
    blocks = sorted({item.witnessed.block for item in whole})
    for first in (0, *blocks):
        for last in blocks:
            wanted = [item.record_id for item in whole if first < item.witnessed.block <= last]
            found, cursor, more = [], None, True
            while more:
                some = records.agent_records(
                    sources, "0", cursor=cursor, limit=2, as_of=last, proofs=False, after=first
                ).data
                found, cursor, more = found + [item.record_id for item in some.items], some.next_cursor, some.more
            assert found == wanted
