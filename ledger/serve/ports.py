"""TCP ports of the parts: picked when free, refused when taken, naming port and setting."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from typing import Final

from ledger.errors import SetupError
from ledger.loopback import free_port
from ledger.settings import Settings

PORT_SETTINGS: Final = {
    "node": "node_port",
    "redis": "redis_port",
    "log": "log_port",
    "api": "api_port",
}
"""Which setting holds the port of which part, in the order of `--port-base`."""
PICK_FREE: Final = 0


@dataclass(frozen=True, slots=True)
class Ports:
    """A port for every part on 127.0.0.1."""

    node: int
    redis: int
    log: int
    api: int


def with_base(settings: Settings, base: int) -> Settings:
    """Put the parts on consecutive ports from `base` on; base 0 lets all be picked."""
    return settings.model_copy(
        update={name: base + offset if base else PICK_FREE for offset, name in enumerate(PORT_SETTINGS.values())}
    )


def check_free(port: int, setting: str) -> None:
    """Refuse a port that somebody listens on.

    Raises:
        SetupError: naming port and setting.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            problem = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
            raise SetupError(
                f"port {port} {problem}",
                hint=f"free it, set {setting} to another (0 picks a free one), or give --port-base",
                code="port_in_use",
                port=port,
                setting=setting,
            ) from error


def settle(settings: Settings, ours: frozenset[str]) -> Ports:
    """Fix a port for every part that we start (`ours`), the others keep what is set.

    Raises:
        SetupError: if a port is taken, or given to two parts.
    """
    chosen: dict[str, int] = {}
    for part, name in PORT_SETTINGS.items():
        port: int = getattr(settings, name)
        if part in ours:
            setting = f"OMBUD_{name.upper()}"
            if port == PICK_FREE:
                port = free_port()
                while port in chosen.values():
                    port = free_port()
            else:
                check_free(port, setting)
            if port in chosen.values():
                raise SetupError(f"port {port} is given to two parts", hint=f"change {setting}", code="port_twice")
        chosen[part] = port
    return Ports(**chosen)
