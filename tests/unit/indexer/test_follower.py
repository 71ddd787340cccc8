"""The follower keeps the chain's side of the mirror equal to the chain."""

from __future__ import annotations

import pytest

from ledger.errors import ConflictError, SetupError, StaleMirrorError, UnavailableError
from ledger.indexer.rebuild import rebuild
from ledger.queries.lifecycle import fold
from tests.fakes.world import World


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
