"""Readers beside a busy indexer see whole states, forks included, or an error that says why not."""

from __future__ import annotations

import threading
import time

import pytest

from ledger.errors import StaleMirrorError
from ledger.queries import records
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World

pytestmark = pytest.mark.integration
SECONDS = 3


def test_no_answer_is_torn(redis_url):
    world, mirror = World(), Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    log = world.new_log()
    agent = world.new_agent({0: bytes(32), 1: log})
    index(world, mirror)
    sources, stop, failures, answers = sources_of(world, mirror), threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                answer = records.agent_records(sources, "0", cursor=None, limit=500, as_of=None, proofs=False)
            except StaleMirrorError:
                continue
            held = sum(stream.rows for stream in answer.completeness.streams)
            if held != len(answer.data.items):
                failures.append((held, len(answer.data.items)))
            answers.append(answer.as_of.number)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        world.logs[log].append(agent.segment(2))
        world.anchor(log)
        index(world, mirror)
        if len(world.logs[log].leaves) % 7 == 0:
            world.chain.fork(1)
            world.anchored[log] -= 1
            world.chain.mine(blocks=2)
            index(world, mirror)
            world.anchor(log)
        if len(world.logs[log].leaves) > 200:
            break
        time.sleep(0.005)
    stop.set()
    for reader in readers:
        reader.join()
    mirror.close()
    assert failures == []
    assert len(set(answers)) > 1
