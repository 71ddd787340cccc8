"""Headers on every response, and one line in the log for every request."""

from __future__ import annotations

import time
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.api.metrics import Metrics

_ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}
_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
DOCS_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Swagger UI sets style attributes; it needs no inline script."""
_MS: Final = 1000
_log = structlog.get_logger()


class Headers:
    """Adds security headers, and logs method, route and status; never the query, which may name people.

    Args:
        app: What answers.
        metrics: Counts the answers.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                docs = scope["path"].startswith("/docs")
                headers["content-security-policy"] = DOCS_POLICY if docs else _POLICY
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            route = scope.get("route")
            path = getattr(route, "path", "unknown")
            took = round((time.perf_counter() - began) * _MS, 1)
            self._metrics.answered(path, status, took)
            _log.info("request_answered", method=scope["method"], route=path, status=status, ms=took)
