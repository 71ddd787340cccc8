"""One member's connection to the market."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer
from mcp.types import REQUEST_TIMEOUT

from demo.market.outcomes import from_wire
from demo.market.server import META_AGENT, META_RECORD, META_TOKEN

PATIENCE_SECONDS: Final = 15.0
"""How long an agent waits for an answer, if it does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who calls: its global agent id and its market token."""

    agent: str
    token: str


class MarketClient:
    """An MCP client that speaks for one member, kept open for its whole life.

    Args:
        target: The market's URL, or the server itself in tests.
        credentials: Who calls.
        patience: Seconds to wait for an answer.
    """

    def __init__(self, target: str | MCPServer, credentials: Credentials, patience: float = PATIENCE_SECONDS) -> None:
        self._stack = AsyncExitStack()
        self._http: httpx2.AsyncClient | None = None
        if isinstance(target, str):
            # Loopback speaks plain HTTP: an empty TLS context spares loading the system's certificates.
            self._http = httpx2.AsyncClient(
                verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), trust_env=False, timeout=patience
            )
        transport = streamable_http_client(target, http_client=self._http) if isinstance(target, str) else target
        self._client = Client(transport, cache=None, read_timeout_seconds=patience)
        self._credentials = credentials

    async def __aenter__(self) -> Self:
        if self._http is not None:
            await self._stack.enter_async_context(self._http)
        await self._stack.enter_async_context(self._client)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def call(
        self, tool: str, arguments: Mapping[str, object], record: str = "", patience: float | None = None
    ) -> Any:
        """Call a tool and return its answer.

        Args:
            tool: The tool's name.
            arguments: Its arguments.
            record: Id of the caller's record of this call, handed on as the cause of what follows.
            patience: Seconds to wait for this answer; the client's own if not given.

        Raises:
            MarketError: if the market refused, denied or failed.
            TimeoutError: if it did not answer in time.
        """
        meta: dict[str, Any] = {
            META_AGENT: self._credentials.agent,
            META_TOKEN: self._credentials.token,
            META_RECORD: record,
        }
        try:
            result = await self._client.call_tool(tool, dict(arguments), patience, meta=meta)  # type: ignore[arg-type]
        except MCPError as error:
            if error.code == REQUEST_TIMEOUT:
                raise TimeoutError(f"{tool} did not answer in time") from error
            raise
        if result.is_error:
            raise from_wire(result)
        return (result.structured_content or {})["answer"]
