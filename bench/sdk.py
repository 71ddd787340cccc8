"""What `@record` adds to a call, with the spool on: an intent before it and an outcome after, both on this disk."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from bench.measure import percentile
from bench.options import Figures, Options
from ledger.sdk import Ledger
from ledger.sdk.spool import FsyncPolicy

_POLICIES: Final[tuple[FsyncPolicy, ...]] = ("interval", "every", "never")
_MAIN: Final[FsyncPolicy] = "interval"
_WARM: Final = 100
_US: Final = 1e6


def _work(city: str, days: int) -> str:
    return city * days


def run(options: Options) -> Figures:
    """Measure each policy; the figures of `interval` stand at the top."""
    calls = options.size(5000, 200)
    bare = median(percentile(_times(_work, calls)[0], 0.5) for _ in range(options.runs))
    by_policy: dict[str, Figures] = {}
    cpu = time.process_time()
    for policy in _POLICIES:
        options.say(f"spool with fsync policy {policy}")
        found = [_recorded(policy, calls if policy != "every" else calls // 5) for _ in range(options.runs)]
        by_policy[policy] = {
            "p50_us": median(percentile(wall, 0.5) for wall, _ in found),
            "p95_us": median(percentile(wall, 0.95) for wall, _ in found),
            "p95_cpu_us": median(percentile(cpu, 0.95) for _, cpu in found),
        }
    return {
        **by_policy[_MAIN],
        "bare_call_us": bare,
        "spool_fsync_policy": _MAIN,
        "by_policy": by_policy,
        "write_fdatasync_us": _disk(options),
        "calls": calls,
        "runs": options.runs,
        "cpu_s": time.process_time() - cpu,
    }


def _recorded(policy: FsyncPolicy, calls: int) -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "spool", fsync=policy) as ledger:
        return _times(ledger.record(_work), calls)


def _times(call: Callable[[str, int], object], calls: int) -> tuple[list[float], list[float]]:
    """Return microseconds of each call, by the wall and of this thread's CPU, after a few that do not count."""
    clock, own_clock = time.perf_counter, time.thread_time
    wall: list[float] = []
    cpu: list[float] = []
    for number in range(calls + _WARM):
        own, begun = own_clock(), clock()
        call("Oslo", 3)
        ended, own_ended = clock(), own_clock()
        if number >= _WARM:
            wall.append((ended - begun) * _US)
            cpu.append((own_ended - own) * _US)
    return wall, cpu


def _disk(options: Options) -> float:
    """Return microseconds of one small write forced to disk: what policy `every` cannot go below."""
    with tempfile.TemporaryFile() as file:
        times = []
        for _ in range(options.size(500, 50)):
            begun = time.perf_counter()
            os.write(file.fileno(), bytes(400))
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - begun) * _US)
    return median(times)
