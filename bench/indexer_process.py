"""Our indexer as the process that users start, on a filled chain and a Valkey of the benchmark's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.filled_chain import Filled, record_tx
from bench.measure import cpu_of
from ledger.chain.deployment import Deployment
from ledger.store import keys
from ledger.store.mirror import Mirror
from ledger.store.view import View

_LIMIT_S: Final = 900.0
_LOOK_S: Final = 0.002
_PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")
_KB: Final = 1024


class IndexerProcess:
    """One run of `ombud index run`.

    Args:
        filled: The chain.
        redis_url: An empty Redis.
        folder: For its home and its log.
    """

    def __init__(self, filled: Filled, redis_url: str, folder: Path) -> None:
        self._filled = filled
        deployment: Deployment = filled.chain.deployment
        file = folder / "deployment.json"
        deployment.save(file)
        self.mirror = Mirror.open(redis_url, deployment.chain_id, deployment.registry)
        self._log = (folder / "indexer.log").open("wb")
        settings = {
            "OMBUD_RPC_URL": filled.chain.url,
            "OMBUD_CHAIN_ID": str(deployment.chain_id),
            "OMBUD_DEPLOYMENT": str(file),
            "OMBUD_REDIS_URL": redis_url,
            "OMBUD_HOME": str(folder / "home"),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ledger.serve", "index", "run"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **settings},
            stdout=self._log,
            stderr=self._log,
        )

    def backfill_s(self) -> float:
        """Wait until everything is indexed; returns the seconds from the opening of the books to then.

        Raises:
            RuntimeError: if the indexer ends, or does not get there.
        """
        begun = self._wait(lambda: self.mirror.look() is not None)
        ended = self._wait(lambda: self.mirror.books().cursor.number >= self._filled.last)
        return ended - begun

    def poke_ms(self, agent_id: int) -> float:
        """Mine one more record; returns the milliseconds from the node's answer to the record's row in the mirror."""
        before = self._rows(agent_id)
        self._filled.chain.rpc.call("eth_sendTransaction", (record_tx(self._filled, agent_id, 1),))
        mined = time.perf_counter()
        return (self._wait(lambda: self._rows(agent_id) > before) - mined) * 1000

    @property
    def cpu_s(self) -> float:
        """CPU seconds used so far."""
        return cpu_of(self._process.pid)

    @property
    def peak_mb(self) -> float:
        """The most memory it ever held, in MB."""
        found = _PEAK.search(Path(f"/proc/{self._process.pid}/status").read_text())
        return int(found[1]) / _KB if found else 0.0

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()
        self._log.close()
        self.mirror.close()

    def _rows(self, agent_id: int) -> int:
        view: View = self.mirror.view(self.mirror.books())
        return view.count(keys.direct(agent_id, 0, 0))

    def _wait(self, reached: Callable[[], bool]) -> float:
        limit = time.perf_counter() + _LIMIT_S
        while not reached():
            if self._process.poll() is not None or time.perf_counter() > limit:
                raise RuntimeError(f"the indexer did not get there: {Path(self._log.name).read_text()[-500:]}")
            time.sleep(_LOOK_S)
        return time.perf_counter()
