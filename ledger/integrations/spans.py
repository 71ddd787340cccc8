"""Spans of an OTLP/JSON export (OTLP 1.x, JSON Protobuf encoding), as far as they are read.

Names are lower camel case, ids are hex, 64-bit numbers are decimal text or numbers, enumerations are numbers
(or, from older exporters, their names). Unknown fields are ignored, as the specification asks.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Final

import msgspec

TRACE_ID: Final = r"^[0-9a-fA-F]{32}\Z"
SPAN_ID: Final = r"^[0-9a-fA-F]{16}\Z"
MAX_NANO: Final = (1 << 63) - 1
Nano = Annotated[int, msgspec.Meta(ge=0, le=MAX_NANO)] | Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,19}\Z")]


class Value(msgspec.Struct, rename="camel"):
    """An attribute's value: one of these fields is there."""

    string_value: str | None = None
    bool_value: bool | None = None
    int_value: int | str | None = None
    double_value: float | str | None = None
    array_value: Values | None = None
    kvlist_value: Pairs | None = None
    bytes_value: str | None = None

    def plain(self) -> Any:
        """Return it as Python says it; 64-bit numbers as int, where they are.

        Raises:
            msgspec.ValidationError: if bytes or a number have another form.
        """
        if self.array_value is not None:
            return [value.plain() for value in self.array_value.values]
        if self.kvlist_value is not None:
            return plain(self.kvlist_value.values)
        try:
            if isinstance(self.int_value, str):
                return int(self.int_value)
            if self.bytes_value is not None:
                return base64.b64decode(self.bytes_value, validate=True)
        except (ValueError, binascii.Error) as error:
            raise msgspec.ValidationError(f"Expected a number or base64: {error}") from error
        said = (self.string_value, self.bool_value, self.int_value, self.double_value)
        return next((value for value in said if value is not None), None)


class Values(msgspec.Struct):
    """A list of values."""

    values: list[Value] = []


class Pair(msgspec.Struct):
    """One attribute."""

    key: str
    value: Value = msgspec.field(default_factory=Value)


class Pairs(msgspec.Struct):
    """Values by name."""

    values: list[Pair] = []


class Status(msgspec.Struct):
    """How a span ended."""

    code: int | str = 0


class Span(msgspec.Struct, rename="camel"):
    """One span."""

    trace_id: Annotated[str, msgspec.Meta(pattern=TRACE_ID)]
    span_id: Annotated[str, msgspec.Meta(pattern=SPAN_ID)]
    start_time_unix_nano: Nano
    end_time_unix_nano: Nano = 0
    parent_span_id: Annotated[str, msgspec.Meta(pattern=rf"^\Z|{SPAN_ID}")] = ""
    flags: Annotated[int, msgspec.Meta(ge=0)] | None = None
    attributes: list[Pair] = []
    status: Status = msgspec.field(default_factory=Status)


class ScopeSpans(msgspec.Struct):
    """Spans of one instrumentation scope."""

    spans: list[Span] = []


class Resource(msgspec.Struct):
    """What emitted the spans."""

    attributes: list[Pair] = []


class ResourceSpans(msgspec.Struct, rename="camel"):
    """Spans of one resource."""

    resource: Resource = msgspec.field(default_factory=Resource)
    scope_spans: list[ScopeSpans] = []


class Export(msgspec.Struct, rename="camel"):
    """One export: a document, or a line of one."""

    resource_spans: list[ResourceSpans]


DECODER: Final = msgspec.json.Decoder(Export)


def plain(pairs: list[Pair]) -> dict[str, Any]:
    """Return attributes by name; of a name said twice the last counts."""
    return {pair.key: pair.value.plain() for pair in pairs}
