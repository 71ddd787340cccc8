"""A run of the real LangGraph with a scripted model and no network becomes records."""

from __future__ import annotations

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode

from ledger.errors import UnavailableError
from ledger.integrations.langchain import LedgerCallbackHandler, wrap_tool_call
from ledger.sdk.outcomes import Denied
from tests.fakes.recorded import bound_ledger, cause, pairs, records


@tool
def multiply(a: int, b: int) -> int:
    """Multiply."""
    return a * b


@tool
def forbidden() -> str:
    """Refuse."""
    raise Denied


def graph(*turns, tools=(multiply,), **node):
    model = GenericFakeChatModel(messages=iter(turns))
    built = StateGraph(MessagesState)
    built.add_node("model", lambda state: {"messages": [model.invoke(state["messages"])]})
    built.add_node("tools", ToolNode(list(tools), **node))
    built.add_edge(START, "model")
    built.add_conditional_edges("model", lambda state: "tools" if state["messages"][-1].tool_calls else END)
    built.add_edge("tools", "model")
    return built.compile()


def calls(name: str, **arguments) -> AIMessage:
    return AIMessage(content="", tool_calls=[{"name": name, "args": arguments, "id": "c1", "type": "tool_call"}])


@pytest.fixture
def ledger(tmp_path):
    with bound_ledger(tmp_path) as found:
        yield found


def run(app, *handlers):
    config = {
        "callbacks": list(handlers),
        "configurable": {"thread_id": "thread-7"},
        "metadata": {"thread_id": "thread-7"},
    }
    return app.invoke({"messages": [HumanMessage("6*7?")]}, config=config)


def test_run_model_and_tool_are_recorded_with_their_causes(ledger):
    answer = run(graph(calls("multiply", a=6, b=7), AIMessage("42")), LedgerCallbackHandler(ledger))
    assert answer["messages"][-1].content == "42"
    done = pairs(ledger)
    assert ("execute_tool", "multiply", "success") in done
    assert [op for op, *_ in done].count("chat") == 2
    assert done[-1][0] == "invoke_agent"
    assert cause(ledger, "execute_tool") == "invoke_agent"
    assert cause(ledger, "chat") == "invoke_agent"
    assert {item["session"] for item in records(ledger)} == {"thread-7"}


def test_a_tool_that_is_denied_is_recorded_as_denied(ledger):
    app = graph(calls("forbidden"), tools=(forbidden,), handle_tool_errors=False)
    with pytest.raises(Denied):
        run(app, LedgerCallbackHandler(ledger))
    assert ("execute_tool", "forbidden", "denied") in pairs(ledger)


def test_a_wrapped_tool_call_is_recorded_without_callbacks(ledger):
    run(graph(calls("multiply", a=6, b=7), AIMessage("42"), wrap_tool_call=wrap_tool_call(ledger)))
    assert pairs(ledger) == [("execute_tool", "multiply", "success")]


def test_a_high_risk_tool_does_not_act_unrecorded(tmp_path, ledger):
    acted = []

    @tool
    def pay() -> str:
        """Pay."""
        acted.append(1)
        return "paid"

    def refuse(*_args, **_options):
        raise UnavailableError("no space left")

    ledger.write = refuse
    app = graph(calls("pay"), tools=(pay,), handle_tool_errors=False, wrap_tool_call=wrap_tool_call(ledger, block=True))
    with pytest.raises(UnavailableError):
        run(app)
    assert acted == []
