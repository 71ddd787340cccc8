"""The fakes do what the real sources do (`tests.fakes.suites`); the screen finds what is left out."""

from __future__ import annotations

from ledger.indexer.screen import Screen, bloom_of
from tests.fakes.suites import check_chain_source, check_log_source
from tests.fakes.world import NAMES


def test_chain_in_memory_is_a_chain_source(world):
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    world.chain.mine(world.recorded(agent, b"x"), world.deposit_event(agent, 1), blocks=3)
    check_chain_source(world.chain)


def test_log_in_memory_is_a_log_source(world):
    agent = world.new_agent({})
    log = world.logs[world.new_log()]
    segments = [agent.segment(1 + n % 3) for n in range(5)]
    log.append(*segments)
    check_log_source(log, segments)


def test_screen_doubts_a_block_that_hides_one_kind_of_event(world):
    agent = world.new_agent({0: bytes(32)})
    block = world.chain.chain[world.chain.mine(world.recorded(agent, b"x"), world.deposit_event(agent, 1))]
    screen = Screen(NAMES)
    assert not screen.doubts(block.logs_bloom, block.found)
    assert screen.doubts(block.logs_bloom, block.found[:1])
    assert not screen.doubts(bytes(256), ())
    assert bloom_of(block.found) == block.logs_bloom
