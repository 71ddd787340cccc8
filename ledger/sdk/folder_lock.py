"""One writer at a time, among threads and among processes (flock)."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from types import TracebackType

from ledger.tiles.store import make_folder


class FolderLock:
    """A lock file. The kernel frees it when its process dies, however it dies.

    Args:
        path: The lock file; made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        make_folder(path.parent, 0o700)
        self._open()

    def _open(self) -> None:
        self._turn = threading.Lock()
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> None:
        self._turn.acquire()
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except BaseException:
            self._turn.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def try_acquire(self) -> bool:
        """Take the lock if it is free now."""
        if not self._turn.acquire(blocking=False):
            return False
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._turn.release()
            return False
        return True

    def release(self) -> None:
        """Give the lock back."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._turn.release()

    def reopen(self) -> None:
        """Open the file anew: a forked child shares its parent's descriptor, and with it its locks."""
        os.close(self._descriptor)
        self._open()

    def close(self) -> None:
        """Give the descriptor back, and with it the lock."""
        os.close(self._descriptor)
