"""How a page is sent: under a strict policy, with a tag by which who has it already is told so."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No script and no style but our own files, no request to anywhere but here."""
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
_OK: Final = 200
_NOT_MODIFIED: Final = 304
_TAG_BYTES: Final = 16


def send(request: Request, body: bytes, status: int = _OK, media_type: str = "text/html") -> Response:
    """Send a page, or say that it has not changed (RFC 9110, 13.1.2)."""
    if status != _OK:
        return Response(body, status, headers=HEADERS, media_type=media_type)
    tag = f'"{blake2b(body, digest_size=_TAG_BYTES).hexdigest()}"'
    headers = {**HEADERS, "etag": tag}
    if is_named(request, tag):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def is_named(request: Request, tag: str) -> bool:
    """Say whether the reader has what the tag names."""
    named = {item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")}
    return tag in named or "*" in named


def kept_private(response: Response) -> Response:
    """Let nobody on the way, nor the browser, keep a page that was drawn for somebody in particular."""
    response.headers["cache-control"] = "private, no-store"
    response.headers["vary"] = "cookie"
    return response
