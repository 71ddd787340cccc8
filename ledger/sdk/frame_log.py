"""A file of frames that several processes append to in turn, each holding the spool's lock.

A process that dies while it writes leaves a torn tail; whoever holds the lock next sets those bytes aside,
in a file of their own, and cuts them off.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from ledger.errors import SetupError
from ledger.tiles import frames
from ledger.tiles.append_file import AppendFile, OsAppendFile
from ledger.tiles.frames import Frame

FileOpener = Callable[[Path], AppendFile]


class Mark(msgspec.Struct, frozen=True, gc=False):
    """How far a log is known: `count` frames end at byte `end`."""

    count: int = 0
    end: int = 0


START: Final = Mark()


class FrameLog:
    """Frames in the order in which they were appended.

    Args:
        path: The file.
        open_file: Opens it; tests cut writes short here.
        known: Frames known to be there already, so that a long file is not read from its start.
    """

    def __init__(self, path: Path, open_file: FileOpener = OsAppendFile, known: Mark = START) -> None:
        self._path = path
        self._open = open_file
        self._file = open_file(path)
        self._mark = known
        self._synced = 0
        self._sync_turn = threading.Lock()

    @property
    def mark(self) -> Mark:
        """How far the log is known to this process."""
        return self._mark

    def catch_up(self, *, repair: bool) -> list[bytes]:
        """Return the payloads that were appended since; with `repair`, cut off a torn tail. See `advance`."""
        found: list[bytes] = []
        self.advance(repair=repair, take=found.append)
        return found

    def advance(self, *, repair: bool, take: Callable[[bytes], object] = id) -> None:
        """Learn what was appended since.

        Args:
            take: Is given each payload.
            repair: Whether the caller holds the lock under which this log is written.

        Raises:
            SetupError: if the file is shorter than known, or damaged in its middle.
        """
        size = self._file.size()
        if size == self._mark.end:
            return
        if size < self._mark.end:
            raise SetupError(
                f"{self._path} has {size} bytes but had {self._mark.end}",
                hint="restore it from a backup; nothing was written, so that no record is signed twice",
                code="spool_damaged",
            )
        count, end = self._mark.count, self._mark.end
        for frame in frames.scan(self._file, end):
            take(frame.payload)
            count, end = count + 1, frame.end
        self._mark = Mark(count, end)
        if repair and self._file.size() > end:
            self._cut_torn_tail(end)

    def append(self, *payloads: bytes, caught_up: bool = False) -> None:
        """Write frames at the end, all or none. The caller holds the lock and has caught up.

        Args:
            payloads: What the frames hold.
            caught_up: Whether that was in this very turn of the lock: then the size is not asked for again, which
                on the caller's path of every record costs as much as the write.

        Raises:
            OSError: if the disk refuses; what was partly written is cut off again.
            SetupError: if someone has appended behind the lock's back.
        """
        if not caught_up and self._file.size() != self._mark.end:
            raise SetupError(
                f"{self._path} has grown since it was read",
                hint="only Ombud's own SDK may write to a spool; nothing was written",
                code="spool_damaged",
            )
        data = frames.pack(payloads[0]) if len(payloads) == 1 else b"".join(map(frames.pack, payloads))
        try:
            self._file.append(data)
        except OSError:
            self._file.truncate(self._mark.end)
            raise
        self._mark = Mark(self._mark.count + len(payloads), self._mark.end + len(data))

    def sync(self, end: int | None = None) -> None:
        """Return once everything up to byte `end` (all, if not given) is on stable storage.

        Threads that wait here together share one flush.
        """
        with self._sync_turn:
            size = self._file.size()
            if self._synced < (size if end is None else end):
                self._file.sync()
                self._synced = size

    def scan(self, start: int = 0) -> Iterator[Frame]:
        """Yield the whole frames from byte `start` to the end."""
        return frames.scan(self._file, start)

    def reopen(self, known: Mark | None = None) -> None:
        """Open the file anew in a forked child, and read it on from `known` (from where we were, if not given)."""
        self._mark = known or self._mark
        self._sync_turn = threading.Lock()
        self._file.close()
        self._file = self._open(self._path)

    def close(self) -> None:
        """Give the descriptor back."""
        self._file.close()

    def _cut_torn_tail(self, end: int) -> None:
        if frames.is_damaged(self._file, end):
            raise SetupError(
                f"{self._path} is damaged at byte {end}: whole frames follow a broken one",
                hint="restore it from a backup; nothing was changed",
                code="spool_damaged",
            )
        torn = self._path.with_name(f"{self._path.name}.torn-{end}")
        torn.write_bytes(self._file.read(end, self._file.size() - end))
        self._file.truncate(end)
