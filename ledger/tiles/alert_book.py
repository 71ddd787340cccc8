"""Who has taken which alert upon themselves: a line an acknowledgement, on the disk of one dashboard, only added to."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from typing import Final

import msgspec

from ledger.errors import InvalidInputError, UnavailableError
from ledger.tiles.store import make_folder

MOST_NOTE: Final = 500
"""Characters of a note."""
_MOST_BYTES: Final = 8 << 20


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """An account took the alert about an agent, in its state since block `since`, upon itself `at` (Unix s).

    It holds as long as the alert is in that state: one that fires again waits for somebody again.
    """

    agent: int
    since: int
    account: str
    at: int
    note: str = ""


class AlertBook:
    """The acknowledgements of one dashboard; safe to share between threads and processes.

    Args:
        file: Where they are kept; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._read_bytes = 0
        self._held: dict[tuple[int, int], Acknowledgement] = {}

    def add(self, entry: Acknowledgement) -> None:
        """Write one down; it is on disk when this returns.

        Raises:
            InvalidInputError: if the note is too long.
            UnavailableError: if the book is full.
        """
        if len(entry.note) > MOST_NOTE:
            raise InvalidInputError("the note is too long", hint=f"at most {MOST_NOTE} characters", code="too_long")
        make_folder(self._file.parent, 0o700)
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = file.seek(0, os.SEEK_END)
            if size > _MOST_BYTES:
                raise UnavailableError("the book of alerts is full", hint=f"archive {self._file}", code="book_full")
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            file.write((b"\n" if torn else b"") + msgspec.json.encode(entry) + b"\n")
            file.flush()
            os.fsync(descriptor)

    def newest(self) -> dict[tuple[int, int], Acknowledgement]:
        """Return the last acknowledgement of each alert by agent and block, those that came last at the end."""
        with self._lock:
            try:
                size = self._file.stat().st_size
            except FileNotFoundError:
                return {}
            if size != self._read_bytes:
                with self._file.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_SH)
                    data = file.read(2 * _MOST_BYTES)
                self._held = _by_alert(data)
                self._read_bytes = len(data)
            return dict(self._held)


def _by_alert(data: bytes) -> dict[tuple[int, int], Acknowledgement]:
    """Read the lines; what a power cut left half-written is no acknowledgement."""
    out: dict[tuple[int, int], Acknowledgement] = {}
    for line in data.split(b"\n"):
        try:
            entry = msgspec.json.decode(line, type=Acknowledgement)
        except msgspec.DecodeError:
            continue
        out.pop((entry.agent, entry.since), None)
        out[entry.agent, entry.since] = entry
    return out
