"""A real framework, a scripted model, no network: its actions arrive in the mirror and verify in two languages."""

from __future__ import annotations

import json

import httpx
import pytest
from langchain_core.messages import AIMessage

from ledger.integrations.langchain import LedgerCallbackHandler
from ledger.sdk import Ledger
from tests.fakes.javascript import verify_all
from tests.integration.cli.test_commands_on_a_stack import until
from tests.unit.integrations.test_langchain import calls, graph, run

pytestmark = pytest.mark.integration


def test_what_a_langgraph_agent_did_is_found_in_the_mirror_and_proved(stack, ombud, tmp_path):
    with Ledger(stack.home.spool / "grapher", payloads="sealed") as ledger:
        run(graph(calls("multiply", a=6, b=7), AIMessage("42")), LedgerCallbackHandler(ledger))
    said = ombud("agent", "register", "grapher", "--bond", "0.1", "--json")
    assert said.code == 0, said.error
    agent = said.json()["agent"]
    records = f"{stack.urls.api}/v1/agents/{agent}/records"
    until(lambda: len(httpx.get(records, trust_env=False).json().get("data", {}).get("items", ())) == 8)

    items = ombud("session", "show", agent, "thread-7", "--json").json()["data"]["items"]
    done = [(item["content"]["op"], item["content"]["outcome"]) for item in items if "outcome" in item["content"]]
    assert done == [("chat", "success"), ("execute_tool", "success"), ("chat", "success"), ("invoke_agent", "success")]
    root = items[0]
    assert root["content"]["op"] == "invoke_agent"
    caused = [item["parents"] for item in items[1:] if item["content"]["phase"] == "intent"]
    assert caused == [[root["record_id"]]] * 3

    file = tmp_path / "bundle.json"
    assert ombud("session", "bundle", agent, "thread-7", "-o", file).code == 0
    assert ombud("verify", file).code == 0
    (report,) = verify_all([json.dumps(json.loads(file.read_text())).encode()])
    assert (report["ok"], report["records"]) == (True, 8)
    graph_found = json.loads(ombud("session", "prov", agent, "thread-7").out)
    assert len(graph_found["wasInformedBy"]) == 7

    held, erased = items[1]["record_id"], items[2]["record_id"]
    assert ombud("record", "hold", held, "--reason", "court", "--agent", "grapher").code == 0
    assert ombud("record", "erase", held, "--reason", "asked", "--agent", "grapher").code == 4
    assert (
        ombud("record", "erase", erased, "--reason", "asked", "--agent", "grapher", "--json").json()["destroyed"] == 1
    )
    assert ombud("verify", file).code == 0
