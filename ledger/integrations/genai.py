"""The OpenTelemetry GenAI attributes that become fields of a record: one table, with a version of its own.

After the GenAI semantic conventions of OpenTelemetry (status: Development), as they stand since 1.36:
https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-agent-spans/. Attributes that are not here are not read.
Whoever changes a row raises `VERSION`: the same file then means other records.

    span                                    record
    gen_ai.operation.name                   op
    gen_ai.tool.name                        tool
    gen_ai.tool.call.id                     call
    gen_ai.conversation.id, else traceId    session
    gen_ai.agent.id, else gen_ai.agent.name, else service.name      whose record it is
    gen_ai.agent.version                    agent_version
    gen_ai.request.model                    model of the intent
    gen_ai.response.model, else request     model of the outcome
    startTimeUnixNano, endTimeUnixNano      ts of the intent, ts of the outcome
    status, error.type                      outcome
    traceId, spanId, flags                  trace (W3C traceparent)
    parentSpanId                            parents of the intent
    rows of `COMMITTED`                     in, out, ctx: salted commitments
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import msgspec

from ledger.domain.record import Op, Outcome, Text64, Text128, Text256

VERSION: Final = 1
PREFIX: Final = "gen_ai."
SERVICE: Final = "service.name"
TOOL_OPERATION: Final = "execute_tool"
STATUS_OK: Final = (1, "STATUS_CODE_OK")
STATUS_ERROR: Final = (2, "STATUS_CODE_ERROR")

OPERATIONS: Final[Mapping[str, str]] = {
    "chat": "chat",
    "create_agent": "create_agent",
    "embeddings": "embeddings",
    "execute_tool": "execute_tool",
    "generate_content": "generate_content",
    "invoke_agent": "invoke_agent",
    "invoke_workflow": "invoke_workflow",
    "retrieval": "retrieval",
    "text_completion": "text_completion",
}
"""Operations of the conventions, as `op` says them; another stands as it is, if it has the form of an `op`."""

COMMITTED: Final[Mapping[str, Literal["input", "output", "context"]]] = {
    "gen_ai.tool.call.arguments": "input",
    "gen_ai.input.messages": "input",
    "gen_ai.prompt": "input",
    "gen_ai.tool.call.result": "output",
    "gen_ai.output.messages": "output",
    "gen_ai.completion": "output",
    "gen_ai.system_instructions": "context",
}
"""What is committed to and never written into a record. Where several fall on one field, the commitment is to an
object of them by name; where one does, to its value."""

FAILURES: Final[Mapping[str, Outcome]] = {
    "408": "timeout",
    "504": "timeout",
    "apitimeouterror": "timeout",
    "connecttimeout": "timeout",
    "deadlineexceeded": "timeout",
    "gatewaytimeout": "timeout",
    "readtimeout": "timeout",
    "requesttimeout": "timeout",
    "sockettimeoutexception": "timeout",
    "timedout": "timeout",
    "timeout": "timeout",
    "timeouterror": "timeout",
    "timeoutexception": "timeout",
    "401": "denied",
    "403": "denied",
    "accessdenied": "denied",
    "accessdeniedexception": "denied",
    "authenticationerror": "denied",
    "forbidden": "denied",
    "permissiondenied": "denied",
    "permissiondeniederror": "denied",
    "permissionerror": "denied",
    "unauthenticated": "denied",
    "unauthorized": "denied",
}
"""Outcomes by `error.type`: its last part (after '.', ':' or '/'), lower case, letters and digits only.
Every other error is a `failure`."""


class Attributes(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a span's attributes, each with the form that its field of the record demands."""

    operation: Op | None = msgspec.field(name="gen_ai.operation.name", default=None)
    tool: Text256 | None = msgspec.field(name="gen_ai.tool.name", default=None)
    call: Text128 | None = msgspec.field(name="gen_ai.tool.call.id", default=None)
    conversation: Text128 | None = msgspec.field(name="gen_ai.conversation.id", default=None)
    agent_id: Text256 | None = msgspec.field(name="gen_ai.agent.id", default=None)
    agent_name: Text256 | None = msgspec.field(name="gen_ai.agent.name", default=None)
    agent_version: Text64 | None = msgspec.field(name="gen_ai.agent.version", default=None)
    request_model: Text128 | None = msgspec.field(name="gen_ai.request.model", default=None)
    response_model: Text128 | None = msgspec.field(name="gen_ai.response.model", default=None)
    error_type: str | Annotated[int, msgspec.Meta(ge=0)] | None = msgspec.field(name="error.type", default=None)

    @property
    def op(self) -> str | None:
        """What was done; a span that names a tool but no operation executed that tool; None if nothing says."""
        if self.operation is None:
            return None if self.tool is None else TOOL_OPERATION
        return OPERATIONS.get(self.operation, self.operation)


READ: Final = frozenset(Attributes.__struct_encode_fields__)
"""Names of the attributes that become fields."""


def attributes(values: Mapping[str, Any]) -> Attributes:
    """Read a span's attributes; empty text counts as absent.

    Raises:
        msgspec.ValidationError: naming the attribute whose value does not fit its field.
    """
    return msgspec.convert({name: value for name, value in values.items() if value != ""}, Attributes)


def committed(values: Mapping[str, Any]) -> dict[Literal["input", "output", "context"], Any]:
    """Return what is committed to, by the word that says where."""
    found: dict[Literal["input", "output", "context"], dict[str, Any]] = {}
    for name, word in COMMITTED.items():
        if name in values:
            found.setdefault(word, {})[name] = values[name]
    return {word: next(iter(parts.values())) if len(parts) == 1 else parts for word, parts in found.items()}


def outcome(status: int | str, error_type: str | int | None) -> Outcome:
    """Say how a span ended. A status of OK is the last word: only the program itself sets it."""
    if status in STATUS_OK or (status not in STATUS_ERROR and error_type is None):
        return "success"
    last = str(error_type or "").replace(":", ".").replace("/", ".").rpartition(".")[2]
    return FAILURES.get("".join(char for char in last.casefold() if char.isalnum()), "failure")
