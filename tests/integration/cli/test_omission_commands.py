"""From a receipt that an agent signs and forgets to a line in `ombud omission list`, over log, chain and mirror."""

from __future__ import annotations

import json
import time

import pytest

from ledger.domain.ids import AgentRef
from ledger.domain.omission import GRACE_SECONDS
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.sdk import Ledger, Terms, keystore
from tests.integration.cli.test_commands_on_a_stack import until

pytestmark = pytest.mark.integration


def opened(stack, name, *, log_url=None):
    known = stack.home.agent(name)
    key = keystore.load(stack.home.session_key(name), "")
    ledger = Ledger(stack.home.spool / name, key=key, log_url=log_url, segment_seconds=0.1)
    ledger.bind(known.agent, known.epoch, known.stream)
    return ledger


def test_what_one_agent_promised_and_never_logged_is_listed_with_the_receipt_of_the_other(ombud, stack, tmp_path):
    giver, taker = (ombud("agent", "register", name, "--json").json()["agent"] for name in ("promiser", "promisee"))
    account = ombud("agent", "show", taker, "--json").json()["data"]["owner"]
    past = int(time.time()) - GRACE_SECONDS - 60
    with opened(stack, "promiser") as silent:
        terms = Terms(counterparty_of(account), bytes(32), past, amount=7)
        given = silent.receipt(terms, silent.write("execute_tool", tool="pay", session="promised").ref)
    with opened(stack, "promisee", log_url=stack.urls.log) as careful:
        mine = careful.countersign(given.pack(), session="promised")
        careful.flush()
    listing = ("omission", "list", "--agent", giver)
    until(lambda: len(ombud(*listing, "--json").json()["data"]["items"]) == 1)
    (found,) = ombud(*listing, "--json").json()["data"]["items"]
    assert (found["kind"], found["agent"], found["seq"]) == ("hidden", giver, 0)
    assert (found["shown_by"]["agent"], found["shown_by"]["record_id"]) == (taker, mine.record_id)
    assert SignedReceipt.unpack(json.dumps(found["receipt"])) == given
    assert AgentRef.parse(giver).key == given.receipt.agent
    table = ombud("omission", "list").out
    assert "hidden" in table
    assert found["omission"] in table
    file = tmp_path / "receipt.json"
    assert ombud("omission", "receipt", found["omission"], "-o", file).code == 0
    assert file.read_bytes() == given.pack() == ombud("omission", "receipt", found["omission"]).out.strip().encode()
    shown = ombud("omission", "show", found["omission"]).out
    assert "hidden" in shown
    assert mine.record_id in shown
    assert ombud("omission", "show", "ab" * 32).code == 3
    with opened(stack, "promiser", log_url=stack.urls.log) as late:
        late.flush()
    until(lambda: ombud(*listing, "--json").json()["data"]["items"][0]["kind"] == "late")
    (after,) = ombud(*listing, "--json").json()["data"]["items"]
    assert (after["omission"], after["since"], after["held"]["record_id"]) == (
        found["omission"], found["since"], found["record_id"]
    )  # fmt: skip
    (record,) = ombud("record", "list", giver, "--effect", "confirmed", "--json").json()["data"]["items"]
    assert record["record_id"] == found["record_id"]
    shown = ombud("record", "show", record["record_id"]).out
    assert f"confirmed by agent {taker.rpartition('/')[2]}: {mine.record_id}" in " ".join(shown.split())
    assert ombud("record", "list", giver, "--effect", "unconfirmed", "--json").json()["data"]["items"] == []
    assert ombud("record", "list", giver, "--effect", "maybe").code == 2
    assert ombud("index", "rebuild", "--check").code == 0
