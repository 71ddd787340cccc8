"""Asking at a fixed pace, waiting for nobody: `python -m bench.paced PORT PACE TOTAL`, the paths in lines of the input.

Each wait counts from the moment at which the request was due, so that a server that falls behind is seen to. The asker
is a process of its own, and as light as can be: what it takes of the machine, and of a shared interpreter, would count
as the server's.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import Final

from bench.measure import percentile
from bench.options import Figures

_LANES: Final = 16
_OK: Final = b"HTTP/1.1 200"
_LENGTH: Final = b"content-length:"
_MS: Final = 1000.0
_LIMIT_S: Final = 300.0


def paced(port: int, paths: Sequence[str], pace: int, total: int) -> Figures:
    """Ask for paths in turn, in a process of its own.

    Args:
        port: Of the server, on loopback.
        paths: What to ask for.
        pace: Requests a second.
        total: How many requests.

    Returns:
        The pace that was kept, and the median and the 99th percentile of the waits in milliseconds.
    """
    command = [sys.executable, "-m", "bench.paced", str(port), str(pace), str(total)]
    done = subprocess.run(
        command,
        input="\n".join(paths),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=_LIMIT_S,
    )
    found: Figures = json.loads(done.stdout)
    return found


async def _ask(port: int, paths: Sequence[str], pace: int, total: int) -> Figures:
    start = time.perf_counter() + 0.2
    lanes = [_lane(port, paths, start, pace, range(lane, total, _LANES)) for lane in range(_LANES)]
    waits = [wait for lane in await asyncio.gather(*lanes) for wait in lane]
    return {
        "paced_per_s": total / (time.perf_counter() - start),
        "paced_p50_ms": median(waits) * _MS,
        "paced_p99_ms": percentile(waits, 0.99) * _MS,
    }


async def _lane(port: int, paths: Sequence[str], start: float, pace: int, numbers: range) -> list[float]:
    """Ask on one connection, one request after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    waits = []
    for number in numbers:
        due = start + number / pace
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        writer.write(f"GET {paths[number % len(paths)]} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(_OK):
            raise RuntimeError(f"{paths[number % len(paths)]}: {head[:200]!r}")
        await reader.readexactly(_length(head))
        waits.append(time.perf_counter() - due)
    writer.close()
    return waits


def _length(head: bytes) -> int:
    """Return the length of a body, as the head of its answer says."""
    lines = head.lower().split(b"\r\n")
    return next(int(line[len(_LENGTH) :]) for line in lines if line.startswith(_LENGTH))


if __name__ == "__main__":
    _port, _pace, _total = map(int, sys.argv[1:4])
    json.dump(asyncio.run(_ask(_port, sys.stdin.read().splitlines(), _pace, _total)), sys.stdout)
