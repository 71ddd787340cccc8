"""The sender: seals records under headers, signs them, sends them, and keeps the acknowledgements.

One process at a time sends for a spool; the others see its acknowledgements on disk. Order in a round:
the log's copy of the stream is compared with ours before anything is signed, the whole header is on disk
before it is signed, an acknowledgement is checked before it is believed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

import msgspec

from ledger.domain.ack_batch import BatchPlace, signed_digest
from ledger.domain.ids import Address, AgentRef
from ledger.domain.signing import SessionKey, recover
from ledger.domain.statements import Ack
from ledger.errors import (
    ConflictError,
    LedgerError,
    NotAuthorisedError,
    NotFoundError,
    ProofError,
    SequenceGapError,
    UnavailableError,
)
from ledger.sdk.folder_lock import FolderLock
from ledger.sdk.frame_log import Mark
from ledger.sdk.outbox import MOST_UNACKNOWLEDGED, Outbox
from ledger.sdk.spool import Spool
from ledger.sdk.stream import Sealed, StoredAck, StoredPlace, Stream
from ledger.sdk.transport import LogIdentity, SegmentResult, Transport, WirePlace, problem_error
from ledger.tiles.store import FolderStore

_REQUEST_BYTES = 12 * 1024 * 1024  # a log server takes 16 MiB
_PIN = "log.json"
AHEAD_SECONDS = 600
"""How far this machine's clock may be ahead of the log server's; the server takes what is dated 900 s ahead."""


def now_ms() -> int:
    """Return the time in Unix milliseconds."""
    return time.time_ns() // 1_000_000


class Sender:
    """Sends one spool to one log server.

    Args:
        spool: The records.
        transport: The way to the log server.
        keys: Session keys by address; a stream whose key is not here waits.
        segment_records: Most records under one header.
        segment_seconds: Longest time a record waits for its header.
        operator: The log operator's address. If not given, the first one met is kept in the spool and
            every other refused.
        clock: Unix ms, for headers.
        monotonic: Seconds, for waiting times.
    """

    def __init__(
        self,
        spool: Spool,
        transport: Transport,
        keys: Mapping[Address, SessionKey],
        *,
        segment_records: int = 256,
        segment_seconds: float = 1.0,
        operator: Address | None = None,
        clock: Callable[[], int] = now_ms,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spool = spool
        self._transport = transport
        self._keys = keys
        self._segment_records = segment_records
        self._segment_seconds = segment_seconds
        self._operator = operator
        self._clock = clock
        self._monotonic = monotonic
        self._lock = FolderLock(spool.folder / "sender.lock")
        self._pin = FolderStore(spool.folder)
        self._identity: LogIdentity | None = None
        self._outboxes: list[Outbox] = []
        self._turn = threading.Lock()

    def round(self, *, force: bool = False) -> bool:
        """Seal and send what is due; with `force`, all there is. Returns whether anything is left.

        Raises:
            LedgerError: what the log server said, or why it could not be reached; nothing is lost.
        """
        streams = self._spool.streams()
        mine = self._lock.try_acquire()
        try:
            left, failed = False, None
            for stream, mark in streams:
                outbox = self._outbox(stream)
                try:
                    outbox.catch_up(repair=mine)
                    if mine:
                        self._advance(outbox, mark, force=force)
                except LedgerError as error:  # another stream may still be served
                    failed = failed or (None if self._is_left_behind(stream) else error)
                owed = outbox.acknowledged < mark.count or bool(outbox.again)
                left = left or (owed and not self._is_left_behind(stream))
            if failed:
                raise failed
            return left
        finally:
            if mine:
                self._lock.release()

    def _is_left_behind(self, stream: Stream) -> bool:
        """Say whether a stream has lost its memory and another one is written to by now."""
        return stream.lost is not None and stream.binding != self._spool.binding

    def acknowledged(self, stream: Stream) -> int:
        """Return how many records of a stream were acknowledged, as of the last round."""
        return self._outbox(stream).acknowledged

    def is_anchored(self, header: bytes) -> bool:
        """Ask the log whether a segment that it acknowledged is anchored.

        Raises:
            UnavailableError: if it cannot be reached.
        """
        return self._transport.anchored(header)

    def after_fork(self) -> None:
        """Be ready in a forked child: own lock, own connections."""
        self._lock.reopen()
        self._transport.reopen()
        self._turn = threading.Lock()
        self._close_outboxes()

    def close(self) -> None:
        """Give connections and descriptors back."""
        self._transport.close()
        self._close_outboxes()
        self._lock.close()

    def _close_outboxes(self) -> None:
        with self._turn:
            for outbox in self._outboxes:
                outbox.close()
            self._outboxes = []

    def _outbox(self, stream: Stream) -> Outbox:
        with self._turn:
            for outbox in self._outboxes:
                if outbox.stream is stream:
                    return outbox
            outbox = Outbox(stream)
            outbox.catch_up(repair=False)
            self._outboxes.append(outbox)
            return outbox

    def _advance(self, outbox: Outbox, mark: Mark, *, force: bool) -> None:
        key = self._keys.get(outbox.stream.binding.key)
        if key is None or (outbox.acknowledged == mark.count and not outbox.again):
            return
        outbox.check_sound()
        if not outbox.greeted:
            self._greet(outbox)
        while True:
            self._seal_due(outbox, mark, force=force)
            batch = (outbox.again or list(outbox.open))[:MOST_UNACKNOWLEDGED]
            if not batch:
                return
            self._send(outbox, batch, key)

    def _seal_due(self, outbox: Outbox, mark: Mark, *, force: bool) -> None:
        while (unsealed := outbox.unsealed(mark)) and len(outbox.open) < MOST_UNACKNOWLEDGED:
            now = self._monotonic()
            if outbox.waiting_since is None:
                outbox.waiting_since = now
            waited = now - outbox.waiting_since >= self._segment_seconds
            if not (force or waited or unsealed >= self._segment_records):
                return
            outbox.seal(mark, self._segment_records, self._clock())

    def _greet(self, outbox: Outbox) -> None:
        """Compare the log's copy of the stream with ours, before we sign anything."""
        self._identify()
        binding = outbox.stream.binding
        head = self._transport.head(AgentRef.parse(binding.agent).key, binding.epoch, binding.stream)
        self._check_clock(head.now)
        self._resume(outbox, head.next_seq, head.head)
        outbox.greeted = True

    def _check_clock(self, now: int) -> None:
        """Sign nothing that is dated so far ahead that the log would not take it."""
        ahead = self._clock() // 1000 - now
        if now and ahead > AHEAD_SECONDS:
            raise UnavailableError(
                f"this machine's clock is {ahead} s ahead of the log server's",
                hint="set the clock; nothing was signed, and the records are safe in the spool",
                code="clock_ahead",
            )

    def _resume(self, outbox: Outbox, next_seq: int, head: str) -> None:
        """Go on from where the log's copy ends; a copy that is not ours shows that our memory is lost."""
        try:
            outbox.resume_at(next_seq, head.removeprefix("0x"))
        except ConflictError as error:
            outbox.stream.set_lost(error.message)
            raise
        outbox.stream.set_lost(None)

    def _send(self, outbox: Outbox, batch: list[Sealed], key: SessionKey) -> None:
        size = 0
        some: list[Sealed] = []
        for sealed in batch:
            size += sealed.end - sealed.begin
            if some and size > _REQUEST_BYTES:
                break
            some.append(sealed)
        results = self._transport.post(outbox.packed(some, key))
        for sealed, result in zip(some, results, strict=False):
            if result.ack is None:
                self._refused(outbox, result)
                return
            ack = self._checked(sealed, result)
            if outbox.again:
                outbox.again.pop(0)
            else:
                outbox.acknowledge(ack)
        if len(results) < len(some):
            raise ProofError(f"the log server answered {len(results)} of {len(some)} segments")

    def _refused(self, outbox: Outbox, result: SegmentResult) -> None:
        error = problem_error(result.problem or {})
        if not isinstance(error, SequenceGapError) or outbox.again:
            outbox.again = []
            outbox.greeted = False
            raise error
        self._resume(outbox, int(str(error.details["next_seq"])), str(error.details["head"]))
        if not outbox.again:
            outbox.greeted = False
            raise error

    def _checked(self, sealed: Sealed, result: SegmentResult) -> StoredAck:
        """Believe an acknowledgement only if the log's operator signed it for this header."""
        identity, ack = self._identify(), result.ack
        header = sealed.header.header
        if ack is None or _bytes(ack.header) != header:
            raise ProofError(f"the log acknowledges another header than {header.hex()}", code="bad_ack")
        log = _bytes(identity.log)
        if ack.chain != identity.chain or _bytes(ack.log) != log:
            raise ProofError(f"the acknowledgement of {header.hex()} names another log", code="bad_ack")
        place = _place(ack.batch)
        signer = recover(signed_digest(Ack(ack.chain, log, header, ack.anchor_by), place), _bytes(ack.signature))
        if signer != identity.operator:
            raise ProofError(
                f"the acknowledgement is signed by {signer}, not by operator {identity.operator}", code="bad_ack"
            )
        return StoredAck(
            anchor_by=ack.anchor_by,
            chain=ack.chain,
            count=sealed.header.count,
            first_seq=sealed.header.first_seq,
            header=header.hex(),
            log=log.hex(),
            signature=ack.signature.removeprefix("0x"),
            batch=StoredPlace(place.index, place.size, tuple(map(bytes.hex, place.path))) if place else None,
        )

    def _identify(self) -> LogIdentity:
        """Ask which log answers, and hold it to what was pinned."""
        if self._identity is not None:
            return self._identity
        met = self._transport.identity()
        if self._operator is not None and met.operator != self._operator:
            raise NotAuthorisedError(
                f"the log server is run by {met.operator}, not by {self._operator}",
                hint="check OMBUD_LOG_URL",
                code="wrong_operator",
            )
        pinned = self._pinned()
        if pinned is None:
            self._pin.put(_PIN, msgspec.json.encode(met))
        elif pinned != met:
            raise NotAuthorisedError(
                f"log {met.log} of operator {met.operator} answers; "
                f"this spool has used log {pinned.log} of {pinned.operator}",
                hint=f"check OMBUD_LOG_URL; if the log was set up anew, remove {_PIN} from {self._spool.folder}",
                code="wrong_log",
            )
        self._identity = met
        return met

    def _pinned(self) -> LogIdentity | None:
        try:
            return msgspec.json.decode(self._pin.get(_PIN), type=LogIdentity)
        except NotFoundError:
            return None


def _place(sent: WirePlace | None) -> BatchPlace | None:
    return BatchPlace(sent.index, sent.size, tuple(map(_bytes, sent.path))) if sent else None


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise ProofError(f"the log server sent {text[:80]!r} where hex digits belong", code="bad_ack") from error
