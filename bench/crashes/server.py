"""The log server of a run, in a process of its own: the whole of it but HTTP, which writes nothing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any, Final

from bench.crashes.scene import AGENT, CONFIG, LOG_KEYS, FileChain, Place
from bench.log_under_test import CHAIN, LOG, OPERATOR
from ledger.domain.entry import ENTRY_BYTES
from ledger.domain.hashing import ZERO32
from ledger.domain.note import parse_checkpoint
from ledger.domain.tiles_layout import CHECKPOINT
from ledger.errors import LedgerError, UnavailableError
from ledger.logserver.service import LogService
from ledger.sdk.transport import LogIdentity, SegmentResult, StreamHead, WireAck, problem_error
from ledger.tiles.store import FolderStore

ANSWER_SECONDS: Final = 10.0


class _TellingStore(FolderStore):
    """Tells of each checkpoint once readers may have seen it."""

    def __init__(self, root: Path, place: Place) -> None:
        super().__init__(root)
        self._place = place

    def put(self, path: str, data: bytes) -> None:
        super().put(path, data)
        if path == CHECKPOINT:
            state = parse_checkpoint(data.decode()).state
            self._place.tell("checkpoint", state.size, state.root.hex())


def serve(place: Place) -> None:
    """Open the log, serve until told to stop, and close it."""
    chain = FileChain(place.root)
    service = LogService(
        place.log,
        CONFIG,
        LOG_KEYS,
        directory=chain,
        clock=chain.now,
        anchor=chain,
        store=_TellingStore(place.log / "public", place),
    )
    service.start()
    Path(place.line).unlink(missing_ok=True)
    stopped = threading.Event()
    with Listener(place.line) as listener:
        threading.Thread(target=_accept, args=(listener, service, stopped), daemon=True).start()
        place.tell("serving")
        stopped.wait()
    service.stop()
    place.tell("stopped", service.registry.size, service.conflicts.count)


def _accept(listener: Listener, service: LogService, stopped: threading.Event) -> None:
    while not stopped.is_set():
        with contextlib.suppress(OSError, EOFError):
            found: Any = listener.accept()
            threading.Thread(target=_answer_all, args=(found, service, stopped), daemon=True).start()


def _answer_all(line: Connection[Any, Any], service: LogService, stopped: threading.Event) -> None:
    with contextlib.suppress(OSError, EOFError):
        while True:
            what, arguments = line.recv()
            if what == "stop":
                stopped.set()
                return
            try:
                line.send((True, _answer(service, what, arguments)))
            except LedgerError as error:
                line.send((False, error.problem()))


def _answer(service: LogService, what: str, arguments: tuple[Any, ...]) -> Any:
    if what == "head":
        next_seq, head = service.registry.head(arguments) or (0, ZERO32)
        return next_seq, head.hex()
    results: list[tuple[Any, Any]] = []
    for verdict in service.submit(arguments[0]):
        if verdict.accepted is None:
            results.append((None, (verdict.refusal or UnavailableError("no verdict")).problem()))
        else:
            ack, signature = service.acknowledge(verdict.accepted)
            results.append(((ack.header.hex(), ack.anchor_by, signature.hex()), None))
    return results


class Line:
    """The agent's way to the server; it tells what leaves the agent, and what comes back.

    Args:
        place: Where the server listens.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    def identity(self) -> LogIdentity:
        """Say which log this is."""
        return LogIdentity(CHAIN, LOG.hex(), OPERATOR.address)

    def head(self, agent: bytes, epoch: int, stream: int) -> StreamHead:
        """Ask where the log's copy of a stream ends."""
        return StreamHead(*self._ask("head", agent, epoch, stream))

    def head_of(self, stream: int) -> tuple[int, str]:
        """Ask where the stream of the first epoch ends: its next number, and its head as hex."""
        found = self.head(AGENT.key, 0, stream)
        return found.next_seq, found.head

    def post(self, segments: Sequence[bytes]) -> list[SegmentResult]:
        """Send segments; what was signed is told before anybody else can have it."""
        self._place.tell("signed", *(data[:ENTRY_BYTES].hex() for data in segments))
        found = []
        for accepted, problem in self._ask("submit", list(segments)):
            if accepted is None:
                found.append(SegmentResult("", "refused", problem=problem))
            else:
                header, anchor_by, signature = accepted
                self._place.tell("acknowledged", header)
                found.append(SegmentResult(header, "accepted", WireAck(CHAIN, LOG.hex(), header, anchor_by, signature)))
        return found

    def anchored(self, header: bytes) -> bool:  # noqa: ARG002 the protocol's
        """Say that nothing is below an anchored root: this server makes no anchors."""
        return False

    def stop(self) -> None:
        """Ask the server to end."""
        with Client(self._place.line) as line:
            line.send(("stop", ()))

    def reopen(self) -> None:
        """Nothing is kept open."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _ask(self, what: str, *arguments: Any) -> Any:
        try:
            with Client(self._place.line) as line:
                line.send((what, arguments))
                if not line.poll(ANSWER_SECONDS):
                    raise UnavailableError("the log server does not answer")
                sound, answer = line.recv()
        except (OSError, EOFError) as error:
            raise UnavailableError(f"the log server is gone: {error!r}") from error
        if not sound:
            raise problem_error(answer)
        return answer
