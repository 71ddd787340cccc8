"""GenAI spans of the real OpenTelemetry SDK become records while they happen."""

from __future__ import annotations

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Status, StatusCode

from ledger.integrations.opentelemetry import GenAiSpanProcessor
from tests.fakes.recorded import bound_ledger, cause, pairs, records


@pytest.fixture
def ledger(tmp_path):
    with bound_ledger(tmp_path) as found:
        yield found


@pytest.fixture
def tracer(ledger):
    provider = TracerProvider()
    provider.add_span_processor(GenAiSpanProcessor(ledger))
    return provider.get_tracer("test")


def test_a_run_with_a_tool_becomes_intents_and_outcomes_that_name_their_causes(ledger, tracer):
    with tracer.start_as_current_span("run", attributes={"gen_ai.operation.name": "invoke_agent"}):
        said = {"gen_ai.tool.name": "search", "gen_ai.tool.call.id": "c1", "gen_ai.tool.call.arguments": '{"q":"x"}'}
        with tracer.start_as_current_span("tool", attributes=said) as span:
            span.set_attribute("gen_ai.tool.call.result", "found")
    assert pairs(ledger) == [("execute_tool", "search", "success"), ("invoke_agent", None, "success")]
    assert cause(ledger, "execute_tool") == "invoke_agent"
    written = records(ledger)
    assert len({item["session"] for item in written}) == 1
    assert "in" in written[1]
    assert "out" in written[2]
    assert b"found" not in b"".join(path.read_bytes() for path in ledger._spool.folder.rglob("records.log"))


def test_what_a_span_says_only_while_it_runs_is_recorded_when_it_ends(ledger, tracer):
    with tracer.start_as_current_span("late") as span:
        span.set_attribute("gen_ai.operation.name", "chat")
        span.set_attribute("gen_ai.request.model", "m-1")
        span.set_attribute("error.type", "builtins.TimeoutError")
        span.set_status(Status(StatusCode.ERROR))
    assert pairs(ledger) == [("chat", None, "timeout")]
    assert [item["model"] for item in records(ledger)] == ["m-1", "m-1"]


def test_spans_that_say_nothing_of_genai_are_not_recorded(ledger, tracer):
    with tracer.start_as_current_span("GET /", attributes={"http.method": "GET"}):
        pass
    assert records(ledger) == []


def test_nothing_is_committed_to_where_that_is_not_wanted(tmp_path):
    with bound_ledger(tmp_path) as ledger:
        provider = TracerProvider()
        provider.add_span_processor(GenAiSpanProcessor(ledger, capture=False))
        attributes = {"gen_ai.operation.name": "chat", "gen_ai.input.messages": "hello"}
        with provider.get_tracer("t").start_as_current_span("c", attributes=attributes):
            pass
        assert all("in" not in item for item in records(ledger))


def test_a_ledger_that_refuses_does_not_stop_the_span(tmp_path):
    with bound_ledger(tmp_path, leaks="refuse") as ledger:
        provider = TracerProvider()
        processor = GenAiSpanProcessor(ledger)
        provider.add_span_processor(processor)
        attributes = {"gen_ai.operation.name": "chat", "gen_ai.conversation.id": "with ada@example.org"}
        with provider.get_tracer("t").start_as_current_span("c", attributes=attributes):
            pass
        assert processor.calls.failed == 2
        assert records(ledger) == []
