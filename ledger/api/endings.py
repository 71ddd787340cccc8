"""Paths that end in a word of ours, behind a name that may hold anything, that word included.

A session may be called `x/bundle`. Its list is at `/v1/sessions/7/x%2Fbundle`, the bundle of session `x` at
`/v1/sessions/7/x/bundle`: the slash before our word is a plain one. Routes see paths with `%2F` decoded, so the
difference is looked up in the path as it was sent.
"""

from __future__ import annotations

from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope


class PlainEnd(APIRoute):
    """A route whose last word, if it is a fixed one, must be sent behind a plain slash."""

    def __init__(self, path: str, *arguments: Any, **options: Any) -> None:
        super().__init__(path, *arguments, **options)
        last = path.rpartition("/")[2]
        self._ending = b"" if last.startswith("{") else b"/" + last.encode()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether the route answers a request."""
        sent = scope.get("raw_path") or b""
        if sent and not sent.partition(b"?")[0].endswith(self._ending):
            return Match.NONE, {}
        return super().matches(scope)
