"""What others said of an anchored checkpoint: its cosigned note and its time stamp, as the log keeps them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from ledger.domain.ids import LogId, checksum
from ledger.domain.note import LogState, SignedCheckpoint
from ledger.errors import LedgerError
from ledger.queries.sources import ProofLog
from ledger.store.log_view import Anchor
from ledger.store.rows import LogRegistered


@runtime_checkable
class NotedLog(Protocol):
    """A log that keeps what was said of its anchored checkpoints."""

    def note(self, size: int) -> SignedCheckpoint | None:
        """Return the kept checkpoint of a size, None if there is none."""

    def stamp(self, size: int) -> bytes | None:
        """Return its time stamp, None if there is none."""


def said_of(
    opened: Callable[[], ProofLog], anchor: Anchor, born: LogRegistered, chain_id: int, log_id: LogId
) -> tuple[str, bytes | None] | None:
    """Return the note of an anchor and its time stamp, if the log serves a note that holds; None otherwise.

    A record is proved without them, so a log that serves none, or another's, is no reason to fail.
    """
    try:
        log = opened()
        if not isinstance(log, NotedLog):
            return None
        note = log.note(anchor.row.size)
        if note is None or note.state != LogState(born.origin, anchor.row.size, anchor.row.root):
            return None
        note.verify_ed25519(born.checkpoint_key)
        note.verify_operator(checksum(born.operator), chain_id, log_id)
        return note.serialise(), log.stamp(anchor.row.size)
    except LedgerError:
        return None
