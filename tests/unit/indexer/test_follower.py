"""The follower keeps the chain's side of the mirror equal to the chain."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from ledger.errors import ConflictError, SetupError, StaleMirrorError, UnavailableError
from ledger.indexer.rebuild import rebuild
from ledger.queries.lifecycle import fold
from ledger.store import keys
from tests.fakes.world import Loaded, World, account


def lively(world: World, *, blocks: int = 3) -> None:
    log = world.new_log(f"log{len(world.logs)}")
    agent = world.new_agent({0: bytes(32), 1: log})
    for _ in range(blocks):
        world.chain.mine(
            world.recorded(agent, agent.record(world.direct_seq(agent), stream=0)), world.deposit_event(agent, 5)
        )
        world.logs[log].append(agent.segment(3))
        world.anchor(log)


def test_live_and_rebuilt_mirror_have_equal_digests(world, mirror, catch_up):
    lively(world)
    catch_up()
    result = rebuild(world.job(mirror), swap=False)
    assert result.equal
    assert result.live is not None


def test_step_after_step_and_all_at_once_give_one_digest(world, mirror, catch_up):
    for _ in range(4):
        lively(world, blocks=2)
        catch_up()
    assert rebuild(world.job(mirror), swap=False).equal


def test_fork_is_taken_back_and_the_other_branch_applied(world, mirror, catch_up):
    lively(world)
    world.chain.mine(blocks=3)
    catch_up()
    world.chain.fork(4)
    agent = world.agents[0]
    world.chain.mine(world.deposit_event(agent, 99), blocks=6)
    catch_up()
    assert mirror.books().cursor.number == world.chain.head().number
    assert mirror.books().forks == 1
    assert rebuild(world.job(mirror), swap=False).equal


def test_fork_below_finality_stops_loudly_and_changes_nothing(world, mirror, catch_up):
    lively(world)
    world.chain.mine(blocks=20)
    catch_up(depth=4)
    before = mirror.digest()[0], mirror.books().cursor
    world.chain.fork(10)
    world.chain.mine(blocks=12)
    with pytest.raises(ConflictError, match="final"):
        world.job(mirror, finality_depth=4).follower().step()
    assert (mirror.digest()[0], mirror.books().cursor) == before


def test_agent_is_folded_from_its_events(world, mirror, catch_up):
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    catch_up()
    view = mirror.view(mirror.books())
    found = fold(0, view.lives([0])[0])
    assert found is not None
    assert found.owner.owner == agent.owner
    assert found.uri == "ipfs://agent"
    assert list(found.epochs[0].keys) == [agent.key.address]
    assert found.homes() == [log]
    assert view.agent_number(agent.ref.key) == 0


def test_node_that_leaves_a_log_out_is_asked_again_through_receipts(world, mirror, catch_up):
    agent = world.new_agent({0: bytes(32)})
    block = world.chain.mine(world.recorded(agent, agent.record(0, stream=0)))
    world.chain.leave_out(block, 0)
    catch_up()
    assert rebuild(world.job(mirror), swap=False).equal
    assert len(mirror.view(mirror.books()).members("c:agent:0:direct:0:0")) == 1


def test_unreachable_node_changes_nothing(world, mirror, catch_up):
    lively(world)
    catch_up()
    before = mirror.digest()[0], mirror.books().cursor
    world.chain.down = True
    with pytest.raises(UnavailableError):
        world.job(mirror).follower().step()
    assert (mirror.digest()[0], mirror.books().cursor) == before


def test_node_of_another_chain_is_refused(world, mirror, catch_up):
    lively(world)
    catch_up()
    other = World()
    other.chain.fork(1) if len(other.chain.chain) > 1 else None
    other.chain.chain.clear()
    other.chain._salt = 99
    other.chain.mine(blocks=50)
    with pytest.raises(SetupError, match="another chain"):
        other.job(mirror).follower().step()


def test_empty_mirror_gives_no_answer(mirror):
    with pytest.raises(StaleMirrorError):
        mirror.books()


def test_head_that_falls_back_is_followed_down_only_if_it_stays_there(world, mirror, catch_up):
    lively(world)
    catch_up()
    top = mirror.books().cursor.number
    dropped = world.chain.fork(2)
    follower = world.job(mirror).follower()
    assert [follower.step().did for _ in range(2)] == ["nothing", "nothing"]
    world.chain.chain += dropped
    assert follower.step().did == "nothing"
    assert mirror.books().cursor.number == top
    world.chain.fork(2)
    for _ in range(3):
        follower.step()
    assert mirror.books().cursor.number == top - 2
    assert mirror.books().forks == 1


def test_other_branch_of_the_same_height_is_taken_at_once(world, mirror, catch_up):
    lively(world)
    catch_up()
    world.chain.fork(1)
    world.anchored = dict.fromkeys(world.anchored, 0)
    world.chain.mine()
    catch_up()
    assert mirror.books().cursor.hash == world.chain.head().hash
    assert mirror.books().forks == 1


def test_lower_head_on_another_branch_is_a_fork(world, mirror, catch_up):
    lively(world)
    world.chain.mine(blocks=3)
    catch_up()
    world.chain.fork(3)
    world.chain.mine()
    assert world.job(mirror).follower().step().did == "rolled_back"


def test_log_left_out_beside_others_of_its_kind_shows_in_the_numbers(world, mirror, catch_up):
    agent = world.new_agent({0: bytes(32)})
    first = world.recorded(agent, b"0")
    block = world.chain.mine(first, world.recorded(agent, b"1"))
    world.chain.leave_out(block, 0)
    catch_up()
    assert len(mirror.view(mirror.books()).members("c:agent:0:direct:0:0")) == 2


def test_node_that_hides_a_log_everywhere_stops_the_follower_before_it(world, mirror, catch_up, monkeypatch):
    agent = world.new_agent({0: bytes(32)})
    catch_up()
    block = world.chain.mine(world.recorded(agent, b"0"), world.recorded(agent, b"1"))
    world.chain.leave_out(block, 0)
    monkeypatch.setattr(world.chain, "receipt_logs", lambda number: world.chain.logs(number, number))
    with pytest.raises(UnavailableError) as caught:
        catch_up()
    assert caught.value.code == "logs_missing"
    assert mirror.books().cursor.number < block


def test_second_follower_changes_nothing(world, mirror, catch_up):
    lively(world)
    first, second = world.job(mirror).follower(), world.job(mirror).follower()
    while not (first.step().idle and second.step().idle):
        pass
    while world.job(mirror).log_follower().step().entries:
        pass
    assert rebuild(world.job(mirror), swap=False).equal


def test_long_history_is_taken_in_windows_without_undo(world, mirror, catch_up):
    lively(world)
    world.chain.mine(blocks=2000)
    lively(world)
    world.chain.mine(blocks=20)
    catch_up()
    assert mirror.connection.call("ZCARD", mirror.space.prefix(0) + "b:undo") == 0
    assert world.chain.calls < 200
    assert rebuild(world.job(mirror), swap=False).equal


def test_chain_that_ends_before_the_deployment_is_refused(world, mirror):
    job = replace(world.job(mirror), start=50)
    with pytest.raises(SetupError, match="ends before"):
        job.follower().step()


def test_logs_of_other_contracts_are_passed_over(world, mirror, catch_up):
    agent = world.new_agent()
    block = world.chain.mine(world.deposit_event(agent, 1))
    forged = msgspec.structs.replace(world.chain.chain[block].found[0], address=account("forger"))
    unknown = msgspec.structs.replace(world.chain.chain[block].found[0], topics=(bytes(32),), log_index=1)
    world.chain.chain[block] = replace(world.chain.chain[block], found=(forged, unknown))
    catch_up()
    assert mirror.view(mirror.books()).bonds(agent.ref.key) == []


def test_credit_of_an_account_is_its_last_balance(world, mirror, catch_up):
    agent = world.new_agent({1: bytes(32)})
    world.chain.mine(*world.fault_events(agent, slashed=100))
    world.chain.mine(("BondVault", "CreditClaimed", {"account": account("prover"), "amount": 20}))
    catch_up()
    found = mirror.view(mirror.books()).credits(account("prover"))
    assert [(item.row.event, item.row.amount, item.row.balance) for item in found] == [
        ("CreditAdded", "20", "20"),
        ("CreditClaimed", "20", "0"),
    ]


def test_end_of_an_earlier_block_that_a_node_left_out_is_read_again_once_the_gap_shows(world, mirror, catch_up):
    """Final blocks are read from lists of logs, where the last of a kind can be missing without a trace at first."""
    agent = world.new_agent({0: bytes(32)})
    block = world.chain.mine(world.recorded(agent, b"0"), world.recorded(agent, b"1"))
    world.chain.leave_out(block, 1)
    world.chain.mine(blocks=20)
    catch_up(depth=4)
    assert len(mirror.view(mirror.books()).members(keys.direct(agent.number, 0, 0))) == 1
    world.chain.left_out.clear()
    world.chain.mine(world.recorded(agent, b"2"))
    catch_up(depth=4)
    assert len(mirror.view(mirror.books()).members(keys.direct(agent.number, 0, 0))) == 3
    assert rebuild(world.job(mirror, finality_depth=4), swap=False).equal


def test_lists_that_lack_what_no_number_tells_of_are_not_asked_for_any_more(world, mirror, catch_up):
    """A bond's event carries no number, and its block holds another of its kind: nothing but the receipts tells."""
    agent = world.new_agent({0: bytes(32)})
    for amount in range(1, 60):
        block = world.chain.mine(world.deposit_event(agent, amount), world.deposit_event(agent, 2 * amount))
        world.chain.leave_out(block, 1)
    world.chain.mine(blocks=20)
    catch_up(depth=4)
    assert len(mirror.view(mirror.books()).bonds(agent.ref.key)) == 59
    mirror.connection.call("FLUSHALL")
    follower = replace(world.job(mirror, finality_depth=4), dice=Loaded(last=False)).follower()
    while not follower.step().idle:
        pass
    assert len(mirror.view(mirror.books()).bonds(agent.ref.key)) == 2 * 59
    world.chain.left_out.clear()
    assert rebuild(world.job(mirror, finality_depth=4), swap=False).equal


def test_a_gap_that_a_block_shows_late_is_mended_in_what_was_read_before_too(world, mirror):
    agent = world.new_agent({0: bytes(32)})
    for _ in range(40):
        block = world.chain.mine(world.deposit_event(agent, 1), world.deposit_event(agent, 2))
        world.chain.leave_out(block, 1)
    world.chain.mine(blocks=10)
    dice = Loaded(last=True)
    follower = replace(world.job(mirror, finality_depth=4), dice=dice).follower()
    while not follower.step().idle:
        pass
    before = mirror.books()
    for _ in range(20):
        block = world.chain.mine(world.deposit_event(agent, 1), world.deposit_event(agent, 2))
        world.chain.leave_out(block, 1)
    world.chain.mine(blocks=10)
    dice._last = False
    while not follower.step().idle:
        pass
    assert mirror.books().instance != before.instance
    world.chain.left_out.clear()
    assert rebuild(world.job(mirror, finality_depth=4), swap=False).equal
