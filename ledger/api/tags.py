"""Entity tags (RFC 9110, 8.8.3): who has an answer already is told that it is still the same.

An answer as of the newest block changes with every block, one as of a given block hardly ever.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TAG_BYTES: Final = 16
_OK: Final = 200
_NOT_MODIFIED: Final = 304
_OF_A_BODY: Final = ("content-length", "content-type", "content-disposition")


class Tags:
    """Adds an entity tag to whole answers to GET, and answers 304 to who names it.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def sent(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] == _OK:
                held = message
                return
            if held is not None:
                start, held = held, None
                if not message.get("more_body", False):
                    start, message = _tagged(scope, start, message)
                await send(start)
            await send(message)

        await self._app(scope, receive, sent)


def _tagged(scope: Scope, start: Message, body: Message) -> tuple[Message, Message]:
    headers = MutableHeaders(scope=start)
    tag = headers.get("etag") or f'"{blake2b(body.get("body", b""), digest_size=_TAG_BYTES).hexdigest()}"'
    headers["etag"] = tag
    asked = Headers(scope=scope).get("if-none-match", "")
    named = {item.strip().removeprefix("W/") for item in asked.split(",")}
    if tag not in named and "*" not in named:
        return start, body
    for name in _OF_A_BODY:
        del headers[name]
    return {**start, "status": _NOT_MODIFIED, "headers": headers.raw}, {**body, "body": b""}
