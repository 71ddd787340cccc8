"""Paths that end in a word of ours, behind a name that may hold anything, that word included.

A session may be called `x/bundle`. Its list is at `/v1/sessions/7/x%2Fbundle`, the bundle of session `x` at
`/v1/sessions/7/x/bundle`: the slash before our word is a plain one. Routes see paths with `%2F` decoded, so the
difference is looked up in the path as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Final

import msgspec
from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from ledger.api import streams

_ENCODER: Final = msgspec.json.Encoder()


class PlainEnd(APIRoute):
    """A route whose last word, if it is a fixed one, must be sent behind a plain slash.

    Answers are ready for JSON when they come, so they are written as they are: models describe them in the document,
    and a test holds what is sent against them. Routes that take a cursor give their whole list as a stream, if asked.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _written(endpoint), **options)  # wrapped before routers make dependants of their own
        last = path.rpartition("/")[2]
        if self._is_list:
            self.openapi_extra = {**(self.openapi_extra or {}), "parameters": [streams.PARAMETER]}
            answered = self.responses.setdefault(200, {"description": "Successful Response"})
            answered["content"] = {**answered.get("content", {}), **streams.CONTENT}
        self._ending = b"" if last.startswith("{") else b"/" + last.encode()

    @property
    def _is_list(self) -> bool:
        return any(parameter.name == "cursor" for parameter in self.dependant.query_params)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request: with the format that it asks for in mind, if the answer is a list."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            streams.WANTED.set(streams.wanted(request) if self._is_list else "json")
            return await answer(request)

        return answered

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether the route answers a request."""
        sent = scope.get("raw_path") or b""
        if sent and not sent.partition(b"?")[0].endswith(self._ending):
            return Match.NONE, {}
        return super().matches(scope)


def encoded(answer: object) -> bytes:
    """Write an answer down as JSON."""
    return _ENCODER.encode(answer)


def as_json(data: bytes) -> Response:
    """Send an answer that is written down already."""
    return Response(data, media_type="application/json")


def _written(answer: Callable[..., Any]) -> Callable[..., Response]:
    @wraps(answer)
    def write(**arguments: Any) -> Response:
        if (kind := streams.WANTED.get()) != "json":
            return streams.streamed(answer, arguments, kind)
        found = answer(**arguments)
        return found if isinstance(found, Response) else as_json(encoded(found))

    return write
