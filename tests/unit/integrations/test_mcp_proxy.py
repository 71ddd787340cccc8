"""The proxy between a real MCP client and a real MCP server records every call, and changes none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.server.mcpserver import Context, MCPServer

from ledger.integrations.mcp_proxy import RECORD_META, make_proxy
from tests.fakes.recorded import bound_ledger, pairs, records


@pytest.fixture
def server():
    found = MCPServer("shop")
    found.seen = []

    @found.tool()
    def price(item: str, context: Context) -> int:
        """Price of an item, cents."""
        found.seen.append((context.request_context.meta or {}).get(RECORD_META))
        if item == "nothing":
            raise ValueError("no such item")
        return 7

    @found.prompt()
    def greet() -> str:
        """Greet."""
        return "hello"

    return found


@pytest.fixture
def ledger(tmp_path):
    with bound_ledger(tmp_path) as found:
        yield found


def through(server, ledger, ask):
    async def run():
        async with Client(server) as upstream, Client(make_proxy(upstream, ledger)) as client:
            return await ask(client)

    return anyio.run(run)


def test_a_call_passes_through_and_is_recorded(server, ledger):
    answer = through(server, ledger, lambda client: client.call_tool("price", {"item": "tea"}))
    assert answer.structured_content == {"result": 7}
    assert pairs(ledger) == [("execute_tool", "shop/price", "success")]
    assert server.seen == [records(ledger)[0]["id"]]


def test_a_call_that_fails_is_recorded_as_failed(server, ledger):
    answer = through(server, ledger, lambda client: client.call_tool("price", {"item": "nothing"}))
    assert answer.is_error
    assert pairs(ledger) == [("execute_tool", "shop/price", "failure")]


def test_what_else_the_server_offers_passes_unrecorded(server, ledger):
    async def ask(client):
        tools = await client.list_tools()
        prompt = await client.get_prompt("greet")
        return [tool.name for tool in tools.tools], prompt.messages[0].content.text

    assert through(server, ledger, ask) == (["price"], "hello")
    assert records(ledger) == []


def test_a_server_without_prompts_is_not_made_to_seem_to_have_them(ledger):
    bare = MCPServer("bare")

    async def ask(client):
        with pytest.raises(MCPError):
            await client.read_resource("x://y")
        return True

    assert through(bare, ledger, ask)


def test_the_proxy_stands_before_a_server_in_processes_of_their_own(tmp_path):
    server = tmp_path / "shop.py"
    server.write_text(
        "from mcp.server.mcpserver import MCPServer\n"
        "server = MCPServer('shop')\n"
        "@server.tool()\n"
        "def price(item: str) -> int:\n    return 7\n"
        "server.run('stdio')\n"
    )
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ledger.integrations.mcp_proxy", sys.executable, str(server)],
        env={**os.environ, "OMBUD_HOME": str(tmp_path / "home")},
        cwd=Path(__file__).resolve().parents[3],
    )

    async def run():
        async with Client(command) as client:
            return await client.call_tool("price", {"item": "tea"})

    assert anyio.run(run).structured_content == {"result": 7}
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("drafts.log"))
    assert kept.count(b'"tool":"shop/price"') == 2
