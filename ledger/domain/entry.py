"""Log entries and signed segments: the bytes that agents send and logs keep.

An entry is the header in fixed width and its signature, so a forged attribution shows in the leaf itself.
A signed segment is its entry followed by its records, each with a 4-byte length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain import record, tree
from ledger.domain.hashing import LEAF_TAG, sha256
from ledger.domain.ids import Address
from ledger.domain.signing import SIGNATURE_BYTES, recover
from ledger.domain.statements import Segment, digest
from ledger.errors import InvalidInputError, ProofError, TooLargeError

ENTRY_TAG: Final = b"ombud/entry/1"
_HEADER: Final = struct.Struct(">32sIIQI32s32sQ")
ENTRY_BYTES: Final = len(ENTRY_TAG) + _HEADER.size + SIGNATURE_BYTES
MAX_SEGMENT_RECORDS: Final = 10_000
MAX_SEGMENT_BYTES: Final = 8 * 1024 * 1024
_LENGTH: Final = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Entry:
    """One log entry: a segment header and the 65-byte signature of a session key."""

    segment: Segment
    signature: bytes

    def pack(self) -> bytes:
        """Return the 202 bytes that the log keeps."""
        s = self.segment
        return (
            ENTRY_TAG
            + _HEADER.pack(s.agent, s.epoch, s.stream, s.first_seq, s.count, s.prev_header, s.records_root, s.ts)
            + self.signature
        )

    @classmethod
    def unpack(cls, data: bytes) -> Entry:
        """Read an entry.

        Raises:
            InvalidInputError: if length or tag are wrong, or a field is out of range.
        """
        if len(data) != ENTRY_BYTES or not data.startswith(ENTRY_TAG):
            raise InvalidInputError(
                f"log entry has {len(data)} bytes or another tag",
                hint=f"an entry is {ENTRY_BYTES} bytes",
                code="bad_entry",
            )
        body = data[len(ENTRY_TAG) : -SIGNATURE_BYTES]
        return cls(Segment(*_HEADER.unpack(body)), data[-SIGNATURE_BYTES:])

    @property
    def leaf(self) -> bytes:
        """The leaf hash in the log: SHA-256(0x00 || entry)."""
        return leaf_hash(self.pack())

    def signer(self) -> Address:
        """Recover the session key that signed the header.

        Raises:
            ProofError: if the signature is not canonical.
        """
        return recover(digest(self.segment.header), self.signature)


def leaf_hash(entry: bytes) -> bytes:
    """Return the RFC 6962 leaf hash of packed entry bytes."""
    return sha256(LEAF_TAG + entry)


@dataclass(frozen=True, slots=True)
class SignedSegment:
    """An entry with the canonical bytes of its records, in sequence order."""

    entry: Entry
    records: tuple[bytes, ...]

    def pack(self) -> bytes:
        """Return entry || (u32 length || record)*, as sent to a log server."""
        parts = [self.entry.pack()]
        for data in self.records:
            parts.append(_LENGTH.pack(len(data)))
            parts.append(data)
        return b"".join(parts)

    @classmethod
    def unpack(cls, data: bytes) -> SignedSegment:
        """Read a signed segment and check that it holds exactly the records its header counts.

        Raises:
            InvalidInputError: if the framing is off.
            TooLargeError: if it exceeds 8 MiB or 10,000 records.
        """
        if len(data) > MAX_SEGMENT_BYTES:
            raise TooLargeError(
                f"segment has {len(data)} bytes, over {MAX_SEGMENT_BYTES}", hint="sign fewer records at once"
            )
        entry = Entry.unpack(data[:ENTRY_BYTES])
        if entry.segment.count > MAX_SEGMENT_RECORDS:
            raise TooLargeError(f"segment counts {entry.segment.count} records, over {MAX_SEGMENT_RECORDS}")
        records = tuple(unframe(data, ENTRY_BYTES))
        if len(records) != entry.segment.count:
            raise InvalidInputError(
                f"segment holds {len(records)} records but its header counts {entry.segment.count}", code="bad_segment"
            )
        return cls(entry, records)

    def record_ids(self) -> list[bytes]:
        """Return the leaf hashes of the records, in order."""
        return record.record_ids(self.records)

    def check_root(self) -> None:
        """Check that the records are the ones that were signed.

        Raises:
            ProofError: if their root is not the header's.
        """
        if tree.root(self.record_ids()) != self.entry.segment.records_root:
            raise ProofError("the records do not hash to the segment's recordsRoot", code="root_mismatch")


def frame(items: tuple[bytes, ...] | list[bytes]) -> bytes:
    """Join byte strings, each behind its 4-byte big-endian length."""
    return b"".join(part for item in items for part in (_LENGTH.pack(len(item)), item))


def unframe(data: bytes, start: int = 0) -> Iterator[bytes]:
    """Split what `frame` joined.

    Raises:
        InvalidInputError: if a length runs past the end.
    """
    position, size, width, number = start, len(data), _LENGTH.size, int.from_bytes
    while position < size:
        body = position + width
        end = body + number(data[position:body], "big")
        if end > size:
            raise InvalidInputError(
                f"a frame at byte {position} runs past the end",
                hint="write each item behind its length, four bytes, big endian",
                code="bad_frame",
            )
        yield data[body:end]
        position = end
