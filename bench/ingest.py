"""Signed records into a log server over HTTP: the server a process of its own, the load prepared beforehand."""

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
from typing import Any, Final

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

CONNECTIONS: Final = 8
WORKERS: Final = 2
_START_SECONDS: Final = 30.0
_MS: Final = 1000
_SHAPES: Final = {
    "S1": (Shape(64, 4, 32, 1), Shape(8, 2, 4, 1)),
    "S100": (Shape(64, 2, 8, 100), Shape(8, 2, 2, 100)),
    "S1000": (Shape(32, 2, 4, 1000), Shape(8, 1, 1, 1000)),
}


def run(options: Options) -> Figures:
    """Measure bounds, peers and three sizes of segment."""
    size = record_bytes(options.seed)
    options.say("bounds: signatures on all cores, forced writes")
    verify = bounds.verify_per_s(options)
    recovered = bounds.recover_per_s(options)
    flushed = bounds.fdatasync_records_per_s(options, size)
    options.say("peers")
    others = peers.appends_per_cpu_s(options)
    best = max((rate for rate in others.values() if rate), default=None)
    figures: Figures = {
        "bounds": {
            "verify_per_s": verify,
            "recover_per_s": recovered,
            "fdatasync_records_per_s": flushed,
        },
        "peers": {"appends_per_cpu_s": others},
        "durable": is_durable(),
        "record_bytes": size,
        "connections": CONNECTIONS,
        "workers": WORKERS,
        "runs": options.runs,
    }
    for name, (full, quick) in _SHAPES.items():
        shape = quick if options.quick else full
        options.say(f"{name}: preparing {shape.total} records")
        requests = make_requests(shape, options.seed)
        found = [_measure(name, shape, requests, options) for _ in range(options.runs)]
        figures[name] = _figures(found, shape, verify, best)
    figures["keys"] = (_SHAPES["S1"][1] if options.quick else _SHAPES["S1"][0]).agents
    figures["cpu_s"] = sum(figures[name]["cpu_s"] for name in _SHAPES)
    return figures


def _figures(found: list[tuple[Outcome, float]], shape: Shape, verify: float, best: float | None) -> Figures:
    rate = median(shape.total / outcome.wall for outcome, _ in found)
    cpu = median(cpu for _, cpu in found)
    return {
        "records_per_s": rate,
        "ratio_verify_bound": rate / verify,
        "ratio_best_peer": shape.total / cpu / best if best else None,
        "ack_p50_ms": median(percentile(outcome.latencies, 0.50) for outcome, _ in found) * _MS,
        "ack_p99_ms": median(percentile(outcome.latencies, 0.99) for outcome, _ in found) * _MS,
        "cpu_s": cpu,
        "records": shape.total,
        "records_per_cpu_s": shape.total / cpu,
        "segments_per_request": shape.segments,
    }


def _measure(name: str, shape: Shape, requests: list[list[bytes]], options: Options) -> tuple[Outcome, float]:
    with tempfile.TemporaryDirectory() as folder, _log_server(Path(folder), shape.agents) as (process, port):
        before = cpu_of(process)
        outcome = send(port, requests, CONNECTIONS)
        used = cpu_of(process) - before
    expected = shape.agents * shape.requests * shape.segments
    if outcome.accepted != expected:
        raise RuntimeError(f"{outcome.accepted} of {expected} segments were accepted")
    _check_acks(outcome.sample)
    options.say(f"{name}: {shape.total / outcome.wall:,.0f} records/s, {used:.2f} CPU s of {outcome.wall:.2f} s")
    return outcome, used


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
