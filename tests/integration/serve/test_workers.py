"""Several processes answer on one port; one that ends is started again, and none outlives the one that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

from ledger.errors import SetupError
from ledger.home import birth
from ledger.loopback import free_port
from ledger.serve.workers import Served
from tests.fakes.own_process import make

LONG_S = 60.0


def until(found, *, what):
    """Wait until something is found, and return it."""
    limit = time.monotonic() + LONG_S
    while time.monotonic() < limit:
        result = found()
        if result:
            return result
        time.sleep(0.05)
    pytest.fail(f"{what}, not within {LONG_S:.0f} s")


def who(port):
    """Return the process that answers a new connection; None if nobody does."""
    try:
        return int(httpx.get(f"http://127.0.0.1:{port}/", timeout=LONG_S, trust_env=False).text)
    except httpx.TransportError:
        return None


@contextmanager
def served(workers):
    port = free_port()
    code = f"""
from ledger.serve.workers import Served
from tests.fakes.own_process import make
Served(make, "127.0.0.1", {port}, {workers}).run()
"""
    process = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        until(lambda: who(port), what=f"{workers} workers answer")
        yield process, port
    finally:
        process.terminate()
        process.wait(LONG_S)


def test_one_worker_is_the_process_itself():
    with served(1) as (process, port):
        assert who(port) == process.pid


def test_workers_share_a_port_are_started_again_and_end_with_their_supervisor():
    with served(2) as (process, port):

        def two():
            found = {pid for _ in range(20) if (pid := who(port))}
            return found if len(found) == 2 else None

        first = until(two, what="two processes answer")
        assert process.pid not in first
        killed = min(first)
        os.kill(killed, signal.SIGKILL)

        def again():
            found = two()
            return found if found and killed not in found else None

        workers = until(again, what="the killed one is replaced")
        process.kill()
        process.wait(LONG_S)
        until(lambda: all(birth(pid) is None for pid in workers), what="workers end with their supervisor")
    assert who(port) is None


def test_a_port_of_somebody_else_is_refused():
    with served(1) as (_, port), pytest.raises(SetupError, match=str(port)):
        Served(make, "127.0.0.1", port, 2).run()
