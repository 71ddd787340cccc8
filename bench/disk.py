"""How fast disks fill: bytes a record on the log server's disk and in what it publishes, and in an agent's spool.

The log server keeps every segment twice, in its journal and in a pack; tiles, bundles of entries and the index come on
top, once a segment, so that they weigh most where a segment is one record.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.load import Shape, record_bytes, signed_segments
from bench.log_under_test import CHAIN, LOG, OPERATOR, ORIGIN, Directory, agent, now
from bench.options import Figures, Options
from ledger.domain.hashing import keccak
from ledger.logserver.service import LogConfig, LogKeys, LogService
from ledger.sdk import Ledger

_SIZES: Final = {"S1": (1, 64, 40), "S100": (100, 16, 20), "S1000": (1000, 4, 20)}
"""Records a segment, segments a request, requests."""
_SPOOLED: Final = 2000
_ARGUMENT: Final = "a payload of a hundred characters, as a tool's arguments and results often are, more or less. "
_GIB: Final = 1024**3


def run(options: Options) -> Figures:
    """Fill a log at each size of segments, and a spool."""
    figures: Figures = {"record_bytes": record_bytes(options.seed)}
    for name, (records, segments, requests) in _SIZES.items():
        options.say(f"{name}: {records} records a segment")
        shape = Shape(1, options.size(requests, 3), segments, records)
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = _log(Path(folder), shape, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures["spool"] = _spool(Path(folder), options.size(_SPOOLED, 100))
    return figures


def _log(folder: Path, shape: Shape, seed: int) -> Figures:
    keys = LogKeys(OPERATOR, Ed25519PrivateKey.from_private_bytes(keccak(b"bench note")))
    service = LogService(folder, LogConfig(CHAIN, LOG, ORIGIN), keys, directory=Directory(1), clock=now)
    service.start()
    for packed in signed_segments(shape, seed, 0):
        service.submit(packed)
    service.stop()
    parts = _sizes(folder)
    whole = sum(parts.values())
    return {
        "records": shape.total,
        "bytes_per_record": whole / shape.total,
        "journal": parts["journal.log"] / shape.total,
        "index": parts["index.log"] / shape.total,
        "packs": parts["packs"] / shape.total,
        "tiles": parts["tile"] / shape.total,
        "times_the_record": whole / shape.total / record_bytes(seed),
        "gib_per_million": whole / shape.total * 1_000_000 / _GIB,
    }


def _spool(folder: Path, calls: int) -> Figures:
    """Record calls as an agent does: intent and outcome, with payloads of a hundred bytes kept to be shown."""
    with Ledger(folder, key=agent(0).key, fsync="never") as ledger:
        ledger.bind(agent(0).ref)
        recorded = ledger.record(str)
        for number in range(calls):
            recorded(f"{number}: {_ARGUMENT}")
    parts = _sizes(folder)
    return {
        "records": 2 * calls,
        "bytes_per_record": sum(parts.values()) / calls / 2,
        "openings": parts["openings.log"] / calls / 2,
    }


def _sizes(folder: Path) -> Counter[str]:
    """Return the bytes of a folder's files by what they are: of what is published by kind, else by name."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            parts = path.relative_to(folder).parts
            found[parts[1] if parts[0] == "public" else parts[-1]] += path.stat().st_size
    return found
