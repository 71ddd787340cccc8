"""Stands between our parts and the node, and spoils what the node says: `python -m bench.faults.proxy NODE_URL PORT`.

What to spoil is told by POST to `/faults`: a share (0 to 1) for each kind of trouble, and a seed. Trouble comes by
dice, so that a caller who asks again gets through in the end.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

KINDS: Final = ("drop", "delay", "truncate", "duplicate", "reorder", "withhold")
_TIMEOUT_S: Final = 60
_LONGEST_DELAY_S: Final = 0.3


class Spoiler:
    """Rolls the dice."""

    def __init__(self) -> None:
        self._shares: dict[str, float] = {}
        self._dice = random.Random(0)
        self._lock = threading.Lock()

    def tell(self, wanted: dict[str, Any]) -> None:
        """Take new shares and a new seed."""
        with self._lock:
            self._dice = random.Random(wanted.pop("seed", 0))
            self._shares = wanted

    def hit(self, kind: str) -> bool:
        """Whether this kind of trouble comes now."""
        with self._lock:
            return self._dice.random() < self._shares.get(kind, 0.0)

    def spoiled(self, reply: bytes) -> bytes:
        """Return what is passed on of a reply."""
        if self._any("duplicate", "reorder", "withhold"):
            found = json.loads(reply)
            for one in found if isinstance(found, list) else [found]:
                self._spoil_logs(one.get("result"))
            reply = json.dumps(found).encode()
        return reply[: len(reply) // 2] if self.hit("truncate") else reply

    def pause(self) -> float:
        """Seconds to wait before passing anything on."""
        if not self.hit("delay"):
            return 0.0
        with self._lock:
            return self._dice.random() * _LONGEST_DELAY_S

    def _any(self, *kinds: str) -> bool:
        return any(self._shares.get(kind) for kind in kinds)

    def _spoil_logs(self, logs: Any) -> None:
        """Spoil a list of logs: each kind at most once a reply."""
        if not isinstance(logs, list) or not logs or not isinstance(logs[0], dict) or "logIndex" not in logs[0]:
            return
        if self.hit("withhold"):
            with self._lock:
                logs.pop(self._dice.randrange(len(logs)))
        if len(logs) > 0 and self.hit("duplicate"):
            with self._lock:
                logs.append(self._dice.choice(logs))
        if self.hit("reorder"):
            with self._lock:
                self._dice.shuffle(logs)


def main(node: str, port: int) -> None:
    """Serve until killed."""
    spoiler, upstream = Spoiler(), urlsplit(node)
    local = threading.local()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/faults":
                spoiler.tell(json.loads(body))
                self._reply(b"{}")
                return
            if spoiler.hit("drop"):
                self.close_connection = True
                return
            reply = spoiler.spoiled(self._asked(body))
            time.sleep(spoiler.pause())
            self._reply(reply)

        def _asked(self, body: bytes) -> bytes:
            if not hasattr(local, "node"):
                local.node = http.client.HTTPConnection(upstream.hostname or "", upstream.port, timeout=_TIMEOUT_S)
            local.node.request("POST", upstream.path or "/", body, {"content-type": "application/json"})
            reply: bytes = local.node.getresponse().read()
            return reply

        def _reply(self, reply: bytes) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
