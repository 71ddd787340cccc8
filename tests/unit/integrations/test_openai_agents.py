"""A run of the real OpenAI Agents SDK with a scripted model and no network becomes records."""

from __future__ import annotations

import asyncio

import agents
import pytest
from agents import Agent, Runner, function_tool
from agents.items import ModelResponse
from agents.models.interface import Model
from agents.tracing import set_trace_processors
from agents.usage import Usage
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from ledger.integrations.openai_agents import LedgerTracingProcessor
from tests.fakes.recorded import bound_ledger, pairs, records


class Scripted(Model):
    """A model that says what it was told to say."""

    def __init__(self, *turns) -> None:
        self.turns = list(turns)

    async def get_response(self, *_args, **_kwargs) -> ModelResponse:
        with agents.generation_span(input=[{"role": "user", "content": "hi"}], model="scripted"):
            return ModelResponse(output=[self.turns.pop(0)], usage=Usage(), response_id=None)

    def stream_response(self, *_args, **_kwargs):
        raise NotImplementedError


def call(name: str, arguments: str) -> ResponseFunctionToolCall:
    return ResponseFunctionToolCall(arguments=arguments, call_id="c1", name=name, type="function_call", id="f1")


def say(text: str) -> ResponseOutputMessage:
    content = [ResponseOutputText(annotations=[], text=text, type="output_text")]
    return ResponseOutputMessage(id="m1", content=content, role="assistant", status="completed", type="message")


@pytest.fixture
def ledger(tmp_path):
    with bound_ledger(tmp_path) as found:
        set_trace_processors([LedgerTracingProcessor(found)])
        yield found
        set_trace_processors([])


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool(failure_error_function=None)
def broken() -> int:
    """Break."""
    raise ValueError


def test_agent_model_and_tool_are_recorded_with_their_causes(ledger):
    agent = Agent(name="Adder", tools=[add], model=Scripted(call("add", '{"a":1,"b":2}'), say("3")))
    assert asyncio.run(Runner.run(agent, "1+2?")).final_output == "3"
    done = pairs(ledger)
    assert ("execute_tool", "add", "success") in done
    assert done[-1] == ("invoke_agent", "Adder", "success")
    assert [found[0] for found in done].count("chat") == 2
    written = records(ledger)
    root = written[0]
    assert (root["op"], root["phase"]) == ("invoke_agent", "intent")
    intents = [item for item in written[1:] if item["phase"] == "intent"]
    assert all(item["parents"] == [root["id"]] for item in intents)
    assert len({item["session"] for item in written}) == 1
    assert any("out" in item for item in written if item["op"] == "execute_tool")


def test_a_tool_that_fails_is_recorded_as_failed(ledger):
    agent = Agent(name="Breaker", tools=[broken], model=Scripted(call("broken", "{}"), say("no")))
    with pytest.raises(agents.UserError):
        asyncio.run(Runner.run(agent, "go"))
    assert ("execute_tool", "broken", "failure") in pairs(ledger)
