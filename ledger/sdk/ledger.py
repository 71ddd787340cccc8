"""The ledger an agent holds: it writes records, and everything else happens behind it."""

from __future__ import annotations

import atexit
import os
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, Unpack

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentRef
from ledger.domain.record import Outcome
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, LedgerError, UnavailableError
from ledger.sdk.anchoring import AnchorWait
from ledger.sdk.context import Ref, current_cause
from ledger.sdk.countersigning import countersign
from ledger.sdk.courier import Courier
from ledger.sdk.draft import Draft
from ledger.sdk.erasure import erase
from ledger.sdk.frame_log import FileOpener
from ledger.sdk.guard import Guard, LeakPolicy
from ledger.sdk.payload import Opening
from ledger.sdk.receipts import Receipts, Terms
from ledger.sdk.recorder import Recorder
from ledger.sdk.sender import Sender, now_ms
from ledger.sdk.spool import FsyncPolicy, Spool, Written
from ledger.sdk.stream import Binding, StoredAck
from ledger.sdk.transport import HttpTransport, Transport
from ledger.sdk.vault import Payloads
from ledger.sdk.words import Defaults, Words, causes_of, compose
from ledger.tiles.append_file import OsAppendFile

SYNC_SECONDS: Final = 0.05
"""How often a spool with policy `interval` is forced to disk."""
ANCHOR_SECONDS: Final = 120.0
"""How long is waited for an anchor, if nothing else is said."""
BACKLOG_LIMIT: Final = 10_000
"""Records kept in memory while the disk refuses them."""
_EXIT_SECONDS: Final = 2.0
_LIVE: Final[weakref.WeakSet[Ledger]] = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class LedgerState:
    """Where a ledger's records are: written to the spool, acknowledged by the log; `backlog` waits for the disk."""

    agent: str | None
    epoch: int | None
    stream: int | None
    written: int
    acknowledged: int
    backlog: int
    last_error: LedgerError | None


class Ledger(Recorder):
    """One agent's ledger. Many may live in one process, each with its own spool and key.

    Args:
        spool: Folder of the spool.
        key: Session key; records wait for it, unsigned, if it is not given.
        log_url: Log server; records stay in the spool if neither this nor `transport` is given.
        name: Of the agent on this machine; the default session is named after it.
        fsync: When records are forced to disk: `every` one before its call goes on, at an `interval` (50 ms) in the
            background, or `never` by us. Under all three a record is written before the call goes on, so that no
            death of the process loses it; a power cut may take what was not forced yet. What is signed, acknowledged,
            promised in a receipt or written with `on_failure="block"` is forced first, whatever the policy.
        segment_records: Most records under one signature.
        segment_seconds: Longest time a record waits for its signature.
        operator: Address of the log's operator; pinned on first contact if not given.
        agent_version: Written into every record.
        model: Written into every record that names no other.
        transport: A way to the log server other than HTTP.
        clock: Unix ms.
        open_file: Opens the spool's files.
        backlog_limit: Most records kept in memory while the disk refuses them.
        payloads: Whether payloads are kept `plain`, `sealed` so that one can be erased (see `vault`), or not (`none`).
        anchor_seconds: Longest time that a call with `wait="anchored"` waits for its intent to be anchored.
        leaks: What happens to personal data and secrets in the clear words of a record; see `Guard`.
    """

    def __init__(
        self,
        spool: Path | str,
        *,
        key: SessionKey | None = None,
        log_url: str | None = None,
        name: str = "default",
        fsync: FsyncPolicy = "interval",
        segment_records: int = 256,
        segment_seconds: float = 1.0,
        operator: Address | None = None,
        agent_version: str | None = None,
        model: str | None = None,
        transport: Transport | None = None,
        clock: Callable[[], int] = now_ms,
        open_file: FileOpener = OsAppendFile,
        backlog_limit: int = BACKLOG_LIMIT,
        leaks: LeakPolicy = "mask",
        payloads: Payloads = "plain",
        anchor_seconds: float = ANCHOR_SECONDS,
    ) -> None:
        self._backlog_limit = backlog_limit
        self.name = name
        self._guard = Guard(leaks)
        self._spool = Spool(Path(spool), fsync=fsync, open_file=open_file, payloads=payloads)
        self._keys: dict[Address, SessionKey] = {key.address: key} if key else {}
        self._receipts = Receipts(self._spool, self._keys, open_file)
        self._clock = clock
        self._defaults = Defaults(f"{name}-{os.urandom(8).hex()}", agent_version, model)
        self._backlog: deque[tuple[Draft, tuple[Opening, ...]]] = deque()
        self._closed = False
        way = transport or (HttpTransport(log_url) if log_url else None)
        self._sender = (
            Sender(
                self._spool,
                way,
                self._keys,
                segment_records=segment_records,
                segment_seconds=segment_seconds,
                operator=operator,
                clock=clock,
            )
            if way
            else None
        )
        tick = SYNC_SECONDS if fsync == "interval" else min(segment_seconds, 1.0)
        self._courier = Courier(f"ombud-{name}", self._deliver, tick)
        self._anchor_seconds = anchor_seconds
        _LIVE.add(self)
        if self._spool.binding:
            self._courier.notice()

    @property
    def spool(self) -> Path:
        """Folder of the spool."""
        return self._spool.folder

    def bind(
        self,
        agent: AgentRef | str,
        epoch: int = 0,
        stream: int = 1,
        key: SessionKey | None = None,
        *,
        opening_head: bytes = ZERO32,
    ) -> None:
        """Say whose records these are: drafts become records of this agent, in order, and are sent.

        Args:
            agent: Global id, `eip155:<chain>:<registry>/<id>`.
            epoch: Key epoch.
            stream: Stream of the epoch; 0 is kept for records made on chain.
            key: Session key of the epoch; the one given to the constructor if not given.
            opening_head: Closing head of the epoch before, 32 bytes; zero in epoch 0.

        Raises:
            ConflictError: if the spool belongs to another agent.
            InvalidInputError: if there is no key, or the stream is 0.
        """
        ref = agent if isinstance(agent, AgentRef) else AgentRef.parse(agent)
        signer = key or next(reversed(self._keys.values()), None)
        if signer is None:
            raise InvalidInputError("a ledger is bound with a session key", hint="pass key=, see ledger.sdk.keystore")
        if stream == 0:
            raise InvalidInputError("stream 0 is kept for records made on chain", hint="use stream 1")
        self._keys[signer.address] = signer
        self._spool.bind(
            Binding(agent=str(ref), epoch=epoch, stream=stream, key=signer.address, opening_head=opening_head.hex())
        )
        self._courier.notice()

    def write(self, op: str, *, durable: bool = False, **words: Unpack[Words]) -> Written:
        """Write one record; it is in the spool when this returns.

        Args:
            op: What is done: `execute_tool`, `chat`, `approval`, ...
            durable: Force it to stable storage whatever the policy.
            **words: What else it says, see `Words`.

        Returns:
            Its number, and its id if the ledger is bound.

        Raises:
            RecordError: if a field breaks the schema.
            UnavailableError: if the disk refuses; then nothing was written.
        """
        return self._append(*self._compose(op, words), durable=durable)

    def keep(self, op: str, **words: Unpack[Words]) -> Written | None:
        """Write one record; if the disk refuses, keep it in memory and write it as soon as the disk takes it.

        Returns:
            Its number and id; None if it is kept.

        Raises:
            RecordError: if a field breaks the schema.
            UnavailableError: if as many are kept as may be.
        """
        draft, openings = self._compose(op, words)
        try:
            return self._append(draft, openings)
        except UnavailableError:
            if len(self._backlog) >= self._backlog_limit:
                raise
            self._backlog.append((draft, openings))
            return None

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until every record written so far is acknowledged by the log.

        Args:
            timeout: Seconds.

        Raises:
            UnavailableError: if the log cannot be reached in time, or there is none; nothing is lost.
            LedgerError: if the log refuses the records.
        """
        self._write_backlog()
        self._spool.sync()
        if self._sender is None or self._spool.binding is None:
            raise UnavailableError(
                f"ledger {self.name!r} has no log to send to",
                hint="bind() it to an agent and give it a log_url; the records are safe in the spool",
                code="not_bound",
            )
        if self._spool.binding.key not in self._keys:
            raise UnavailableError(
                f"session key {self._spool.binding.key} is not loaded",
                hint="pass key=; the records are safe",
                code="no_key",
            )
        present = self._spool.binding
        wanted = [found for found in self._spool.streams() if found[0].binding == present or not found[0].lost]
        until = time.monotonic() + timeout
        failed_before = self._courier.rounds
        while any(self._sender.acknowledged(stream) < mark.count for stream, mark in wanted):
            error = self._courier.error
            fresh = self._courier.rounds > failed_before
            if fresh and error is not None and not isinstance(error, UnavailableError):
                raise error
            left = until - time.monotonic()
            if left <= 0:
                raise error or UnavailableError(
                    f"records were not acknowledged within {timeout} s",
                    hint="try again; the records are safe in the spool",
                )
            self._courier.hurry()
            self._courier.wait_round(min(left, 0.1))

    def wait_anchored(self, ref: Ref) -> None:
        """Wait until one of our records is anchored on chain, as its log says; see `anchoring`.

        Args:
            ref: The record, `Written.ref`.

        Raises:
            NotFoundError: if the record is not in this spool.
            UnavailableError: if it is not anchored within `anchor_seconds` (`not_anchored`), or there is no log.
            LedgerError: if the log refuses it.
        """
        if self._sender is None:
            raise UnavailableError(
                f"ledger {self.name!r} has no log to send to", hint="give it a log_url", code="not_bound"
            )
        AnchorWait(self._spool, self._sender, self._courier, self._anchor_seconds).until_anchored(ref)

    def sync(self) -> None:
        """Force everything written so far to stable storage on this machine."""
        self._write_backlog()
        self._spool.sync()

    def state(self) -> LedgerState:
        """Return where the records are."""
        binding = self._spool.binding
        streams = self._spool.streams()
        sent = sum(self._sender.acknowledged(stream) for stream, _ in streams) if self._sender else 0
        return LedgerState(
            agent=binding.agent if binding else None,
            epoch=binding.epoch if binding else None,
            stream=binding.stream if binding else None,
            written=sum(mark.count for _, mark in streams) if binding else self._spool.count(),
            acknowledged=sent,
            backlog=len(self._backlog),
            last_error=self._courier.error,
        )

    def receipt(self, terms: Terms, about: Ref | None = None) -> SignedReceipt:
        """Promise a counterparty, before it acts, that one of our records will be anchored.

        Agent, place, record, tool and mandate are those of the record; what else it says is in the terms. Record
        and receipt are on stable storage before the receipt is signed, so that no crash can make us sign two for one
        record: asked again with the same terms, the same receipt is returned.

        Args:
            terms: Counterparty, log, time, amounts.
            about: The record, `Written.ref`; the intent within which the code runs now, if not given.

        Raises:
            InvalidInputError: if there is no intent, or a term is out of range.
            NotFoundError: if the record is not in this spool.
            ConflictError: if the record has a receipt that says something else.
            UnavailableError: if the ledger is not bound, its key is not loaded, or the disk refuses.
        """
        ref = about or current_cause()
        if ref is None:
            raise InvalidInputError(
                "there is no record to give a receipt for", hint="call it within a recorded call, or pass Written.ref"
            )
        return self._receipts.give(ref, terms)

    def receipts(self) -> Iterator[SignedReceipt]:
        """Yield the receipts that may have been given, oldest first."""
        return self._receipts.all()

    def countersign(
        self,
        receipt: SignedReceipt | bytes | str,
        outcome: Outcome = "success",
        *,
        salt: bytes = ZERO32,
        session: str | None = None,
    ) -> Written:
        """Write down a receipt that another agent gave us, and how its action ended for us.

        The record carries the receipt whole, so anyone who reads our log can hold it against the other agent's: where
        the promised record is not, the other agent stands in `/v1/omissions`, and where it is, its action is no longer
        unconfirmed. The receipt's amount and counterparty are public from then on. The newest word counts: write again
        when it ended otherwise.

        Args:
            receipt: As it was given, or its JSON document.
            outcome: `success` confirms the effect; `failure`, `timeout`, `denied` and `refused` contradict it;
                `escalated` leaves it open.
            salt: What opens the counterparty, 32 bytes, if the receipt hides it.
            session: Session; that of the scope, or of the ledger, if not given.

        Returns:
            Number and id of our record.

        Raises:
            InvalidInputError: if it is no receipt, one of our own, or promises what nobody can keep.
            ProofError: if its signature is not canonical.
            UnavailableError: if the disk refuses; then nothing was written.
        """
        return countersign(self, self._spool, receipt, outcome, salt, session)

    def acks(self) -> Iterator[StoredAck]:
        """Yield the acknowledgements on disk, oldest first."""
        for stream, _ in self._spool.streams():
            yield from stream.stored_acks()

    def openings(self) -> Iterator[Opening]:
        """Yield what opens the commitments of our records, to disclose one of them."""
        log = OsAppendFile(self._spool.folder / "openings.log")
        try:
            yield from self._spool.vault.read(log)
        finally:
            log.close()

    def hold(self, record_id: str, reason: str) -> None:
        """Forbid the erasure of a record's payloads, as a dispute or the law may demand."""
        self._spool.vault.hold(record_id, reason)

    def release(self, record_id: str) -> None:
        """Lift a hold."""
        self._spool.vault.release(record_id)

    def erase(self, record_id: str, reason: str, disputed: Callable[[str], str | None] = lambda _: None) -> int:
        """Destroy the keys of a record's payloads. The record stays, and so does all that proves it.

        The erasure is a record itself: an intent before, an outcome after, both naming what was erased.

        Args:
            record_id: The record, 64 hex digits.
            reason: Why; written as the erasure's policy, at most 128 characters.
            disputed: Says which dispute names a record, None if none does.

        Returns:
            How many commitments can never be opened again.

        Raises:
            NotFoundError: if the record is not in this spool.
            ConflictError: if it is held, or a dispute names it.
        """
        return erase(self, self._spool, record_id, reason, disputed)

    def close(self, timeout: float = 5.0) -> None:
        """End the background thread and force everything to disk. What is not sent yet is sent next time."""
        if self._closed:
            return
        self._closed = True
        _LIVE.discard(self)
        ended = self._courier.stop(timeout)
        self._spool.sync()
        if ended:  # else it is in a request still: it ends by itself, and its files with it
            if self._sender is not None:
                self._sender.close()
            self._receipts.close()
            self._spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ledger(self) -> Ledger:
        return self

    def _compose(self, op: str, words: Words) -> tuple[Draft, tuple[Opening, ...]]:
        named = (self._spool.name_of(item) if isinstance(item, Ref) else item for item in causes_of(words))
        causes = [name for name in named if name is not None]
        return compose(op, self._guard.passed(words), causes, self._defaults, self._clock())

    def _append(self, draft: Draft, openings: tuple[Opening, ...], *, durable: bool = False) -> Written:
        if self._backlog:
            self._write_backlog()
        try:
            written = self._spool.write(draft, openings, durable=durable)
        except OSError as error:
            raise UnavailableError(
                f"the spool {self._spool.folder} cannot be written: {error}",
                hint="free or repair the disk",
                code="spool_refused",
            ) from error
        if self._spool.fsync == "interval" or self._can_send():
            self._courier.notice()
        return written

    def _can_send(self) -> bool:
        binding = self._spool.binding
        return self._sender is not None and binding is not None and binding.key in self._keys

    def _write_backlog(self) -> None:
        """Write what the disk refused before, in order.

        Raises:
            UnavailableError: if it still refuses.
        """
        while self._backlog:
            draft, openings = self._backlog[0]
            try:
                self._spool.write(draft, openings)
            except OSError as error:
                raise UnavailableError(
                    f"{len(self._backlog)} records wait in memory: the spool cannot be written: {error}",
                    hint="free or repair the disk",
                    code="spool_refused",
                ) from error
            self._backlog.popleft()

    def _deliver(self, hurry: bool) -> bool:  # noqa: FBT001 - the courier's own call
        if self._spool.fsync == "interval":
            self._spool.sync()
        return self._sender is not None and self._can_send() and self._sender.round(force=hurry)


def _close_all() -> None:
    """At exit, give each healthy ledger a moment to send what it has, then force all to disk."""
    for ledger in list(_LIVE):
        if ledger._sender is not None and ledger._spool.binding is not None and ledger._courier.error is None:  # noqa: SLF001
            try:
                ledger.flush(_EXIT_SECONDS)
            except LedgerError:
                continue  # the records are safe in the spool and go next time
    for ledger in list(_LIVE):
        ledger.close(timeout=0.5)


def _after_fork() -> None:
    for ledger in list(_LIVE):
        ledger._backlog.clear()  # noqa: SLF001 - the parent writes it
        ledger._courier.forget_thread()  # noqa: SLF001
        ledger._receipts.after_fork()  # noqa: SLF001
        if ledger._sender is not None:  # noqa: SLF001
            ledger._sender.after_fork()  # noqa: SLF001


atexit.register(_close_all)
os.register_at_fork(after_in_child=_after_fork)
