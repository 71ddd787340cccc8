"""Paths that end in a word of ours, behind a name that may hold anything, that word included.

A session may be called `x/bundle`. Its list is at `/v1/sessions/7/x%2Fbundle`, the bundle of session `x` at
`/v1/sessions/7/x/bundle`: the slash before our word is a plain one. Routes see paths with `%2F` decoded, so the
difference is looked up in the path as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

_ENCODER: Final = msgspec.json.Encoder()


class PlainEnd(APIRoute):
    """A route whose last word, if it is a fixed one, must be sent behind a plain slash.

    Answers are ready for JSON when they come, so they are written as they are: models describe them in the document,
    and a test holds what is sent against them.
    """

    def __init__(self, path: str, *arguments: Any, **options: Any) -> None:
        super().__init__(path, *arguments, **options)
        last = path.rpartition("/")[2]
        call = self.dependant.call
        if call is not None:
            self.dependant.call = _written(call)
        self._ending = b"" if last.startswith("{") else b"/" + last.encode()

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
    def write(**arguments: Any) -> Response:
        found = answer(**arguments)
        return found if isinstance(found, Response) else as_json(encoded(found))

    return write
