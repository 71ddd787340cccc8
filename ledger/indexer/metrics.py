"""How the indexer fares, for machines: numbers in Prometheus's text form, and whether it keeps up.

GET /metrics    counters of this process, and where the mirror stands
GET /healthz    200 while the mirror follows the chain, 503 with the reason in words while it does not
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from ledger.errors import LedgerError
from ledger.indexer.follower import Step
from ledger.store.mirror import Mirror

MOST_SILENT_S: Final = 30.0
"""Seconds without a look at the chain after which the indexer is cut off."""
MOST_LAG: Final = 64
"""Blocks behind the head at which the mirror still follows."""
_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one process; safe to share between threads.

    Args:
        mirror: What is written.
        clock: Unix seconds.
    """

    def __init__(self, mirror: Mirror, clock: Callable[[], float]) -> None:
        self._mirror = mirror
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def stepped(self, step: Step) -> None:
        """Count a step of the follower."""
        with self._lock:
            self._counts[f'steps_total{{did="{step.did}"}}'] += 1
            self._counts["events_total"] += step.events
            if step.did == "applied":
                self._counts["blocks_total"] += step.last - step.first + 1

    def leads(self, *, held: bool) -> None:
        """Note whether this process leads, or waits while another does."""
        with self._lock:
            self._counts["leads"] = int(held)

    def failed(self, error: LedgerError) -> None:
        """Count a step that failed."""
        with self._lock:
            self._counts[f'failures_total{{code="{error.code}"}}'] += 1

    def problem(self) -> str:
        """Say why the mirror does not follow the chain; `""` if it does."""
        try:
            books = self._mirror.books()
        except LedgerError as error:
            return error.message
        silent = self._clock() - books.seen
        if silent > MOST_SILENT_S:
            return f"the chain was looked at {silent:.0f} s ago"
        return f"{books.lag} blocks behind" if books.lag > MOST_LAG else ""

    def text(self) -> str:
        """Return all numbers in Prometheus's text form."""
        with self._lock:
            lines = [f"ombud_indexer_{name} {value}" for name, value in sorted(self._counts.items())]
        return "\n".join([*lines, *self._of_mirror(), ""])

    def _of_mirror(self) -> Iterator[str]:
        try:
            books = self._mirror.look()
        except LedgerError:
            books = None
        yield f"ombud_mirror_up {int(books is not None)}"
        if books is not None:
            now = self._clock()
            yield f"ombud_mirror_block {books.cursor.number}"
            yield f"ombud_mirror_final_block {books.floor}"
            yield f"ombud_mirror_head {books.head}"
            yield f"ombud_mirror_lag_blocks {books.lag}"
            yield f"ombud_mirror_lag_seconds {max(0.0, now - books.cursor.time):.3f}"
            yield f"ombud_mirror_silent_seconds {max(0.0, now - books.seen):.3f}"
            yield f"ombud_mirror_forks {books.forks}"
            yield f"ombud_mirror_log_ranges {books.ranges}"


@contextmanager
def served(metrics: Metrics, host: str, port: int) -> Iterator[int]:
    """Serve metrics and health while the context lasts; yields the port, which 0 lets the system choose."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text = 200, ""
            match self.path:
                case "/metrics":
                    text = metrics.text()
                case "/healthz":
                    problem = metrics.problem()
                    status, text = (503, problem + "\n") if problem else (200, "ok\n")
                case _:
                    status = 404
            body = text.encode()
            self.send_response(status)
            self.send_header("content-type", _TEXT)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="ombud-metrics", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
