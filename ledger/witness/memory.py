"""What a witness remembers: of each log the latest checkpoint that it cosigned, and signed ones beside it.

    latest/<sha256 of the origin>                  the cosigned note
    evidence/<sha256 of the origin>/<size>-<root>  that note, and a signed one of its size with another root: a fork
    unproved/<sha256 of the origin>/<size>-<root>  that note, and a larger signed one that nobody proved to extend it

The second may be a fork too. But anyone can send an honest checkpoint with a false proof, so it accuses nobody; it is
forgotten once it is proved, and so many are kept at most, that nobody fills the disk. Each file is whole and on disk
before an answer leaves. One process at a time opens the folder.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

from ledger.domain.hashing import sha256
from ledger.domain.note import SignedCheckpoint, parse_checkpoint
from ledger.errors import NotFoundError, SetupError
from ledger.tiles.store import FolderStore, make_folder

KEPT_A_LOG: Final = 64
"""Of each kind: one convicts, a few more show a pattern."""


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
        self._store.delete(_place("unproved", note))

    def accuse(self, had: SignedCheckpoint, found: SignedCheckpoint) -> None:
        """Keep two checkpoints of one log that contradict each other.

        Args:
            had: What was cosigned.
            found: What the log signed besides.
        """
        self._keep("evidence", had, found)

    def doubt(self, had: SignedCheckpoint, found: SignedCheckpoint) -> bool:
        """Keep a larger checkpoint that was not proved, and the one that was cosigned; returns whether it is kept."""
        return self._keep("unproved", had, found)

    def contradictions(self, origin: str) -> list[str]:
        """Return where the contradictions of a log lie, smallest tree first."""
        return self._store.list(f"evidence/{_name(origin)}/")

    def unproved(self, origin: str) -> list[str]:
        """Return where the checkpoints of a log lie that nobody proved, smallest tree first."""
        return self._store.list(f"unproved/{_name(origin)}/")

    def _keep(self, kind: str, had: SignedCheckpoint, found: SignedCheckpoint) -> bool:
        path = _place(kind, found)
        kept = self._store.list(f"{kind}/{_name(found.state.origin)}/")
        if path not in kept:
            if len(kept) >= KEPT_A_LOG:
                return False
            self._store.put(path, (had.serialise() + "\n" + found.serialise()).encode())
        return True

    def close(self) -> None:
        """Free the folder."""
        os.close(self._lock)


def _place(kind: str, note: SignedCheckpoint) -> str:
    return f"{kind}/{_name(note.state.origin)}/{note.state.size:020d}-{note.state.root.hex()[:32]}"


def _name(origin: str) -> str:
    return sha256(origin.encode()).hex()
