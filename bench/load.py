"""Load for a log server: requests made beforehand, then sent by a few connections as fast as they are answered."""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from bench.log_under_test import STREAM, agent
from ledger.domain.entry import frame
from ledger.domain.hashing import ZERO32
from ledger.domain.record import Record, encode
from ledger.domain.sealing import make_header, sign

TIMEOUT_SECONDS: Final = 60.0
_END_OF_HEAD: Final = b"\r\n\r\n"
_PIECE: Final = 1 << 16
_BEGUN: Final = 1_700_000_000_000  # Unix ms of the first record, long ago: a log takes nothing that is dated ahead


@dataclass(frozen=True, slots=True)
class Shape:
    """What is sent: by how many agents, how many requests each, how many segments in one, of how many records."""

    agents: int
    requests: int
    segments: int
    records: int

    @property
    def total(self) -> int:
        """How many records that are."""
        return self.agents * self.requests * self.segments * self.records


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: seconds from first to last byte, seconds of each request, segments accepted, one answer."""

    wall: float
    latencies: Sequence[float]
    accepted: int
    sample: bytes


def make_requests(shape: Shape, seed: int) -> list[list[bytes]]:
    """Return the requests of each agent, in order, as bytes on the wire; made on all cores."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(partial(_requests_of, shape, seed), range(shape.agents)))


def record_bytes(seed: int) -> int:
    """Return how long one of the records is."""
    return len(_record(0, 1000, random.Random(seed)))


def _record(number: int, seq: int, rng: random.Random) -> bytes:
    """One intent to use a tool, with what an integration fills in: about 400 bytes."""
    return encode(
        Record(
            agent=str(agent(number).ref),
            call=f"call_{rng.getrandbits(48):012x}",
            epoch=0,
            in_=rng.randbytes(32).hex(),
            kind="operational",
            op="execute_tool",
            phase="intent",
            seq=seq,
            session=f"session-{rng.getrandbits(40):010x}",
            stream=STREAM,
            tool="search_flights",
            trace=f"00-{rng.getrandbits(128):032x}-{rng.getrandbits(64):016x}-01",
            ts=_BEGUN + seq,
            v=1,
        )
    )


def _requests_of(shape: Shape, seed: int, number: int) -> list[bytes]:
    return [_request(frame(packed)) for packed in signed_segments(shape, seed, number)]


def signed_segments(shape: Shape, seed: int, number: int) -> list[list[bytes]]:
    """Return the packed segments of one agent, request by request; they follow each other."""
    rng = random.Random(f"{seed}/{number}")
    who = agent(number)
    head, seq, out = ZERO32, 0, []
    for _ in range(shape.requests):
        packed = []
        for _ in range(shape.segments):
            records = [_record(number, seq + at, rng) for at in range(shape.records)]
            header = make_header(who.ref, 0, STREAM, seq, records, head, _BEGUN + seq)
            packed.append(sign(header, records, who.key).pack())
            head, seq = header.header, seq + shape.records
        out.append(packed)
    return out


def _request(body: bytes) -> bytes:
    return (
        b"POST /v1/segments HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/vnd.ombud.segments\r\n"
        b"ombud-acks: batch\r\n"
        b"content-length: %d\r\n\r\n" % len(body)
    ) + body


def send(port: int, requests: Sequence[Sequence[bytes]], connections: int) -> Outcome:
    """Send every agent's requests in order, the agents spread over a few connections."""
    shares = [_interleaved(requests[at::connections]) for at in range(connections)]
    lines = [_Line(port, share) for share in shares]
    begun = time.perf_counter()
    for line in lines:
        line.start()
    for line in lines:
        line.join()
    wall = time.perf_counter() - begun
    for line in lines:
        if line.failure:
            raise line.failure
    latencies = [took for line in lines for took in line.latencies]
    return Outcome(wall, latencies, sum(line.accepted for line in lines), lines[0].answer)


def _interleaved(requests: Sequence[Sequence[bytes]]) -> list[bytes]:
    return [one for turn in zip(*requests, strict=True) for one in turn]


class _Line(threading.Thread):
    """One connection: sends a request, reads its answer, sends the next."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._requests = requests
        self.latencies: list[float] = []
        self.accepted = 0
        self.answer = b""
        self.failure: Exception | None = None

    def run(self) -> None:
        """Send everything."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), TIMEOUT_SECONDS) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for request in self._requests:
                    begun = time.perf_counter()
                    line.sendall(request)
                    self.answer = _read_answer(line)
                    self.latencies.append(time.perf_counter() - begun)
                    self.accepted += self.answer.count(b'"accepted"')
        except Exception as error:  # noqa: BLE001 - told by `send`
            self.failure = error


def _read_answer(line: socket.socket) -> bytes:
    data = b""
    while (end := data.find(_END_OF_HEAD)) < 0:
        data += _piece(line)
    head, body = data[:end].lower(), data[end + len(_END_OF_HEAD) :]
    length = int(head.partition(b"content-length:")[2].partition(b"\r")[0])
    while len(body) < length:
        body += _piece(line)
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"the log server answered {head[:80]!r}: {body[:300]!r}")
    return body


def _piece(line: socket.socket) -> bytes:
    data = line.recv(_PIECE)
    if not data:
        raise RuntimeError("the log server closed the connection")
    return data
