"""`ombud up` as a program of its own: what it starts, it stops, whatever happens to it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from ledger.chain.child import LOG_BYTES
from ledger.chain.node import Chain
from ledger.errors import SetupError
from ledger.home import Home, birth
from ledger.sdk import Ledger
from ledger.serve.stack import API, INDEXER, WEBHOOKS, Stack
from tests.integration.cli.conftest import Ombud, free_settings

pytestmark = pytest.mark.integration


class Up:
    """A running `ombud up --port-base 0 --json`."""

    def __init__(self, home: Home, *arguments: str) -> None:
        self.home = home
        env = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ledger.serve", "up", *(arguments or ("--port-base", "0")), "--json"],
            env={**env, "OMBUD_HOME": str(home.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ready(self) -> dict:
        return json.loads(self.process.stdout.readline())

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=30)
        return self.process.returncode, err


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def alive(pids: dict[str, int]) -> set[str]:
    return {part for part, pid in pids.items() if birth(pid) is not None}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_that_up_started(home, number):
    up = Up(home)
    ready = up.ready()
    assert httpx.get(f"{ready['urls']['api']}/v1/status", trust_env=False).json()["ready"] is True
    pids = home.run().pids
    assert set(pids) == {"up", "node", "Valkey", "log server", "indexer", "API"}
    code, err = up.end(number)
    assert code == 0, err
    assert alive(pids) == set()
    assert home.run() is None


def test_what_a_killed_up_left_behind_is_stopped_and_its_chains_data_set_aside(home):
    with Ledger(home.spool / "later") as ledger:
        ledger.write("chat", session="drafts survive every chain")
    first = Up(home)
    registry = first.ready()["registry"]
    assert Ombud(home.root)("agent", "register", "gone").code == 0
    pids = home.run().pids
    first.end(signal.SIGKILL)
    assert "log server" in alive(pids)
    second = Up(home)
    ready = second.ready()
    assert alive(pids) == set()
    assert ready["registry"] != registry
    archive = home.root / "archive-1"
    assert {path.name for path in archive.iterdir()} >= {"deployments", "log", "valkey", "agents"}
    assert (home.spool / "later" / "drafts.log").exists()
    code, err = second.end(signal.SIGINT)
    assert code == 0
    assert "left behind" in err
    assert "was moved to" in err


def test_a_port_in_use_is_named_before_anything_starts(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        up = Up(home, "--port-base", str(port - 3))
        _, err = up.process.communicate(timeout=30)
    assert up.process.returncode == SetupError.exit_code
    assert json.loads(err)["code"] == "port_in_use"
    assert not home.logs.exists()


def test_a_part_that_cannot_start_is_named_with_its_log_and_the_others_stop(home):
    stack = Stack(free_settings(home.root, log_origin="two words"))
    with pytest.raises(
        SetupError, match=r"(?s)the log server ended by itself .* its log ends with:.*origin 'two words'"
    ):
        stack.start()
    assert (stack._children, stack._node, stack._valkey) == ({}, None, None)
    assert home.run() is None


def test_a_part_that_ends_by_itself_ends_the_wait_and_is_named(home):
    with Stack(free_settings(home.root)) as stack:
        os.kill(stack._children[INDEXER].pid, signal.SIGKILL)
        with pytest.raises(SetupError, match="the indexer ended by itself with code -9"):
            stack.wait(stopped=lambda: False)
        assert stack._children[API].running


class Receiver(BaseHTTPRequestHandler):
    """Takes what is posted to it."""

    def do_POST(self):
        self.server.taken.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.taken = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def within(seconds, found):
    """Ask whether it is so, and fail when it never comes."""
    limit = time.monotonic() + seconds

    def asked():
        assert time.monotonic() < limit
        return bool(found())

    return asked


def test_who_subscribes_while_it_is_up_is_told_and_what_sends_may_end_without_the_rest(home, receiver):
    with Stack(free_settings(home.root)) as stack:
        ombud = Ombud(home.root)
        assert WEBHOOKS not in home.run().pids
        agent = ombud("agent", "register", "leaves", "--json").json()["agent"].rpartition("/")[2]
        hook = f"http://127.0.0.1:{receiver.server_port}/"
        assert ombud("webhook", "add", hook, "--topics", "lifecycle").code == 0
        assert ombud("lifecycle", "retire", agent, "--agent", "leaves").code == 0
        stack.wait(stopped=within(60, lambda: receiver.taken))
        headers, body = receiver.taken[0]
        assert {name.lower() for name in headers} >= {"webhook-id", "webhook-signature", "webhook-timestamp"}
        assert b"lifecycle" in body
        log = stack._children[WEBHOOKS].log
        os.truncate(log, LOG_BYTES + 1)
        stack.wait(stopped=within(30, log.with_name(f"{log.name}.1").exists))
        stack._children[WEBHOOKS].kill()
        stack._next_look = 0.0
        stack.wait(stopped=within(30, lambda: WEBHOOKS not in stack._children))
        assert stack._children[API].running


def test_a_valkey_that_ends_by_itself_is_named_too(home):
    with Stack(free_settings(home.root)) as stack:
        os.kill(stack._valkey.pid, signal.SIGKILL)
        with pytest.raises(SetupError, match="the embedded Valkey ended by itself"):
            stack.wait(stopped=lambda: False)


def test_an_external_node_and_redis_are_used_and_left_running(home, node_url, valkey_server):
    settings = free_settings(home.root, rpc_url=node_url, redis_url=valkey_server)
    with Stack(settings) as stack:
        assert (stack.urls.rpc, stack.urls.redis) == (node_url, valkey_server)
        assert set(home.run().pids) == {"up", "log server", "indexer", "API"}
        registry = stack.world.deployment.registry
    with Stack(settings) as stack:  # the same chain: nothing is set aside, the log goes on
        assert stack.world.deployment.registry == registry
    assert not (home.root / "archive-1").exists()
    with Chain(node_url) as chain:
        assert chain.chain_id() == 31337
