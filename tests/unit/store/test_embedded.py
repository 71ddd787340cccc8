"""The embedded Valkey starts, keeps its data, and says what is wrong when it cannot."""

from __future__ import annotations

import os
import signal
import socket

import pytest

from ledger.errors import SetupError
from ledger.store.connection import Connection
from ledger.store.embedded import EmbeddedValkey


def test_data_outlives_the_server(tmp_path):
    first = EmbeddedValkey(tmp_path)
    assert first.pid is None
    connection = Connection(first.start())
    assert first.pid is not None
    connection.call("SET", "a", "b")
    connection.close()
    first.stop()
    second = EmbeddedValkey(tmp_path)
    connection = Connection(second.start())
    assert connection.call("GET", "a") == b"b"
    connection.close()
    second.stop()
    second.stop()


def test_port_in_use_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError) as caught:
            EmbeddedValkey(tmp_path, port=port).start()
    assert str(port) in caught.value.message
    assert "OMBUD_REDIS_PORT" in caught.value.hint


def test_one_that_was_killed_no_longer_runs_and_may_be_stopped_and_followed(tmp_path):
    first = EmbeddedValkey(tmp_path)
    assert not first.running
    first.start()
    assert first.running
    os.kill(first.pid, signal.SIGKILL)
    first._server._process.wait()
    assert not first.running
    first.stop()
    second = EmbeddedValkey(tmp_path)
    second.start()
    assert second.running
    second.stop()
