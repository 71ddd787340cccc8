"""Signed records into a log server over HTTP: the server a process of its own, the load prepared beforehand.

The sender shares the cores with the server. Between two runs the bound is measured again, since other work on the
machine comes and goes; a ratio is that of a run and the bounds on either side of it. CPU seconds are counted until
all that was accepted is published. Where others use the cores too, a server of several processes gets more of them
than a bound of two: then `ratio_verify_cpu`, of CPU seconds alone, is the one to look at; `records_per_s_if_never_idle`
is computed from them: what all cores would take if they were ours, and nobody ever waited for the disk.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple
from urllib.request import urlopen

from bench import bounds, peers
from bench.load import Outcome, Shape, make_requests, record_bytes, send
from bench.log_under_test import CHAIN, LOG, OPERATOR
from bench.measure import cpu_of, percentile
from bench.options import Figures, Options
from bench.promise import is_durable
from ledger.domain.ack_batch import BatchPlace, signed_digest
from ledger.domain.signing import recover
from ledger.domain.statements import Ack
from ledger.loopback import free_port

WORKERS: Final = 2
_START_SECONDS: Final = 30.0
_PUBLISH_SECONDS: Final = 60.0
_MS: Final = 1000


class _Load(NamedTuple):
    """What is sent, in full and for a smoke run, over how many connections at once."""

    full: Shape
    quick: Shape
    connections: int

    def shape(self, options: Options) -> Shape:
        """Return the one to send."""
        return self.quick if options.quick else self.full


_LOADS: Final = {
    "S1": _Load(Shape(64, 16, 32, 1), Shape(8, 2, 4, 1), 32),
    "S100": _Load(Shape(64, 4, 8, 100), Shape(8, 2, 2, 100), 8),
    "S1000": _Load(Shape(32, 4, 4, 1000), Shape(8, 1, 1, 1000), 8),
}
_ALONE: Final = _Load(Shape(64, 64, 1, 1), Shape(8, 4, 1, 1), 64)
"""One record, one signature, one request."""


class _Run(NamedTuple):
    """One run: what came of it, CPU seconds of server and sender, seconds until all was published, bound beside."""

    outcome: Outcome
    cpu: float
    sender_cpu: float
    published: float
    bound: float


def run(options: Options) -> Figures:
    """Measure bounds, peers and three sizes of segment."""
    size = record_bytes(options.seed)
    options.say("bounds: signatures on all cores, forced writes")
    verify = bounds.verify_per_s(options)
    verify_cpu = bounds.verify_per_cpu_s(options)
    recovered = bounds.recover_per_s(options)
    flushed = bounds.fdatasync_records_per_s(options, size)
    options.say("peers")
    others = peers.appends_per_cpu_s(options)
    best = max((rate for rate in others.values() if rate), default=None)
    figures: Figures = {
        "bounds": {
            "verify_per_s": verify,
            "verify_per_cpu_s": verify_cpu,
            "recover_per_s": recovered,
            "fdatasync_records_per_s": flushed,
        },
        "peers": {"appends_per_cpu_s": others},
        "durable": is_durable(),
        "record_bytes": size,
        "workers": WORKERS,
        "runs": options.runs,
    }
    for name, load in _LOADS.items():
        figures[name] = _figures(name, load, options, best, verify_cpu)
    figures["S1"]["one_per_request"] = _figures("S1, one per request", _ALONE, options, best, verify_cpu)
    figures["keys"] = _LOADS["S1"].shape(options).agents
    figures["cpu_s"] = sum(figures[name]["cpu_s"] for name in _LOADS)
    return figures


def _figures(name: str, load: _Load, options: Options, best: float | None, verify_cpu: float) -> Figures:
    shape = load.shape(options)
    options.say(f"{name}: preparing {shape.total} records")
    requests = make_requests(shape, options.seed)
    found: list[_Run] = []
    bound = bounds.verify_per_s_now(options)
    for _ in range(options.runs):
        measured = _measure(name, shape, requests, load.connections, options)
        after = bounds.verify_per_s_now(options)
        found.append(_Run(*measured, (bound + after) / 2))
        bound = after
    cpu = median(one.cpu for one in found)
    sender = median(one.sender_cpu for one in found)
    return {
        "records_per_s": median(shape.total / one.outcome.wall for one in found),
        "ratio_verify_bound": median(shape.total / one.outcome.wall / one.bound for one in found),
        "ratio_best_peer": shape.total / cpu / best if best else None,
        "ack_p50_ms": median(percentile(one.outcome.latencies, 0.50) for one in found) * _MS,
        "ack_p99_ms": median(percentile(one.outcome.latencies, 0.99) for one in found) * _MS,
        "cpu_s": cpu,
        "sender_cpu_s": sender,
        "ratio_verify_cpu": shape.total / cpu / verify_cpu,
        "records_per_s_if_never_idle": shape.total * (os.cpu_count() or 1) / (cpu + sender),
        "records": shape.total,
        "records_per_cpu_s": shape.total / cpu,
        "published_records_per_s": median(shape.total / one.published for one in found),
        "verify_per_s_beside": median(one.bound for one in found),
        "sent_as": f"{shape.segments} signed segments of {shape.records} in one request"
        if shape.segments > 1
        else f"one signed segment of {shape.records} in each request",
        "segments_per_request": shape.segments,
        "connections": load.connections,
    }


def _measure(
    name: str, shape: Shape, requests: list[list[bytes]], connections: int, options: Options
) -> tuple[Outcome, float, float, float]:
    """Return what came of the load, CPU seconds of server and sender, and seconds until all was published."""
    expected = shape.agents * shape.requests * shape.segments
    with tempfile.TemporaryDirectory() as folder, _log_server(Path(folder), shape.agents) as (process, port):
        before, own, begun = cpu_of(process), time.process_time(), time.perf_counter()
        outcome = send(port, requests, connections)
        sender = time.process_time() - own
        _wait_published(port, expected)
        published, used = time.perf_counter() - begun, cpu_of(process) - before
    if outcome.accepted != expected:
        raise RuntimeError(f"{outcome.accepted} of {expected} segments were accepted")
    _check_acks(outcome.sample)
    options.say(f"{name}: {shape.total / outcome.wall:,.0f} records/s, {used:.2f} CPU s of {outcome.wall:.2f} s")
    return outcome, used, sender, published


def _wait_published(port: int, expected: int) -> None:
    until = time.monotonic() + _PUBLISH_SECONDS
    while True:
        with urlopen(f"http://127.0.0.1:{port}/v1/status", timeout=_START_SECONDS) as answer:
            if json.load(answer)["published"]["size"] >= expected:
                return
        if time.monotonic() > until:
            raise RuntimeError(f"{expected} segments were not published within {_PUBLISH_SECONDS} s")
        threading.Event().wait(0.02)


def _check_acks(answer: bytes) -> None:
    """Check that the acknowledgements of one answer are the operator's."""
    for result in json.loads(answer)["results"]:
        ack = result["ack"]
        statement = Ack(CHAIN, LOG, bytes.fromhex(ack["header"]), ack["anchorBy"])
        if (
            recover(signed_digest(statement, _place(ack.get("batch"))), bytes.fromhex(ack["signature"]))
            != OPERATOR.address
        ):
            raise RuntimeError("an acknowledgement is not the operator's")


def _place(sent: dict[str, Any] | None) -> BatchPlace | None:
    return BatchPlace(sent["index"], sent["size"], tuple(map(bytes.fromhex, sent["path"]))) if sent else None


@contextmanager
def _log_server(folder: Path, agents: int) -> Iterator[tuple[int, int]]:
    """Run a log server; yields its process id and port."""
    port = free_port()
    command = [sys.executable, "-m", "bench.log_under_test", str(folder / "log"), str(port), str(agents), str(WORKERS)]
    log = (folder / "out").open("wb")
    process = subprocess.Popen(
        command, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    try:
        _wait_for(port, process)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_START_SECONDS)
        log.close()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            threading.Event().wait(0.05)
        else:
            return
