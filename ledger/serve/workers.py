"""Serving HTTP from one process, or from several that share a port.

Several stand below a supervisor that starts again what ended, and end when it is gone: also when it was killed. Each
listens on a socket of its own, and the system spreads connections over them; with one socket for all, whoever wakes up
first takes most of them.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from ledger.errors import SetupError

GRACE_S: Final = 5
"""How long running requests may take to end after Ctrl-C, in seconds."""
_HEALTH_S: Final = 30
_PARENT_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Served:
    """What is served: `make` makes the application, in each process anew, and can be pickled."""

    make: Callable[[], ASGIApp]
    host: str
    port: int
    workers: int = 1

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM."""
        if self.workers == 1:
            uvicorn.run(self.make, factory=True, host=self.host, port=self.port, **_options())
            return
        config = uvicorn.Config(
            _Worker(self.make, os.getpid()),
            factory=True,
            host=self.host,
            port=self.port,
            workers=self.workers,
            timeout_worker_healthcheck=_HEALTH_S,
            **_options(),
        )
        with _bound(self.host, self.port):  # not listening: it keeps the port for the workers
            Multiprocess(config, sockets=[_Listening(self.host, self.port)]).run()  # type: ignore[list-item]


@dataclass(frozen=True, slots=True)
class _Worker:
    """Makes the application of a worker that ends when its parent is gone."""

    make: Callable[[], ASGIApp]
    parent: int

    def __call__(self) -> ASGIApp:
        threading.Thread(target=self._watch, name="ombud-parent", daemon=True).start()
        return self.make()

    def _watch(self) -> None:
        while os.getppid() == self.parent:
            time.sleep(_PARENT_S)
        os.kill(os.getpid(), signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class _Listening:
    """Stands for a socket on the way to a worker, which gets one of its own."""

    host: str
    port: int

    def __reduce__(self) -> tuple[Callable[..., socket.socket], tuple[str, int]]:
        return _bound, (self.host, self.port)


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket on a port that the processes of one user share.

    Raises:
        SetupError: if somebody else has the port.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        found.bind(address)
    except OSError as error:
        found.close()
        raise SetupError(
            f"port {port} of {host} cannot be had: {error.strerror}", hint="free it, or set another", code="port_in_use"
        ) from error
    return found


def _options() -> dict[str, Any]:
    """Return how uvicorn serves: its fast parts, quietly."""
    return {
        "log_config": None,
        "access_log": False,
        "timeout_graceful_shutdown": GRACE_S,
        "loop": "uvloop",
        "http": "httptools",
    }
