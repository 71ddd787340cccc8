"""Clocks, medians and percentiles."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Spent(NamedTuple):
    """Seconds that a call took: by the wall clock, and of CPU in this process."""

    wall: float
    cpu: float


def spent(call: Callable[[], object]) -> Spent:
    """Run a call once and say what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def medians(call: Callable[[], object], runs: int) -> Spent:
    """Run a call several times; returns the median of each clock."""
    found = [spent(call) for _ in range(runs)]
    return Spent(median(one.wall for one in found), median(one.cpu for one in found))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu_of(process: int) -> float:
    """Return the CPU seconds that a process and all that it started have used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(ticks) for ticks in fields[11:15]) / _TICKS  # utime, stime, and those of ended children
    return own + sum(cpu_of(child) for child in children_of(process))


def children_of(process: int) -> list[int]:
    """Return the processes that a process started and that still run."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue  # the thread ended meanwhile
    return found
