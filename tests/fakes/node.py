"""A JSON-RPC node in memory: it answers what a test tells it to, over real HTTP, and remembers what it was asked.

Blocks and logs come out in the form a real node gives them; trouble (refusals, slowness, busy replies, nonsense)
comes as the test orders it. The integration tests hold the same adapter against Hardhat.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Refusal(Exception):  # noqa: N818 it is an answer of the node, not an error of ours
    """Answer a call with a JSON-RPC error."""

    def __init__(self, message: str, code: int = -32000, data: Any = None) -> None:
        super().__init__(message)
        self.body = {"code": code, "message": message, "data": data}


class FakeNode:
    """A node on a free port of the loopback interface; methods are functions of their parameters.

    `trouble` holds HTTP replies (status, body) that are given first, one a request.
    """

    def __init__(self, **methods: Callable[..., Any]) -> None:
        self.methods = methods
        self.trouble: list[tuple[int, bytes]] = []
        self.asked: list[tuple[str, list[Any]]] = []
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, reply = node.trouble.pop(0) if node.trouble else (200, node.answer(body))
                self.send_response(status)
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_: Any) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, body: Any) -> bytes:
        if isinstance(body, list):
            return json.dumps([self._one(call) for call in reversed(body)]).encode()  # order is the node's own choice
        return json.dumps(self._one(body)).encode()

    def _one(self, call: dict[str, Any]) -> dict[str, Any]:
        method, params = call["method"], call["params"]
        self.asked.append((method, params))
        try:
            return {"jsonrpc": "2.0", "id": call["id"], "result": self.methods[method](*params)}
        except Refusal as refusal:
            return {"jsonrpc": "2.0", "id": call["id"], "error": refusal.body}
        except KeyError:
            return {"jsonrpc": "2.0", "id": call["id"], "error": {"code": -32601, "message": f"no method {method}"}}
