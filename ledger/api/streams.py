"""Whole lists in one answer: a line of JSON an item, or CSV; page after page, so that memory stays small.

All pages are as of one block: the one asked for, or the newest when the answer began. NDJSON begins with the envelope
and ends with a line that counts the items, so that a stream that was cut off shows. CSV has no place for either: its
envelope stands in headers, and what fails on the way breaks the connection.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from typing import Any, Final, Literal, TypeAlias

import msgspec
from fastapi import Request
from fastapi.responses import StreamingResponse

from ledger.errors import InvalidInputError
from ledger.queries.answers import Answer, Page
from ledger.queries.cursors import MAX_LIMIT

Format: TypeAlias = Literal["json", "ndjson", "csv"]
TYPES: Final[Mapping[Format, str]] = {"ndjson": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
WANTED: Final[ContextVar[Format]] = ContextVar("ombud-format", default="json")
"""The format that the request being answered asks for."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
PARAMETER: Final[dict[str, Any]] = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "`ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same.",
    "schema": {"type": "string", "enum": ["json", "ndjson", "csv"], "default": "json"},
}
CONTENT: Final[dict[str, Any]] = {
    "application/x-ndjson": {"schema": {"type": "string"}},
    "text/csv": {"schema": {"type": "string"}},
}


def wanted(request: Request) -> Format:
    """Return the format that a request asks for.

    Raises:
        InvalidInputError: if `format` names none.
    """
    asked = request.query_params.get("format")
    if asked is not None:
        if asked not in ("json", *TYPES):
            raise InvalidInputError(
                f"format {asked[:20]!r} is unknown", hint="use json, ndjson or csv", code="bad_format"
            )
        return asked
    accepted = {item.partition(";")[0].strip() for item in request.headers.get("accept", "").split(",")}
    if "application/json" in accepted:
        return "json"
    return "ndjson" if "application/x-ndjson" in accepted else "csv" if "text/csv" in accepted else "json"


def streamed(answer: Callable[..., Answer[Page[Any]]], arguments: Mapping[str, Any], kind: Format) -> StreamingResponse:
    """Return a list as a stream. The first page is read at once, so that what is refused is refused as usual."""
    given = {**arguments, "limit": MAX_LIMIT}
    first = answer(**given)
    if arguments.get("as_of", 0) is None and arguments.get("cursor") is None:
        given["as_of"] = first.as_of.number
        first = answer(**given)  # its cursor is bound to the block
    headers = {
        "ombud-as-of": f"{first.as_of.number} {first.as_of.hash}",
        "ombud-finality": first.finality,
        "ombud-complete": str(first.completeness.complete).lower(),
    }
    pages = _pages(answer, given, first)
    lines = _ndjson(first, pages) if kind == "ndjson" else _csv(pages)
    return StreamingResponse(lines, media_type=TYPES[kind], headers=headers)


def _pages(
    answer: Callable[..., Answer[Page[Any]]], given: dict[str, Any], first: Answer[Page[Any]]
) -> Iterator[list[Any]]:
    page = first.data
    while True:
        yield page.items
        if not page.more:
            return
        page = answer(**{**given, "cursor": page.next_cursor}).data


def _ndjson(first: Answer[Page[Any]], pages: Iterator[list[Any]]) -> Iterator[bytes]:
    envelope = {field.name: getattr(first, field.name) for field in fields(first) if field.name != "data"}
    yield msgspec.json.encode({"envelope": envelope}) + b"\n"
    count = 0
    for items in pages:
        count += len(items)
        yield b"".join(msgspec.json.encode(item) + b"\n" for item in items)
    yield msgspec.json.encode({"end": True, "count": count}) + b"\n"


def _csv(pages: Iterator[list[Any]]) -> Iterator[bytes]:
    names: list[str] | None = None
    for items in pages:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        for item in items:
            row = dict(_columns(item))
            if names is None:
                names = [name for name, _ in _columns(item)]
                writer.writerow(names)
            writer.writerow([_cell(row.get(name)) for name in names])
        yield text.getvalue().encode()


def _columns(item: Any) -> Iterator[tuple[str, Any]]:
    """Yield a column for each field; what is itself made of fields is one column of JSON."""
    if not is_dataclass(item):
        yield "value", item
        return
    for field in fields(item):
        yield field.name, getattr(item, field.name)


def _cell(value: Any) -> str:
    """Write a cell; text that a table program would take for a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(msgspec.to_builtins(value), separators=(",", ":"))
    return "'" + text if text.startswith(_FORMULA) else text
