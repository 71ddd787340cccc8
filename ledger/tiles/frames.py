"""Frames of append-only files: u32 length, u32 CRC-32, payload; big endian.

A write cut short leaves a last frame that is incomplete or does not match its CRC: a torn tail, which was
never promised to anyone. A broken frame with a whole one behind it is no torn tail but damage.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Protocol
from zlib import crc32

from ledger.errors import InvalidInputError

_HEAD: Final = struct.Struct(">II")
HEAD_BYTES: Final = _HEAD.size
MAX_PAYLOAD: Final = (1 << 30) - 1
_CHUNK: Final = 1 << 20


class Readable(Protocol):
    """A file that is read by position."""

    def size(self) -> int:
        """Return its length in bytes."""

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`."""


class Frame(NamedTuple):
    """One whole frame: where its payload begins, the payload, and where the next frame begins."""

    start: int
    payload: bytes
    end: int


def pack(payload: bytes) -> bytes:
    """Return the frame of a payload.

    Raises:
        InvalidInputError: if the payload is empty (a run of zero bytes must not pass for frames) or over 1 GiB.
    """
    length = len(payload)
    if not 0 < length <= MAX_PAYLOAD:
        raise _unfit(length)
    return _HEAD.pack(length, crc32(payload)) + payload


def pack_parts(parts: Iterable[bytes]) -> bytes:
    """Return the frame of a payload given in parts, copied once.

    Raises:
        InvalidInputError: as `pack` does.
    """
    held: list[bytes] = [b""]
    length = crc = 0
    for part in parts:
        held.append(part)
        length += len(part)
        crc = crc32(part, crc)
    if not 0 < length <= MAX_PAYLOAD:
        raise _unfit(length)
    held[0] = _HEAD.pack(length, crc)
    return b"".join(held)


def _unfit(length: int) -> InvalidInputError:
    return InvalidInputError(f"a frame of {length} bytes cannot be written", code="bad_frame")


def scan(file: Readable, start: int = 0) -> Iterator[Frame]:
    """Yield the whole frames from byte `start`, up to the first that is not whole.

    Reads ahead in chunks of 1 MiB; the end of the last frame yielded is where valid bytes end.
    """
    buffer, base = b"", start  # the bytes read ahead, and where they lie in the file
    position = start
    while True:
        if len(buffer) - (position - base) < HEAD_BYTES:
            buffer, base = _refill(file, buffer, base, position, HEAD_BYTES), position
        if len(buffer) - (position - base) < HEAD_BYTES:
            return
        length, crc = _HEAD.unpack_from(buffer, position - base)
        if not 0 < length <= MAX_PAYLOAD:
            return
        if len(buffer) - (position - base) < HEAD_BYTES + length:
            buffer, base = _refill(file, buffer, base, position, HEAD_BYTES + length), position
        body = position - base + HEAD_BYTES
        payload = buffer[body : body + length]
        if len(payload) < length or crc32(payload) != crc:
            return
        frame = Frame(base + body, payload, base + body + length)
        yield frame
        position = frame.end


def _refill(file: Readable, buffer: bytes, base: int, position: int, needed: int) -> bytes:
    """Return the bytes from `position`, at least `needed` of them unless the file ends before."""
    rest = buffer[position - base :]
    return rest + file.read(position + len(rest), max(needed - len(rest), _CHUNK))


def is_damaged(file: Readable, end: int) -> bool:
    """Say whether the bytes behind the last whole frame hold a broken frame with a whole one behind it."""
    head = file.read(end, HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return False
    length, _ = _HEAD.unpack(head)
    behind = end + HEAD_BYTES + length
    return behind < file.size() and next(scan(file, behind), None) is not None
