"""The book of serious incidents on disk: a file each, a line an entry, only ever added to."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ledger.domain import incident
from ledger.domain.incident import Entry, Incident
from ledger.errors import ConflictError, NotFoundError
from ledger.tiles.store import make_folder

_SALT_BYTES: Final = 32


def _salt() -> str:
    return secrets.token_hex(_SALT_BYTES)


class IncidentBook:
    """The incidents of one machine.

    Args:
        folder: Where they are kept; made when something is written.
        salt: Makes the salt of an entry, hex.
    """

    def __init__(self, folder: Path, salt: Callable[[], str] = _salt) -> None:
        self._folder = folder
        self._salt = salt
        self._lock = threading.Lock()

    def add(self, name: str, make: Callable[[str], Entry]) -> Incident:
        """Add an entry; it is on disk when this returns.

        Args:
            name: Of the incident.
            make: Makes the entry, given the hash of the one before it; empty for the first.

        Raises:
            ConflictError: if it cannot follow, or the incident is open already.
            InvalidInputError: if a value has another form.
            ProofError: if the book was changed.
        """
        path = self._path(name)
        make_folder(self._folder, 0o700)
        with self._lock:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                lines = file.read().splitlines()
                before = incident.fold(name, lines) if lines else None
                entry = make("" if before is None else before.head)
                if isinstance(entry, incident.Opened) and before is not None:
                    raise ConflictError(f"incident {name} is open already", code="known_incident")
                line = incident.encode(incident.salted(incident.check(before, entry), self._salt()))
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
        return incident.fold(name, [*lines, line])

    def get(self, name: str) -> Incident:
        """Return one incident.

        Raises:
            NotFoundError: if there is none.
            ProofError: if the book was changed.
        """
        try:
            lines = self._path(name).read_bytes().splitlines()
        except FileNotFoundError:
            lines = []
        if not lines:
            raise NotFoundError(
                f"there is no incident {name}", hint="see `ombud incident list`", code="no_such_incident"
            )
        return incident.fold(name, lines)

    def all(self) -> list[Incident]:
        """Return all incidents, by name."""
        return [self.get(path.stem) for path in sorted(self._folder.glob("*.jsonl")) if path.stat().st_size]

    def _path(self, name: str) -> Path:
        return self._folder / f"{incident.check_name(name)}.jsonl"
