"""Examiners in processes of their own, so that all cores check signatures and records.

Each is a child that reads requests from a socket and answers them one by one, until the socket ends: with its parent,
too, whatever became of it. A message is a u32 length, big endian, and that many bytes of MessagePack.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import subprocess
import sys
from collections.abc import Collection, Sequence
from queue import Empty, LifoQueue
from typing import Final

import msgspec
import structlog

from ledger.domain.ids import Address
from ledger.errors import SetupError, UnavailableError
from ledger.logserver.examiner import Finding, LocalExaminer

WAIT_SECONDS: Final = 30.0
"""How long a request waits for a checker that is free, and then for its answer."""
_LENGTH: Final = struct.Struct(">I")
_BUFFER: Final = 1 << 20
_READY: Final = b"ready"
_LOG: Final = structlog.get_logger()


class Request(msgspec.Struct, frozen=True, array_like=True):
    """Segments to look at, and the keys that are vouched for."""

    vouched: list[Address]
    segments: Sequence[bytes]


_ENCODER: Final = msgspec.msgpack.Encoder()
_REQUESTS: Final = msgspec.msgpack.Decoder(Request)
_FINDINGS: Final = msgspec.msgpack.Decoder(list[Finding])


class Checkers:
    """A fixed number of examining children, each busy with one request at a time.

    Args:
        count: How many; as many as there are cores is the most that helps.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._free: LifoQueue[_Child] = LifoQueue()
        self._stopped = False

    def start(self) -> None:
        """Start the children and wait until they are ready.

        Raises:
            SetupError: if one does not come up.
        """
        for child in [_Child() for _ in range(self._count)]:
            child.greet()
            self._free.put(child)

    def stop(self) -> None:
        """End the children, each after its present request."""
        self._stopped = True
        for _ in range(self._count):
            with contextlib.suppress(Empty):
                self._free.get(timeout=WAIT_SECONDS).end()

    def examine(self, segments: Sequence[bytes], vouched: Collection[Address]) -> list[Finding]:
        """Look at packed segments; one finding each.

        Raises:
            UnavailableError: if no checker is free in time, or the one that was asked died.
        """
        try:
            child = self._free.get(timeout=WAIT_SECONDS)
        except Empty as error:
            raise UnavailableError(
                f"no checker was free within {WAIT_SECONDS} s", hint="send again: replays are idempotent", code="busy"
            ) from error
        try:
            return child.ask(Request(list(vouched), segments))
        except OSError as error:
            _LOG.warning("checker_lost", process=child.process.pid, error=str(error))
            child.end()
            child = _Child()
            raise UnavailableError(
                "the checker of this request died", hint="send again: replays are idempotent", code="checker_lost"
            ) from error
        finally:
            self._free.put(child)


class _Child:
    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            for end in (self._line, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            self._line.settimeout(WAIT_SECONDS)
            self._greeted = False
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "ledger.logserver.checkers", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is for the server, which ends its children itself
            )

    def greet(self) -> None:
        try:
            greeting = _receive(self._line)
        except OSError as error:
            self.end()
            raise SetupError(
                f"a checker of the log server did not start: {error}", hint="set OMBUD_LOG_WORKERS=0 to do without"
            ) from error
        self._greeted = greeting == _READY

    def ask(self, request: Request) -> list[Finding]:
        if not self._greeted:
            self._greeted = _receive(self._line) == _READY
        _send(self._line, _ENCODER.encode(request))
        return _FINDINGS.decode(_receive(self._line))

    def end(self) -> None:
        self._line.close()
        try:
            self.process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _send(line: socket.socket, message: bytes) -> None:
    line.sendall(_LENGTH.pack(len(message)))
    line.sendall(message)


def _receive(line: socket.socket) -> bytearray:
    (length,) = _LENGTH.unpack(_read(line, _LENGTH.size))
    return _read(line, length)


def _read(line: socket.socket, length: int) -> bytearray:
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = line.recv_into(view)
        if not count:
            raise ConnectionResetError("the other side ended")
        view = view[count:]
    return data


def serve(line: socket.socket) -> None:
    """Answer requests until the other side ends."""
    examiner = LocalExaminer()
    with contextlib.suppress(ConnectionError):
        _send(line, _READY)
        while True:
            request = _REQUESTS.decode(_receive(line))
            _send(line, _ENCODER.encode(examiner.examine(request.segments, frozenset(request.vouched))))


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as own:
        serve(own)
