"""Bodies that are files: read in pieces, and refused as soon as they are too long."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from starlette.requests import ClientDisconnect

from ledger.errors import InvalidInputError
from ledger.tiles import evidence

FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, at most 16 MiB; `Content-Type` says what it is.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""How the document describes such a body; give it as `openapi_extra=`."""


async def read_file(request: Request) -> bytes:
    """Return the file that a request brings.

    Raises:
        InvalidInputError: if it broke off.
        TooLargeError: if it is over the limit, as soon as that shows.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal():
        evidence.check_size(int(declared[:20]))
    data = bytearray()
    try:
        async for chunk in request.stream():
            evidence.check_size(len(data) + len(chunk))
            data += chunk
    except ClientDisconnect as error:
        raise InvalidInputError("the body broke off", hint="send it again", code="broken_body") from error
    return bytes(data)
