"""An agent moves to another operator's log: all that it signed before stays proved, all that it signs then is there."""

from __future__ import annotations

import secrets
import threading
import time

import httpx
import pytest
import uvicorn

from ledger.chain.deploy import MIN_OPERATOR_BOND
from ledger.chain.dev import DevNode
from ledger.chain.directory import ChainDirectory
from ledger.chain.logs import ChainAnchor, register_log
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.note import public_bytes
from ledger.domain.signing import SessionKey
from ledger.logserver.app import create_app
from ledger.logserver.service import LogConfig, LogKeys
from ledger.loopback import free_port
from ledger.sdk import Ledger, keystore
from tests.integration.cli.conftest import Ombud
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ORIGIN = "next/log"


def until(check, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def successor(stack, tmp_path_factory):
    """Another operator's log, registered and running beside the stack's own; gives its URL.

    It runs as long as the stack: a mirror that is rebuilt reads every log that was ever anchored.
    """
    url = f"http://127.0.0.1:{free_port()}"
    operator = SessionKey(secrets.token_bytes(32))
    with Chain(stack.settings.rpc_url, stack.world.deployment) as chain:
        DevNode(chain).fund(operator.address, 10**19)
        sender = Sender(chain, operator)
        key = public_bytes(scene.ED25519)
        log = register_log(sender, origin=ORIGIN, checkpoint_key=key, url=url, bond=MIN_OPERATOR_BOND)
        directory = ChainDirectory(chain)
        # At once what is new, and seldom a look at the chain: this runs beside every later test of the worker.
        config = LogConfig(chain_id=chain.chain_id(), log=log, origin=ORIGIN, anchor_entries=1, anchor_seconds=10)
        keys = LogKeys(operator, scene.ED25519)
        made = create_app(
            tmp_path_factory.mktemp("next"),
            config,
            keys,
            directory=directory,
            clock=directory.now,
            anchor=ChainAnchor(sender, log),
        )
        server = uvicorn.Server(uvicorn.Config(made, port=int(url.rpartition(":")[2]), log_config=None))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        until(lambda: server.started)
        yield url
        server.should_exit = True
        thread.join(20)


def write(stack, name: str, url: str, session: str) -> None:
    """Write one record as the agent's own program does, and have it acknowledged."""
    home = stack.home
    known = home.agent(name)
    key = home.session_key(name)
    with Ledger(home.spool / name, key=keystore.load(key, ""), log_url=url, name=name, segment_seconds=0.1) as ledger:
        ledger.bind(known.agent, known.epoch, known.stream)
        ledger.write("chat", session=session)
        ledger.flush(20)


def test_an_agent_goes_on_in_another_log_and_all_of_it_stays_proved(stack, ombud, successor, tmp_path):
    agent = ombud("agent", "register", "mover", "--json").json()
    write(stack, "mover", stack.urls.log, "before")
    there = Ombud(stack.home.root, {"OMBUD_LOG_ORIGIN": ORIGIN, "OMBUD_LOG_URL": successor})
    moved = there("agent", "move", "mover", "--json")
    assert moved.code == 0, moved.error
    assert (moved.json()["stream"], moved.json()["changed"], moved.json()["url"]) == (2, True, successor)
    assert there("agent", "move", "mover", "--json").json()["changed"] is False
    assert ombud("agent", "register", "mover", "--json").json()["stream"] == 2
    write(stack, "mover", successor, "after")
    records = f"{stack.urls.api}/v1/agents/{agent['agent']}/records"

    def listed():
        return httpx.get(records, trust_env=False, timeout=10).json().get("data", {}).get("items", [])

    until(lambda: len(listed()) == 2)
    homes = {item["content"]["session"]: (item["home"], item["stream"]) for item in listed()}
    assert homes["before"] == (agent["log"], 1)
    assert homes["after"] == (moved.json()["log"], 2)
    for session in ("before", "after"):
        file = tmp_path / f"{session}.json"
        assert ombud("session", "bundle", agent["agent"], session, "-o", file).code == 0
        assert ombud("verify", file, "--deployment", stack.settings.deployment_file).code == 0


def test_who_cannot_move_is_told_why(stack, ombud):
    assert ombud("agent", "move", "nobody").error.code == "no_such_agent"
    ombud("agent", "register", "stayer")
    nowhere = Ombud(stack.home.root, {"OMBUD_LOG_ORIGIN": "no/such/log"})
    assert nowhere("agent", "move", "stayer").error.code == "no_such_log"
