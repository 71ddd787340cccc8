"""What each integration adds to a call of two seconds: CPU and wall time of its hooks around a call that does nothing.

The call itself is not waited for: what counts is the time in our hooks, beside two seconds. An intent and an outcome
each, on disk before the hook returns, with commitments to both payloads.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, Final
from uuid import uuid4

from bench.measure import percentile
from bench.options import Figures, Options
from ledger.sdk import Ledger

CALL_SECONDS: Final = 2.0
_PAYLOAD: Final = {"city": "Oslo", "days": 3, "notes": "x" * 400}
_HUNDRED: Final = 100
_US: Final = 1e6


def run(options: Options) -> Figures:
    """Measure every adapter whose package is here; the others are null."""
    calls = options.size(1000, 50)
    figures: Figures = {"call_s": CALL_SECONDS, "calls": calls, "fsync_policy": "interval"}
    for name, make in _ADAPTERS.items():
        options.say(name)
        try:
            found = [_hooks(make, calls) for _ in range(options.runs)]
        except ModuleNotFoundError as error:
            options.say(f"{name}: {error.name} is not installed")
            figures[name] = None
            continue
        p95 = median(percentile(times, 0.95) for times in found)
        figures[name] = {
            "p50_us": median(percentile(times, 0.5) for times in found),
            "p95_us": p95,
            "p95_percent_of_call": _HUNDRED * p95 / _US / CALL_SECONDS,
        }
    return figures


def _hooks(make: Callable[[Ledger], Callable[[], None]], calls: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "spool", fsync="interval") as ledger:
        around = make(ledger)
        around()
        out = []
        for _ in range(calls):
            begun = time.perf_counter()
            around()
            out.append((time.perf_counter() - begun) * _US)
        return out


def _opentelemetry(ledger: Ledger) -> Callable[[], None]:
    trace: Any = import_module("opentelemetry.sdk.trace")
    provider = trace.TracerProvider()
    provider.add_span_processor(import_module("ledger.integrations.opentelemetry").GenAiSpanProcessor(ledger))
    tracer = provider.get_tracer("bench")

    def around() -> None:
        with tracer.start_as_current_span(
            "tool", attributes={"gen_ai.tool.name": "search", "gen_ai.tool.call.arguments": str(_PAYLOAD)}
        ) as span:
            span.set_attribute("gen_ai.tool.call.result", "sunny")

    return around


def _openai_agents(ledger: Ledger) -> Callable[[], None]:
    agents: Any = import_module("agents")
    agents.set_trace_processors([import_module("ledger.integrations.openai_agents").LedgerTracingProcessor(ledger)])

    def around() -> None:
        with agents.trace("bench"), agents.function_span("search", input=str(_PAYLOAD)) as span:
            span.span_data.output = "sunny"

    return around


def _langchain(ledger: Ledger) -> Callable[[], None]:
    handler: Any = import_module("ledger.integrations.langchain").LedgerCallbackHandler(ledger)

    def around() -> None:
        run = uuid4()
        handler.on_tool_start({"name": "search"}, str(_PAYLOAD), run_id=run, inputs=_PAYLOAD)
        handler.on_tool_end("sunny", run_id=run)

    return around


def _a2a(ledger: Ledger) -> Callable[[], None]:
    types: Any = import_module("a2a.types.a2a_pb2")
    hooks: Any = import_module("a2a.client.interceptors")
    interceptor: Any = import_module("ledger.integrations.a2a").LedgerInterceptor(ledger)
    card = types.AgentCard(name="Remote")
    loop = asyncio.new_event_loop()

    async def once() -> None:
        message = types.Message(message_id="m", context_id="c", parts=[types.Part(text=str(_PAYLOAD))])
        request = types.SendMessageRequest(message=message)
        await interceptor.before(hooks.BeforeArgs(request, "send_message", card))
        answer = types.StreamResponse(message=types.Message(message_id="n", parts=[types.Part(text="sunny")]))
        await interceptor.after(hooks.AfterArgs(answer, "send_message", card))

    return lambda: loop.run_until_complete(once())


def _decorator(ledger: Ledger) -> Callable[[], None]:
    recorded = ledger.record(_echo)

    def around() -> None:
        recorded(_PAYLOAD)

    return around


def _echo(payload: dict[str, Any]) -> dict[str, Any]:
    return payload


_ADAPTERS: Final = {
    "decorator": _decorator,
    "opentelemetry": _opentelemetry,
    "openai_agents": _openai_agents,
    "langchain": _langchain,
    "a2a": _a2a,
}
