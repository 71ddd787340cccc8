"""One bound stream of a spool: its records, the headers made over them, and their acknowledgements.

records.log    one canonical record a frame; the frame's number is the record's `seq`
segments.log   one header a frame, on disk before it is signed: after a crash the same header is signed
               again, never another one for the same records
acks.log       one acknowledgement a frame, in the order of the headers
receipts.log   one receipt a frame (see `receipts`)
lost           there if the log holds what this spool has never signed: why it was found to have lost its memory.
               Nothing more is promised for this stream; a new epoch or stream begins anew
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from ledger.domain.entry import Entry, SignedSegment
from ledger.domain.ids import Address, AgentRef
from ledger.domain.sealing import make_header, sign
from ledger.domain.signing import SIGNATURE_BYTES, SessionKey
from ledger.domain.statements import Segment
from ledger.errors import NotFoundError, SetupError
from ledger.sdk.draft import Place
from ledger.sdk.frame_log import START, FileOpener, FrameLog, Mark
from ledger.tiles.store import FolderStore

MAX_SEALED_BYTES: Final = 4 * 1024 * 1024  # half of what a segment may have, so that any records fit
_LOST: Final = "lost"
_RANGE: Final = struct.Struct(">QQ")
_UNSIGNED: Final = bytes(SIGNATURE_BYTES)


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """Whose records a spool holds: agent (global id), key epoch, stream, session key, first `prevHeader` (hex)."""

    agent: str
    epoch: int
    stream: int
    key: Address
    opening_head: str

    @property
    def place(self) -> Place:
        """Where the records stand."""
        return Place(self.agent, self.epoch, self.stream)


class StoredPlace(msgspec.Struct, frozen=True):
    """Where the header stands among those that the signature acknowledges; `path` as hex, leaf to root."""

    index: int
    size: int
    path: tuple[str, ...]


class StoredAck(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An acknowledgement as kept in `acks.log`: 32-byte values and the signature as hex, `anchorBy` in Unix seconds.

    `batch` is there if the signature is over the root of many headers (`ledger.domain.ack_batch`).
    """

    anchor_by: int
    chain: int
    count: int
    first_seq: int
    header: str
    log: str
    signature: str
    batch: StoredPlace | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A header that is on disk, and the bytes of `records.log` it covers."""

    begin: int
    end: int
    header: Segment

    def pack(self) -> bytes:
        """Return u64 begin || u64 end || unsigned entry."""
        return _RANGE.pack(self.begin, self.end) + Entry(self.header, _UNSIGNED).pack()

    @classmethod
    def unpack(cls, data: bytes) -> Sealed:
        """Read what `pack` wrote."""
        begin, end = _RANGE.unpack_from(data)
        return cls(begin, end, Entry.unpack(data[_RANGE.size :]).segment)


class Stream:
    """The files of one (epoch, stream).

    Args:
        folder: Where they lie.
        binding: Whose they are.
        open_file: Opens them.

    Raises:
        SetupError: if records that a header covers are gone.
    """

    def __init__(self, folder: Path, binding: Binding, open_file: FileOpener) -> None:
        self.binding = binding
        self.folder = folder
        self._open_file = open_file
        self._objects = FolderStore(folder)
        self.lost = self._read_lost()
        """Why this stream is known to have lost its memory, None if it is not."""
        self._segments = self.open_segments()
        self._acks = self.open_acks()
        last = deque(self.headers(), maxlen=1)
        known = Mark(last[0].header.end_seq, last[0].end) if last else START
        self.records = FrameLog(folder / "records.log", open_file, known)
        self._read = known

    def open_segments(self) -> FrameLog:
        """Open the file of headers, for who appends to it: each writer knows how far it has read."""
        return FrameLog(self.folder / "segments.log", self._open_file)

    def open_acks(self) -> FrameLog:
        """Open the file of acknowledgements, likewise."""
        return FrameLog(self.folder / "acks.log", self._open_file)

    def set_lost(self, why: str | None) -> None:
        """Remember, on disk, that the stream has lost its memory; or forget that, with None."""
        if why == self.lost:
            return
        if why is None:
            self._objects.delete(_LOST)
        else:
            self._objects.put(_LOST, why.encode())
        self.lost = why

    def _read_lost(self) -> str | None:
        try:
            return self._objects.get(_LOST).decode(errors="replace")
        except NotFoundError:
            return None

    def reopen(self) -> None:
        """Open the files anew in a forked child."""
        for log in (self.records, self._segments, self._acks):
            log.reopen()

    def close(self) -> None:
        """Give the descriptors back."""
        for log in (self.records, self._segments, self._acks):
            log.close()

    def next_header(self, previous: Sealed | None, until: Mark, most: int, ts: int) -> Sealed:
        """Make the header that follows `previous`, over at most `most` records before `until`.

        The records are forced to disk first: a header must never outlive its records, for then their
        numbers would be given, and signed, a second time.

        Raises:
            SetupError: if the records cannot be read back.
        """
        begin = previous.end if previous else 0
        first_seq = previous.header.end_seq if previous else 0
        prev_header = previous.header.header if previous else bytes.fromhex(self.binding.opening_head)
        self.records.sync(until.end)
        records: list[bytes] = []
        end = begin
        for frame in islice(self.records.scan(begin), min(most, until.count - first_seq)):
            if records and frame.end - begin > MAX_SEALED_BYTES:
                break
            records.append(frame.payload)
            end = frame.end
        if not records:
            raise SetupError(
                f"record {first_seq} cannot be read back from the spool",
                hint="restore the spool from a backup",
                code="spool_damaged",
            )
        agent = AgentRef.parse(self.binding.agent)
        header = make_header(agent, self.binding.epoch, self.binding.stream, first_seq, records, prev_header, ts)
        return Sealed(begin, end, header)

    def signed(self, sealed: Sealed, key: SessionKey) -> SignedSegment:
        """Sign a header that is on disk; the same header always gives the same bytes."""
        records = [frame.payload for frame in islice(self.records.scan(sealed.begin), sealed.header.count)]
        return sign(sealed.header, records, key)

    def record_at(self, seq: int) -> bytes | None:
        """Return a record's canonical bytes, None if there is none of that number.

        Reads on from the record asked for last, since mostly the newest is asked for.
        """
        begin = self._read
        if seq < begin.count:
            before = (Mark(item.header.first_seq, item.begin) for item in self.headers())
            begin = max((mark for mark in before if mark.count <= seq), default=START, key=lambda mark: mark.count)
        for number, frame in enumerate(self.records.scan(begin.end), begin.count):
            if number == seq:
                self._read = Mark(seq + 1, frame.end)
                return frame.payload
        return None

    def headers(self) -> Iterator[Sealed]:
        """Yield every header on disk, oldest first."""
        return (Sealed.unpack(frame.payload) for frame in self._segments.scan())

    def stored_acks(self) -> Iterator[StoredAck]:
        """Yield every acknowledgement on disk, oldest first."""
        return (msgspec.json.decode(frame.payload, type=StoredAck) for frame in self._acks.scan())
