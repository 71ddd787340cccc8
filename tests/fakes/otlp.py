"""A trace of two agents as OTLP/JSON: a planner asks a clerk to pay; one tool fails, one times out, one is denied.

Spans come as a Collector writes them: children before parents, one service after the other.
"""

from __future__ import annotations

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
START_NS = 1_760_000_000_000_000_000
MS = 1_000_000
SECRET = "IBAN DE02 1203"


def value(plain):
    match plain:
        case bool():
            return {"boolValue": plain}
        case int():
            return {"intValue": str(plain)}
        case float():
            return {"doubleValue": plain}
        case list():
            return {"arrayValue": {"values": [value(item) for item in plain]}}
        case dict():
            return {"kvlistValue": {"values": attributes(plain)}}
        case _:
            return {"stringValue": plain}


def attributes(plain):
    return [{"key": name, "value": value(item)} for name, item in plain.items()]


def span(number, name, begin, end, *, parent=None, status=0, trace=TRACE, **more):
    """One span: `begin` and `end` in ms after the trace's start; further names are GenAI attributes, `__` for a dot."""
    said = {
        (key if key.startswith(("error", "http")) else f"gen_ai.{key}").replace("__", "."): item
        for key, item in more.items()
    }
    return {
        "traceId": trace,
        "spanId": f"{number:016x}",
        "parentSpanId": "" if parent is None else f"{parent:016x}",
        "flags": 257,
        "name": name,
        "kind": 1,
        "startTimeUnixNano": str(START_NS + begin * MS),
        "endTimeUnixNano": str(START_NS + end * MS),
        "attributes": attributes(said),
        "status": {"code": status} if status else {},
    }


def resource(service, *spans):
    return {
        "resource": {"attributes": attributes({"service.name": service, "telemetry.sdk.language": "python"})},
        "scopeSpans": [{"scope": {"name": "opentelemetry.instrumentation.agents"}, "spans": list(spans)}],
    }


def export(*resources):
    return {"resourceSpans": list(resources)}


def planner():
    ask = {
        "operation__name": "invoke_agent",
        "agent__id": "planner-7",
        "agent__name": "planner",
        "agent__version": "2.1",
    }
    chat = {"operation__name": "chat", "request__model": "m-large", "response__model": "m-large-2026-06"}
    search = {"operation__name": "execute_tool", "tool__name": "search", "tool__call__id": "call_1"}
    return resource(
        "planner-service",
        span(2, "chat m-large", 10, 400, parent=1, **chat, input__messages=SECRET, output__messages=[{"text": SECRET}]),
        span(3, "execute_tool search", 410, 900, parent=1, status=2, **search, error__type="ValueError"),
        span(4, "POST", 950, 2900, parent=1, http__request__method="POST"),
        span(1, "invoke_agent planner", 0, 3000, **ask, conversation__id="order-17"),
    )


def clerk():
    pay = {"operation__name": "execute_tool", "tool__name": "pay", "tool__call__id": "call_2"}
    look = {"operation__name": "execute_tool", "tool__name": "look_up", "tool__call__id": "call_3"}
    arguments = {"to": SECRET, "cents": 500, "rates": [0.5], "urgent": True}
    return resource(
        "clerk-service",
        span(
            6, "execute_tool pay", 1000, 1200, parent=5, **pay, tool__call__arguments=arguments, tool__call__result="ok"
        ),
        span(7, "execute_tool look_up", 1300, 2300, parent=5, status=2, **look, error__type="httpx.ReadTimeout"),
        span(8, "execute_tool pay", 2400, 2401, parent=5, status=2, **pay, error__type="PERMISSION_DENIED"),
        span(5, "invoke_agent clerk", 960, 2880, parent=4, operation__name="invoke_agent", agent__name="clerk"),
    )


def two_agents():
    """One export of one trace: 4 recorded spans of the clerk, 3 of the planner, and one HTTP span between them."""
    return export(clerk(), planner())
