"""What a witness remembers: of each log the latest checkpoint that it cosigned, and every one that contradicts it.

    latest/<sha256 of the origin>                the cosigned note
    evidence/<sha256 of the origin>/<time>-<id>  the note it had, and the signed one that does not extend it

Each file is whole and on disk before an answer leaves. One process at a time opens the folder.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from ledger.domain.hashing import sha256
from ledger.domain.note import SignedCheckpoint, parse_checkpoint
from ledger.errors import NotFoundError, SetupError
from ledger.tiles.store import FolderStore, make_folder


class WitnessMemory:
    """A witness's folder.

    Args:
        folder: Made if it is not there.

    Raises:
        SetupError: if another witness has it open.
    """

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._lock)
            raise SetupError(
                f"another witness runs in {folder}", hint="stop it, or give another --folder", code="witness_taken"
            ) from error
        self._store = FolderStore(folder)

    def latest(self, origin: str) -> SignedCheckpoint | None:
        """Return what was cosigned last of a log, None if nothing was."""
        try:
            return parse_checkpoint(self._store.get(f"latest/{_name(origin)}").decode())
        except NotFoundError:
            return None

    def keep(self, note: SignedCheckpoint) -> None:
        """Remember a cosigned checkpoint as the latest of its log."""
        self._store.put(f"latest/{_name(note.state.origin)}", note.serialise().encode())

    def accuse(self, had: SignedCheckpoint, found: SignedCheckpoint, at: int) -> str:
        """Keep two checkpoints of one log that contradict each other; returns where they lie.

        Args:
            had: What was cosigned.
            found: What the log signed besides.
            at: Unix seconds.
        """
        body = (had.serialise() + "\n" + found.serialise()).encode()
        path = f"evidence/{_name(had.state.origin)}/{at}-{sha256(body).hex()[:8]}"
        self._store.put(path, body)
        return path

    def evidence(self, origin: str) -> list[str]:
        """Return where the contradictions of a log lie, oldest first."""
        return self._store.list(f"evidence/{_name(origin)}/")

    def close(self) -> None:
        """Free the folder."""
        os.close(self._lock)


def _name(origin: str) -> str:
    return sha256(origin.encode()).hex()
