"""The journal: what the log server has promised, in order. Its n-th segment is leaf n of the log.

One frame is one group commit: all its segments are on disk, or none was acknowledged. A frame's payload
holds items of u64 anchorBy (Unix seconds) || packed signed segment, each behind a 4-byte length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ledger.domain.entry import unframe
from ledger.errors import SetupError, UnavailableError
from ledger.tiles import frames
from ledger.tiles.append_file import AppendFile

_TIME_BYTES: Final = 8
_LENGTH: Final = struct.Struct(">I")
ITEM_OVERHEAD: Final = _LENGTH.size + _TIME_BYTES


class Item(NamedTuple):
    """One journalled segment: where its packed bytes lie, by when it is to be anchored, and the bytes."""

    offset: int
    anchor_by: int
    packed: bytes


class Journal:
    """An append-only file of group commits. One thread writes, any may read.

    Args:
        file: The file.
        path: Its name, for messages and for bytes set aside.

    Raises:
        SetupError: if whole frames follow a broken one: then promises would be lost by going on.
    """

    def __init__(self, file: AppendFile, path: Path) -> None:
        self._file = file
        self._path = path
        self._end = 0
        self._broken: OSError | None = None

    @property
    def end(self) -> int:
        """Up to which byte the journal is known, at the end of a group commit."""
        return self._end

    def is_whole(self, end: int) -> bool:
        """Say whether frames with sound checksums reach to byte `end`, without looking at what they hold."""
        found = 0
        for frame in frames.scan(self._file):
            if frame.end >= end:
                found = frame.end
                break
        return found == end

    def replay(self, start: int = 0) -> Iterator[Item]:
        """Yield what was journalled from byte `start`, oldest first; then set a torn tail aside and cut it off.

        A torn tail was never acknowledged: acknowledgement comes after the frame is on disk.
        """
        self._end = start
        for found in frames.scan(self._file, start):
            yield from _items(found.start, found.payload)
            self._end = found.end
        size = self._file.size()
        if size == self._end:
            return
        if frames.is_damaged(self._file, self._end):
            raise SetupError(
                f"journal {self._path} is damaged at byte {self._end}: whole frames follow a broken one",
                hint="restore it from a copy; nothing was changed",
                code="journal_damaged",
            )
        torn = self._path.with_name(f"{self._path.name}.torn-{self._end}")
        torn.write_bytes(self._file.read(self._end, size - self._end))
        self._file.truncate(self._end)

    def offset_behind(self, used: int) -> int:
        """Return where an item's bytes will lie in the next frame, behind items that use `used` bytes."""
        return self._end + frames.HEAD_BYTES + used + ITEM_OVERHEAD

    def append(self, anchor_by: int, segments: Sequence[bytes]) -> None:
        """Write packed segments, all to be anchored by one time, as one frame and force it to disk.

        Raises:
            UnavailableError: if the disk refuses; none of them is journalled then. After a failed flush
                nothing more is accepted until a restart has read the file again.
        """
        if self._broken is not None:
            raise UnavailableError(
                f"the journal stopped: {self._broken}",
                hint="repair the disk and restart the log server",
                code="journal_stopped",
            )
        until = anchor_by.to_bytes(_TIME_BYTES, "big")
        data = frames.pack_parts(
            part for packed in segments for part in (_LENGTH.pack(_TIME_BYTES + len(packed)), until, packed)
        )
        try:
            self._file.append(data)
        except OSError as error:
            self._undo(error)
            raise UnavailableError(
                f"the journal cannot be written: {error}", hint="free or repair the disk", code="journal_refused"
            ) from error
        try:
            self._file.sync()
        except OSError as error:  # what the kernel did with the pages is unknown now: only a re-read can tell
            self._broken = error
            raise UnavailableError(
                f"the journal cannot be forced to disk: {error}",
                hint="repair the disk and restart",
                code="journal_stopped",
            ) from error
        self._end += len(data)

    def read(self, offset: int, length: int) -> bytes:
        """Return the packed bytes of a segment.

        Raises:
            SetupError: if the file is shorter.
        """
        data = self._file.read(offset, length)
        if len(data) < length:
            raise SetupError(f"journal {self._path} ends before byte {offset + length}", code="journal_damaged")
        return data

    def close(self) -> None:
        """Give the descriptor back."""
        self._file.close()

    def _undo(self, cause: OSError) -> None:
        try:
            self._file.truncate(self._end)
        except OSError:
            self._broken = cause


def _items(start: int, payload: bytes) -> Iterator[Item]:
    position = start
    for item in unframe(payload):
        yield Item(position + ITEM_OVERHEAD, int.from_bytes(item[:_TIME_BYTES], "big"), item[_TIME_BYTES:])
        position += _LENGTH.size + len(item)
