"""The append-only file: a port, so that tests can cut a write short, and the real thing over `os`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from ledger.tiles.store import make_folder, sync_folder


class AppendFile(Protocol):
    """A file that grows at its end, is read by position, and is forced to disk on demand."""

    def size(self) -> int:
        """Return its length in bytes, as other processes see it too."""

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end."""

    def append(self, data: bytes) -> None:
        """Write all of `data` at the end.

        Raises:
            OSError: if the disk refuses; part of the data may have been written.
        """

    def sync(self) -> None:
        """Return once all that was appended is on stable storage."""

    def truncate(self, size: int) -> None:
        """Cut the file to `size` bytes, durably."""

    def close(self) -> None:
        """Give the descriptor back."""


class OsAppendFile:
    """An append-only file of the operating system, readable by its owner alone.

    Args:
        path: Where it lies; made if it is not there, durably.
    """

    def __init__(self, path: Path) -> None:
        made = not path.exists()
        if made:
            make_folder(path.parent, 0o700)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if made:
            sync_folder(path.parent)

    def size(self) -> int:
        """Return its length in bytes, as other processes see it too."""
        return os.lseek(self._descriptor, 0, os.SEEK_END)  # a third of `fstat`; nobody here reads or writes by position

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end."""
        parts: list[bytes] = []
        while length > 0 and (part := os.pread(self._descriptor, length, offset)):
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return b"".join(parts)

    def append(self, data: bytes) -> None:
        """Write all of `data` at the end."""
        written = os.write(self._descriptor, data)
        while written < len(data):
            written += os.write(self._descriptor, memoryview(data)[written:])

    def sync(self) -> None:
        """Return once all that was appended is on stable storage (fdatasync)."""
        os.fdatasync(self._descriptor)

    def truncate(self, size: int) -> None:
        """Cut the file to `size` bytes, durably."""
        os.ftruncate(self._descriptor, size)
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Give the descriptor back."""
        descriptor, self._descriptor = self._descriptor, -1  # late use must fail, not meet another file
        os.close(descriptor)
