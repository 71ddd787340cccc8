"""The receipts that were given for a stream's records.

receipts.log   one receipt a frame, whole and on disk before it is signed: after a crash the same receipt is
               signed again, never another one for the same record

The records come first: a receipt must never outlive its record, for then its number would be given again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.domain import record
from ledger.domain.authority import tool_id
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentRef
from ledger.domain.record import record_id
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.signing import SIGNATURE_BYTES, SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from ledger.sdk.context import Ref
from ledger.sdk.folder_lock import FolderLock
from ledger.sdk.frame_log import FileOpener, FrameLog
from ledger.sdk.spool import Spool
from ledger.sdk.stream import Stream
from ledger.tiles import frames
from ledger.tiles.append_file import OsAppendFile

_UNSIGNED: Final = bytes(SIGNATURE_BYTES)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a receipt says beyond its record.

    `counterparty` and `log` are 32 bytes each; `anchor_by` is in Unix seconds; `amount` and `running_total` are
    in the unit of the mandate; `chain` is where the log is anchored, that of the agent if not given.
    """

    counterparty: bytes
    log: bytes
    anchor_by: int
    amount: int = 0
    running_total: int = 0
    chain: int | None = None


class _Given:
    """The receipts of one stream: where in the file each record's receipt is."""

    def __init__(self, path: Path, open_file: FileOpener) -> None:
        self._log = FrameLog(path, open_file)
        self._at: dict[int, int] = {}
        self.broken: OSError | None = None

    def known(self, seq: int) -> Receipt | None:
        """Return what was promised of a record, by whichever process. The caller holds the lock."""
        start = self._log.mark.end
        self._log.advance(repair=True)
        for frame in self._log.scan(start):
            self._at[_read(frame.payload).seq] = frame.start - frames.HEAD_BYTES
        at = self._at.get(seq)
        return None if at is None else _read(next(self._log.scan(at)).payload)

    def keep(self, receipt: Receipt) -> None:
        """Write a receipt down."""
        at = self._log.mark.end
        self._log.append(SignedReceipt(receipt, _UNSIGNED).pack())
        self._at[receipt.seq] = at

    def sync(self) -> None:
        """Return once all of them are on stable storage."""
        self._log.sync()

    def all(self) -> Iterator[Receipt]:
        """Yield them in the order in which they were given."""
        return (_read(frame.payload) for frame in self._log.scan())

    def close(self) -> None:
        """Give the descriptor back."""
        self._log.close()


class Receipts:
    """Gives receipts for the records of a spool, one each for ever.

    Args:
        spool: The records.
        keys: Session keys by address.
        open_file: Opens the files.
    """

    def __init__(self, spool: Spool, keys: Mapping[Address, SessionKey], open_file: FileOpener = OsAppendFile) -> None:
        self._spool = spool
        self._keys = keys
        self._open_file = open_file
        self._lock = FolderLock(spool.folder / "receipts.lock")
        self._given: dict[Path, _Given] = {}

    def give(self, about: Ref, terms: Terms) -> SignedReceipt:
        """Sign a receipt; see `Ledger.receipt`."""
        stream, data = self._record(about)
        if stream.lost is not None:
            raise ConflictError(
                f"a receipt was perhaps given for record {about.index} that this spool has lost: {stream.lost}",
                hint="close the epoch and open a new one: two receipts for one number are equivocation",
                code="memory_lost",
            )
        key = self._key(stream)
        receipt = _promise(stream, data, terms)
        given = self._given_in(stream)
        with self._lock:
            known = given.known(receipt.seq)
            if known is not None and known != receipt:
                raise ConflictError(
                    f"record {receipt.seq} has another receipt: {_difference(known, receipt)}",
                    hint="take the one that was given, from receipts(); two would contradict each other",
                    code="receipt_given",
                )
            self._store(given, receipt, fresh=known is None)
        return SignedReceipt(receipt, key.sign(digest(receipt.hash)))

    def all(self) -> Iterator[SignedReceipt]:
        """Yield every receipt that may have been given, oldest first, where its key is loaded."""
        for stream, _ in self._spool.streams():
            if key := self._keys.get(stream.binding.key):
                for receipt in self._given_in(stream).all():
                    yield SignedReceipt(receipt, key.sign(digest(receipt.hash)))

    def after_fork(self) -> None:
        """Be ready in a forked child: own lock, own descriptors."""
        self._lock.reopen()
        self._close_files()

    def close(self) -> None:
        """Give the descriptors back."""
        self._close_files()
        self._lock.close()

    def _close_files(self) -> None:
        for given in self._given.values():
            given.close()
        self._given = {}

    def _record(self, about: Ref) -> tuple[Stream, bytes]:
        """Find the record; what is on disk decides, not what the caller holds."""
        if about.record_id is None:
            raise UnavailableError(
                f"record {about.index} has no place yet", hint="bind() the ledger to an agent first", code="not_bound"
            )
        for stream, _ in reversed(self._spool.streams()):
            data = stream.record_at(about.index)
            if data is not None and record_id(data).hex() == about.record_id:
                return stream, data
        raise NotFoundError(
            f"record {about.record_id} is not at number {about.index} of this spool",
            hint="a receipt is given for a record that this ledger wrote",
        )

    def _key(self, stream: Stream) -> SessionKey:
        key = self._keys.get(stream.binding.key)
        if key is None:
            raise UnavailableError(f"session key {stream.binding.key} is not loaded", hint="pass key=", code="no_key")
        return key

    def _given_in(self, stream: Stream) -> _Given:
        path = stream.folder / "receipts.log"
        if path not in self._given:
            self._given[path] = _Given(path, self._open_file)
        return self._given[path]

    def _store(self, given: _Given, receipt: Receipt, *, fresh: bool) -> None:
        """Have the record, then its receipt, on stable storage."""
        if given.broken is None:
            try:
                self._spool.sync()
                if fresh:
                    given.keep(receipt)
                given.sync()
            except OSError as error:
                given.broken = error
        if given.broken is not None:
            raise UnavailableError(
                f"a receipt could not be put on disk: {given.broken}",
                hint="repair the disk and restart the agent; nothing was signed",
                code="spool_refused",
            )


def _read(payload: bytes) -> Receipt:
    return SignedReceipt.unpack(payload).receipt


def _promise(stream: Stream, data: bytes, terms: Terms) -> Receipt:
    """Say of a record what it says itself, and what the terms add."""
    said, agent = record.decode(data), AgentRef.parse(stream.binding.agent)
    if said.phase != "intent":
        raise InvalidInputError(
            f"record {said.seq} is an outcome", hint="a receipt is given before the counterparty acts: for an intent"
        )
    return Receipt(
        agent=agent.key,
        epoch=said.epoch,
        stream=said.stream,
        seq=said.seq,
        record_hash=record_id(data),
        counterparty=terms.counterparty,
        chain=agent.chain_id if terms.chain is None else terms.chain,
        log=terms.log,
        anchor_by=terms.anchor_by,
        amount=terms.amount,
        tool=tool_id(said.tool) if said.tool else ZERO32,
        mandate=bytes.fromhex(said.mandate) if said.mandate else ZERO32,
        running_total=terms.running_total,
    )


def _difference(known: Receipt, asked: Receipt) -> str:
    """Name the first field that differs."""
    names: tuple[str, ...] = Receipt.__slots__
    read: Callable[[Receipt, str], object] = getattr
    name = next(name for name in names if read(known, name) != read(asked, name))
    return f"{name} is {_shown(read(known, name))}, not {_shown(read(asked, name))}"


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
