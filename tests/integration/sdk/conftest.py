"""A log server on a loopback port of its own, in a thread, with a fake chain behind it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn

from ledger.logserver.app import create_app
from ledger.logserver.service import LogService
from tests.fakes.directory import FakeDirectory
from tests.unit.logserver import scene

STOP_S = 5  # a client that keeps its connection and does not read would hold the server for ever
WAIT_S = 60.0


@dataclass
class RunningLog:
    url: str
    service: LogService
    directory: FakeDirectory


@pytest.fixture
def running_log(tmp_path) -> Iterator[RunningLog]:
    directory = scene.directory()
    app = create_app(tmp_path / "log", scene.config(), scene.KEYS, directory=directory, clock=directory.now)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=STOP_S))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the log server did not start"
            time.sleep(0.01)
        yield RunningLog(f"http://127.0.0.1:{listener.getsockname()[1]}", app.state.service, directory)
        server.should_exit = True
        thread.join(WAIT_S)
        assert not thread.is_alive(), "the log server did not stop"
