"""A recording MCP proxy: stands before any MCP server and records every `tools/call` that passes.

    python -m ledger.integrations.mcp_proxy COMMAND [ARGUMENT ...]

speaks MCP on standard input and output, starts COMMAND as the server behind it, and needs no change on either side.
What the server offers besides tools (prompts, resources) passes through unrecorded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import anyio
from mcp import Client, MCPError, StdioServerParameters
from mcp.server import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    GetPromptRequestParams,
    GetPromptResult,
    InputRequiredResult,
    ListPromptsResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
)

from ledger.integrations.live import Calls
from ledger.sdk.ledger import Ledger
from ledger.sdk.words import Words

RECORD_META: Final = "dev.ombud/record"
"""Key of a call's `_meta` under which the caller's record of the call travels, 64 hex digits."""


def make_proxy(upstream: Client, ledger: Ledger | None = None, *, capture: bool = True) -> Server[Any]:
    """Return a server that passes everything on to `upstream`, and records every call of a tool.

    Args:
        upstream: A connected client of the server behind.
        ledger: Where; the default ledger of the process if not given.
        capture: Whether arguments and results are committed to.
    """
    calls = Calls(ledger, capture=capture)
    server = upstream.server_info
    server_name = server.name if server else "mcp"

    async def list_tools(_: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListToolsResult:
        """Pass the tools on."""
        return await upstream.list_tools(cursor=params.cursor if params else None)

    async def call_tool(
        context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult | InputRequiredResult:
        """Pass a call on, with a record before and one after."""
        key = object()
        said: Words = {"tool": f"{server_name}/{params.name}", "input": params.arguments, "kind": "interaction"}
        intent = calls.begin(key, "execute_tool", said)
        meta: Any = dict(context.meta or {})
        if intent is not None and intent.record_id is not None:
            meta[RECORD_META] = intent.record_id
        try:
            result = await upstream.call_tool(params.name, params.arguments, meta=meta or None)
        except MCPError as error:
            calls.end(key, "failure", {"output": {"code": error.error.code, "message": error.error.message}})
            raise
        except TimeoutError:
            calls.end(key, "timeout")
            raise
        except BaseException:
            calls.end(key, "failure")
            raise
        calls.end(key, "failure" if result.is_error else "success", {"output": result.model_dump(mode="json")})
        return result

    async def list_prompts(_: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListPromptsResult:
        """Pass the prompts on."""
        return await upstream.list_prompts(cursor=params.cursor if params else None)

    async def get_prompt(_: ServerRequestContext[Any], params: GetPromptRequestParams) -> GetPromptResult:
        """Pass a prompt on."""
        return await upstream.get_prompt(params.name, params.arguments)

    async def list_resources(
        _: ServerRequestContext[Any], params: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        """Pass the resources on."""
        return await upstream.list_resources(cursor=params.cursor if params else None)

    async def read_resource(_: ServerRequestContext[Any], params: ReadResourceRequestParams) -> ReadResourceResult:
        """Pass a resource on."""
        return await upstream.read_resource(str(params.uri))

    offered = upstream.server_capabilities
    return Server(
        server_name,
        version=server.version if server else "",
        instructions=upstream.instructions,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_prompts=list_prompts if offered.prompts else None,
        on_get_prompt=get_prompt if offered.prompts else None,
        on_list_resources=list_resources if offered.resources else None,
        on_read_resource=read_resource if offered.resources else None,
    )


async def serve(command: Sequence[str]) -> None:
    """Start the server behind and stand before it until standard input ends."""
    behind = StdioServerParameters(command=command[0], args=list(command[1:]), env=dict(os.environ))
    async with Client(behind) as upstream:
        proxy = make_proxy(upstream)
        async with stdio_server() as (reading, writing):
            await proxy.run(reading, writing, proxy.create_initialization_options())


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit("usage: python -m ledger.integrations.mcp_proxy COMMAND [ARGUMENT ...]")
    anyio.run(serve, sys.argv[1:])
