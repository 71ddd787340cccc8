"""OpenAI Agents: every agent run, model call, tool, handoff and guardrail, through its tracing.

    agents.add_trace_processor(LedgerTracingProcessor())

or `set_trace_processors([...])` to send traces nowhere else.
"""

from __future__ import annotations

from typing import Any, Final

from agents.tracing import Span, Trace, TracingProcessor
from agents.tracing.span_data import (
    AgentSpanData,
    FunctionSpanData,
    GenerationSpanData,
    GuardrailSpanData,
    HandoffSpanData,
    ResponseSpanData,
)

from ledger.domain.record import Outcome
from ledger.integrations.live import Calls, quietly
from ledger.sdk.ledger import Ledger
from ledger.sdk.words import Words

_OPS: Final = (
    (AgentSpanData, "invoke_agent"),
    (FunctionSpanData, "execute_tool"),
    (GenerationSpanData, "chat"),
    (ResponseSpanData, "chat"),
    (HandoffSpanData, "handoff"),
    (GuardrailSpanData, "guardrail"),
)


class LedgerTracingProcessor(TracingProcessor):
    """Records spans; those of other kinds pass through to what they contain.

    Args:
        ledger: Where; the default ledger of the process if not given.
        capture: Whether inputs and outputs are committed to.
    """

    def __init__(self, ledger: Ledger | None = None, *, capture: bool = True) -> None:
        self.calls = Calls(ledger, capture=capture)
        self._sessions: dict[str, str] = {}
        self._above: dict[str, str | None] = {}

    def on_trace_start(self, trace: Trace) -> None:
        """Take the trace's group, or its id, for the session."""
        self._sessions[trace.trace_id] = getattr(trace, "group_id", None) or trace.trace_id

    def on_trace_end(self, trace: Trace) -> None:
        """Forget it."""
        self._sessions.pop(trace.trace_id, None)

    def on_span_start(self, span: Span[Any]) -> None:
        """Record an intent."""
        quietly(lambda: self._begin(span))

    def on_span_end(self, span: Span[Any]) -> None:
        """Record its outcome."""
        quietly(lambda: self._end(span))

    def shutdown(self) -> None:
        """Nothing is held back here: the ledger has its own thread."""

    def force_flush(self) -> None:
        """Nothing waits here."""

    def _begin(self, span: Span[Any]) -> None:
        data = span.span_data
        op = next((op for kind, op in _OPS if isinstance(data, kind)), None)
        if op is None:
            self._above[span.span_id] = self._recorded(span.parent_id)
            return
        said: Words = {"session": self._sessions.get(span.trace_id, span.trace_id), "tool": _tool(data)}
        if getattr(data, "input", None) is not None:
            said["input"] = data.input
        if getattr(data, "model", None):
            said["model"] = data.model
        self.calls.begin(span.span_id, op, said, parent=self._recorded(span.parent_id))

    def _recorded(self, parent: str | None) -> str | None:
        """Return the nearest span above that is recorded."""
        return self._above.get(parent, parent) if parent else None

    def _end(self, span: Span[Any]) -> None:
        if span.span_id in self._above:
            del self._above[span.span_id]
            return
        data = span.span_data
        said: Words = {"tool": _tool(data)}
        response = getattr(data, "response", None)
        output = response.output if response is not None else getattr(data, "output", None)
        if output is not None:
            said["output"] = _plain(output)
        model = getattr(response, "model", None) or getattr(data, "model", None)
        if model:
            said["model"] = model
        self.calls.end(span.span_id, _outcome(span), said)


def _tool(data: Any) -> str | None:
    if isinstance(data, HandoffSpanData):
        return data.to_agent
    return getattr(data, "name", None)


def _outcome(span: Span[Any]) -> Outcome:
    if isinstance(span.span_data, GuardrailSpanData) and span.span_data.triggered:
        return "refused"
    return "failure" if span.error else "success"


def _plain(value: Any) -> Any:
    """Return what models hold as what JSON can say."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value
