"""Bodies that are files: read in pieces, and refused as soon as they are too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import Request
from starlette.requests import ClientDisconnect

from ledger.domain.record import MAX_RECORD_BYTES
from ledger.errors import InvalidInputError, TooLargeError
from ledger.tiles import evidence

FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, at most 16 MiB; `Content-Type` says what it is.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""How the document describes such a body; give it as `openapi_extra=`."""
RECORD: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The canonical bytes of a record, or its id (64 hex digits); at most 16 KiB.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""The same for a body that is a record."""


async def read_file(request: Request) -> bytes:
    """Return the file that a request brings.

    Raises:
        InvalidInputError: if it broke off.
        TooLargeError: if it is over the limit, as soon as that shows.
    """
    return await _read(request, evidence.check_size)


async def read_record(request: Request) -> bytes:
    """Return the record, or the id of one, that a request brings. Raises as `read_file`."""
    return await _read(request, _check_record)


def _check_record(size: int) -> None:
    if size > MAX_RECORD_BYTES:
        raise TooLargeError(f"no record has more than {MAX_RECORD_BYTES} bytes", hint="send one record, or its id")


async def _read(request: Request, check: Callable[[int], None]) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal():
        check(int(declared[:20]))
    data = bytearray()
    try:
        async for chunk in request.stream():
            check(len(data) + len(chunk))
            data += chunk
    except ClientDisconnect as error:
        raise InvalidInputError("the body broke off", hint="send it again", code="broken_body") from error
    return bytes(data)
