"""A running stack with agents at work: parts are killed, blocks are taken back, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import secrets
import signal
import threading
import time
from contextlib import contextmanager

import httpx
import pytest

from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.cli import enrol
from ledger.sdk import Ledger
from ledger.serve.stack import API, INDEXER, LOG_SERVER, Stack
from ledger.store.embedded import EmbeddedValkey
from tests.integration.cli.conftest import Ombud, free_settings

pytestmark = pytest.mark.e2e

DEPTH = 5
LONGEST_S = 60


def until(check, what):
    deadline = time.monotonic() + LONGEST_S
    while not check():
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(0.05)


class Worker:
    """An agent that acts on a stack, as its own program would."""

    def __init__(self, stack: Stack, name: str) -> None:
        self.stack = stack
        with Chain(stack.urls.rpc, stack.world.deployment) as chain:
            self.enrolled = enrol.enrol(stack.settings, chain, name)
        self.ledger = Ledger(
            stack.home.spool / name, key=self.enrolled.key, log_url=stack.urls.log, name=name, segment_seconds=0.05
        )
        self.ledger.bind(self.enrolled.ref, self.enrolled.epoch, self.enrolled.stream)
        self.written = 0

    def act(self, count: int = 1) -> None:
        for _ in range(count):
            self.ledger.write("chat", session="work")
            self.written += 1

    def answered(self) -> int:
        """How many records the API answers with; -1 while it gives no answer."""
        try:
            found = httpx.get(f"{self.stack.urls.api}/v1/agents/{self.enrolled.ref.agent_id}", trust_env=False).json()
        except httpx.TransportError:
            return -1
        return found.get("data", {}).get("records", -1)

    @contextmanager
    def busy(self):
        """Act all the time in a thread of its own."""
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                self.act()
                stop.wait(0.002)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with Stack(free_settings(tmp_path_factory.mktemp("survival") / "home")) as stack:
        yield stack


@pytest.fixture
def worker(stack):
    worker = Worker(stack, f"worker-{secrets.token_hex(4)}")
    yield worker
    worker.ledger.close()


@pytest.fixture
def ombud(stack):
    return Ombud(stack.home.root)


def equals_a_rebuilt_one(ombud) -> bool:
    said = ombud("index", "rebuild", "--check", "--json")
    live = ombud("index", "digest", "--json").json()
    return said.code == 0 and said.json()["equal"] and said.json()["digest"] == live["digest"]


def forks(stack) -> int:
    return httpx.get(f"{stack.urls.api}/v1/status", trust_env=False).json()["forks"]


def kill(stack, part):
    if part == "Valkey":
        os.kill(stack._valkey.pid, signal.SIGKILL)
        stack._valkey.stop()
    else:
        stack._children[part].kill()


def restart(stack, part):
    if part == "Valkey":
        stack._valkey = EmbeddedValkey(stack.home.valkey, port=stack.settings.redis_port)
        stack._valkey.start()
    else:
        stack._start_part(part)


@pytest.mark.parametrize("part", [INDEXER, API, LOG_SERVER, "Valkey"])
def test_a_part_killed_while_agents_act_loses_nothing(stack, worker, ombud, part):
    with worker.busy():
        until(lambda: worker.answered() > 0, "the first record")
        kill(stack, part)
        before = worker.written
        until(lambda: worker.written > before + 20, "work while the part is gone")
        restart(stack, part)
        before = worker.written
        until(lambda: worker.written > before + 20, "work after it is back")
    worker.ledger.flush(LONGEST_S)
    until(lambda: worker.answered() == worker.written, "every record")
    assert equals_a_rebuilt_one(ombud)


def test_five_blocks_taken_back_while_agents_act_come_back_with_their_records(stack, worker, ombud):
    with Chain(stack.urls.rpc, stack.world.deployment) as chain:
        dev = DevNode(chain)
        with worker.busy():
            until(lambda: worker.answered() > 0, "the first record")
            with dev.reorganised(DEPTH):
                start, before = chain.head().number, worker.written
                until(lambda: worker.answered() > before, "the records on the branch")
                taken_back = chain.block(start + 1).hash
        assert chain.head().number >= start + DEPTH
        assert chain.block(start + 1).hash != taken_back
    worker.ledger.flush(LONGEST_S)
    until(lambda: worker.answered() == worker.written, "the records that were taken back")
    assert forks(stack) > 0
    assert equals_a_rebuilt_one(ombud)


def test_records_that_were_taken_back_return_though_nobody_acts_any_more(stack, worker, ombud):
    with Chain(stack.urls.rpc, stack.world.deployment) as chain, DevNode(chain).reorganised(DEPTH):
        worker.act(4)
        worker.ledger.flush(LONGEST_S)
        until(lambda: worker.answered() == worker.written, "the records on the branch")
        before = forks(stack)
    until(lambda: forks(stack) > before, "the fork")
    until(lambda: worker.answered() == worker.written, "the records that were taken back")
    assert equals_a_rebuilt_one(ombud)
