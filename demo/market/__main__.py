"""`python -m demo.market SETTINGS`: serve the market in a process of its own.

SETTINGS is a JSON file {"root": folder, "members": [...], "customers": [...]}. One line of JSON on standard
output, {"url": ...}, says that it answers. It ends when its standard input closes, so that it cannot outlive
whoever started it.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from pathlib import Path
from typing import Any, Final

import uvicorn

from demo.market.book import Book, Member
from demo.market.server import MarketServer

KEEP_ALIVE_SECONDS: Final = 600
"""Longer than a day: a connection that is closed while its member thinks would break the member's next call."""


def open_book(settings: dict[str, Any]) -> Book:
    """Make a book with its members and customers' files."""
    book = Book(Path(settings["root"]), time.time)
    book.admit(Member(**member) for member in settings["members"])
    for customer in settings["customers"]:
        book.write_paper("customers", customer["id"], customer)
    return book


async def serve(settings: dict[str, Any]) -> None:
    """Serve until standard input closes."""
    book = open_book(settings)
    listener = socket.create_server(("127.0.0.1", 0))
    app = MarketServer(book).mcp.streamable_http_app(json_response=True)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, timeout_graceful_shutdown=1, timeout_keep_alive=KEEP_ALIVE_SECONDS
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await serving
    book.close()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(Path(sys.argv[1]).read_text())))
