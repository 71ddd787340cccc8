"""Announced heads: told at once, looked for by itself where nobody tells, listened to again after a break."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from queue import Queue

import pytest
from websockets.sync.server import serve

from ledger.chain.heads import watched
from ledger.loopback import free_port

WAIT_S = 20.0


@contextmanager
def a_node(talk, port: int = 0):
    """A node that speaks WebSocket and nothing else."""
    with serve(talk, "127.0.0.1", port) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.socket.getsockname()[1]
        server.shutdown()
        thread.join()


def announcing(mined: Queue[str | None]):
    def talk(socket) -> None:
        assert json.loads(socket.recv())["params"] == ["newHeads"]
        socket.send('{"jsonrpc":"2.0","id":1,"result":"0x1"}')
        for number in iter(mined.get, None):
            socket.send(json.dumps({"method": "eth_subscription", "params": {"result": {"number": number}}}))

    return talk


def test_every_head_that_the_node_announces_is_told():
    mined, told = Queue(), threading.Semaphore(0)
    with a_node(announcing(mined)) as port, watched(f"http://127.0.0.1:{port}", told.release) as heads:
        assert told.acquire(timeout=WAIT_S)  # whatever came before the subscription is looked for
        assert heads.subscribed
        for number in ("0x5", "0x6", "0x7"):
            mined.put(number)
        assert all(told.acquire(timeout=WAIT_S) for _ in range(3))
        mined.put(None)


@pytest.mark.parametrize("reply", ['{"jsonrpc":"2.0","id":1,"error":{"code":-32601}}', "nonsense"])
def test_a_node_that_knows_no_subscriptions_announces_nothing(reply):
    def talk(socket) -> None:
        socket.recv()
        socket.send(reply)

    told = threading.Semaphore(0)
    with a_node(talk) as port, watched(f"http://127.0.0.1:{port}", told.release) as heads:
        assert told.acquire(timeout=WAIT_S)
        assert not heads.subscribed


def test_a_node_that_comes_back_is_listened_to_again():
    port, told, mined = free_port(), threading.Semaphore(0), Queue()
    with watched(f"http://127.0.0.1:{port}", told.release) as heads:
        assert told.acquire(timeout=WAIT_S)
        assert not heads.subscribed
        with a_node(announcing(mined), port):
            while not heads.subscribed:
                assert told.acquire(timeout=WAIT_S)
            mined.put(None)
        while heads.subscribed:
            assert told.acquire(timeout=WAIT_S)
