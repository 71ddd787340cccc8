"""The API and the dashboard on one port: programs and people ask at the same address."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ledger.web.app import FIRST_WORDS

_OF_THE_API: Final = frozenset({"v1", "docs", "openapi.json"})


class Faces:
    """Sends each request to the face that it is for: the dashboard has its own paths, all others are the API's.

    What neither knows is refused by the dashboard if a browser asks, so that a person reads a page.

    Args:
        api: The API; it is told when the server starts and ends.
        pages: The dashboard.
    """

    def __init__(self, api: ASGIApp, pages: ASGIApp) -> None:
        self._api = api
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        face = self._pages if scope["type"] == "http" and _is_page(scope) else self._api
        await face(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    word = scope["path"].split("/", 2)[1]
    if word in _OF_THE_API:
        return False
    return word in FIRST_WORDS or "text/html" in Headers(scope=scope).get("accept", "")
