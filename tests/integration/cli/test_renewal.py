"""`ombud agent renew`: an agent changes its keys, or begins anew without its memory; what was acknowledged stays."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from ledger.domain.ids import AgentRef
from ledger.errors import ConflictError
from ledger.home import Home
from ledger.sdk import Ledger, keystore
from ledger.sdk.transport import HttpTransport

pytestmark = pytest.mark.integration


def agent_of(stack, name: str) -> Ledger:
    """The agent as `ledger.init()` opens it."""
    home = Home(stack.home.root)
    known = home.agent(name)
    ledger = Ledger(
        home.spool / name, key=keystore.load(home.session_key(name), ""), log_url=stack.urls.log, segment_seconds=0.05
    )
    ledger.bind(known.agent, known.epoch, known.stream, opening_head=bytes.fromhex(known.opening_head))
    return ledger


def written(stack, name: str, session: str) -> None:
    with agent_of(stack, name) as ledger:
        ledger.write("chat", session=session)
        ledger.flush(30)


def head(stack, name: str, epoch: int):
    agent = AgentRef.parse(Home(stack.home.root).agent(name).agent)
    with closing(HttpTransport(stack.urls.log)) as log_server:
        return log_server.head(agent.key, epoch, 1)


def test_keys_are_changed_and_the_chain_of_headers_goes_on(stack, ombud):
    assert ombud("agent", "register", "renewing").code == 0
    written(stack, "renewing", "before")
    old = head(stack, "renewing", 0)
    renewed = ombud("agent", "renew", "renewing", "--json").json()
    assert (renewed["epoch"], renewed["closed_at"], renewed["left_behind"]) == (1, 1, 0)
    assert Home(stack.home.root).agent("renewing").opening_head == old.head
    written(stack, "renewing", "after")
    assert head(stack, "renewing", 1).next_seq == 1
    assert (head(stack, "renewing", 0).next_seq, head(stack, "renewing", 0).head) == (old.next_seq, old.head)
    assert ombud("agent", "register", "renewing", "--json").json()["epoch"] == 1
    written(stack, "renewing", "after registering again")
    assert (Home(stack.home.root).agent_folder("renewing") / "session-0.json").exists()


def test_an_agent_whose_spool_is_lost_is_told_what_to_do_and_begins_anew(stack, ombud):
    assert ombud("agent", "register", "forgetful").code == 0
    written(stack, "forgetful", "before")
    shutil.rmtree(Home(stack.home.root).spool / "forgetful")
    with agent_of(stack, "forgetful") as ledger:
        ledger.write("chat", session="with a hole in its memory")
        with pytest.raises(ConflictError, match="never that head"):
            ledger.flush(30)
    refused = ombud("agent", "renew", "forgetful")
    assert refused.error.code == "foreign_stream"
    assert "agent renew --lost" in refused.error.hint
    renewed = ombud("agent", "renew", "forgetful", "--lost", "--json").json()
    assert (renewed["epoch"], renewed["closed_at"]) == (1, 1)
    written(stack, "forgetful", "anew")
    assert head(stack, "forgetful", 1).next_seq == 1
    assert head(stack, "forgetful", 0).next_seq == 1


def test_a_renewal_of_nobody_is_refused(ombud):
    assert ombud("agent", "renew", "nobody").error.code == "no_such_agent"
