"""OpenTelemetry GenAI spans, recorded as they happen: one adapter for every framework that emits them.

    provider.add_span_processor(GenAiSpanProcessor())

CrewAI, AutoGen, Pydantic AI and others come this way. Which attribute becomes what is in `genai`, as for files.
"""

from __future__ import annotations

from typing import Any

import msgspec
from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.trace import SpanContext

from ledger.integrations import genai
from ledger.integrations.live import Calls, quietly
from ledger.sdk.ledger import Ledger
from ledger.sdk.words import Words

_NS_PER_MS = 1_000_000


class GenAiSpanProcessor(SpanProcessor):
    """Records spans with GenAI attributes; every other span passes unseen.

    A span whose operation is only named while it runs is recorded when it ends, with the times of the span.

    Args:
        ledger: Where; the default ledger of the process if not given.
        capture: Whether messages, arguments and results are committed to.
    """

    def __init__(self, ledger: Ledger | None = None, *, capture: bool = True) -> None:
        self.calls = Calls(ledger, capture=capture)

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002 - the span knows it
        """Record the intent, if the span says yet what it does."""
        quietly(lambda: self._begin(span))

    def on_end(self, span: ReadableSpan) -> None:
        """Record the outcome, and before it the intent if that is missing."""
        quietly(lambda: self._end(span))

    def shutdown(self) -> None:
        """Nothing is held back here: the ledger has its own thread."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:  # noqa: ARG002 - likewise
        """Nothing waits here."""
        return True

    def _begin(self, span: ReadableSpan) -> None:
        values = dict(span.attributes or {})
        facts = _facts(values)
        context = span.get_span_context()
        if facts is None or facts.op is None or context is None:
            return
        said: Words = {
            "tool": facts.tool,
            "model": facts.request_model,
            "agent_version": facts.agent_version,
            "trace": _trace_parent(context),
            "ts": (span.start_time or 0) // _NS_PER_MS,
        }
        if facts.call is not None:
            said["call"] = facts.call
        session = facts.conversation or (None if span.parent else f"{context.trace_id:032x}")
        if session is not None:
            said["session"] = session
        committed = genai.committed(values)
        for word in ("input", "context"):
            if word in committed:
                said[word] = committed[word]
        self.calls.begin(context.span_id, facts.op, said, parent=span.parent.span_id if span.parent else None)

    def _end(self, span: ReadableSpan) -> None:
        context = span.get_span_context()
        key = context.span_id if context else 0
        if not self.calls.is_open(key):
            self._begin(span)
        values = dict(span.attributes or {})
        facts = _facts(values)
        if facts is None:
            return
        said: Words = {"ts": (span.end_time or 0) // _NS_PER_MS}
        model = facts.response_model or facts.request_model
        if model is not None:
            said["model"] = model
        committed = genai.committed(values)
        if "output" in committed:
            said["output"] = committed["output"]
        self.calls.end(key, genai.outcome(span.status.status_code.value, facts.error_type), said)


def _facts(values: dict[str, Any]) -> genai.Attributes | None:
    if not any(name.startswith(genai.PREFIX) for name in values):
        return None
    try:
        return genai.attributes(values)
    except msgspec.ValidationError:
        return None


def _trace_parent(context: SpanContext) -> str:
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"
