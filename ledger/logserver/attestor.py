"""What others say of a checkpoint before it is anchored: cosignatures of witnesses, a time stamp of an authority.

Each checkpoint that goes on chain is kept under `notes/`, with what was said of it, so that bundles can carry it. No
one who is asked can hold an anchor up, nor can a disk that takes no note: who does not answer in seconds is left out,
and named in the log's status.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from ledger.domain.note import LogState, SignedCheckpoint, parse_checkpoint
from ledger.domain.tiles_layout import note_path, stamp_path
from ledger.errors import LedgerError, NotFoundError
from ledger.logserver.witnesses import AskedWitness
from ledger.tiles.reader import LogReader
from ledger.tiles.store import ObjectStore

AUTHORITY: Final = "time-stamp authority"
"""Under this name the status says why there was no time stamp."""
_STORE: Final = "store"
_LOG: Final = structlog.get_logger()


class StampPort(Protocol):
    """A time-stamp authority."""

    def stamp(self, state: LogState) -> bytes:
        """Return its response on a log state (RFC 3161, DER).

        Raises:
            LedgerError: if it gives none.
        """


@dataclass(frozen=True, slots=True)
class Outside:
    """Whom the log asks: witnesses, and a time-stamp authority if any."""

    witnesses: tuple[AskedWitness, ...] = ()
    authority: StampPort | None = None


class Attestor:
    """Gathers what others say of checkpoints.

    Args:
        outside: Whom to ask.
        store: Where notes are kept.
        reader: The published log, for proofs.
        sign: Signs a log state with the operator's keys.
        amend: Replaces the published checkpoint, if it still is of the same state.
    """

    def __init__(
        self,
        outside: Outside,
        store: ObjectStore,
        reader: LogReader,
        *,
        sign: Callable[[LogState], SignedCheckpoint],
        amend: Callable[[SignedCheckpoint], None],
    ) -> None:
        self._outside = outside
        self._store = store
        self._reader = reader
        self._sign = sign
        self._amend = amend
        self._turn = threading.Lock()
        self.errors: dict[str, str] = {}
        """Why who was asked last gave nothing, by name."""

    @property
    def asked(self) -> list[str]:
        """Names of the witnesses that are asked."""
        return [witness.key.name for witness in self._outside.witnesses]

    @property
    def stamps(self) -> bool:
        """Whether a time-stamp authority is asked."""
        return self._outside.authority is not None

    def attest(self, state: LogState) -> None:
        """Gather what is still missing on a published state, and keep it. Nothing that fails here stops an anchor."""
        self.errors = {}
        try:
            self._gather(state)
        except (OSError, LedgerError) as error:  # a full disk, a dead object store
            self.errors[_STORE] = str(error)
            _LOG.warning("note_not_kept", size=state.size, error=str(error))

    def _gather(self, state: LogState) -> None:
        note = self._kept(state) or self._sign(state)
        have = {name for name, _ in note.signatures}
        missing = [witness for witness in self._outside.witnesses if witness.key.name not in have]
        note = note.with_lines(self._cosignatures(note, missing))
        self._store.put(note_path(state.size), note.serialise().encode())
        self._stamp(state)
        if self._outside.witnesses:
            self._amend(note)

    def _kept(self, state: LogState) -> SignedCheckpoint | None:
        try:
            note = parse_checkpoint(self._store.get(note_path(state.size)).decode())
        except NotFoundError:
            return None
        return note if note.state == state else None

    def _cosignatures(self, note: SignedCheckpoint, asked: list[AskedWitness]) -> list[tuple[str, bytes]]:
        if not asked:
            return []
        size = note.state.size
        with ThreadPoolExecutor(len(asked), thread_name_prefix="ombud-witness") as pool:
            tasks = [pool.submit(witness.cosign, note, self._prove) for witness in asked]
            found = []
            for witness, task in zip(asked, tasks, strict=True):
                try:
                    found.append(task.result())
                except LedgerError as error:
                    self.errors[witness.key.name] = str(error)
                    _LOG.warning("not_cosigned", witness=witness.key.name, size=size, error=str(error))
        return found

    def _prove(self, old: int, new: int) -> list[bytes]:
        with self._turn:  # a reader's cache is made for one thread
            return self._reader.consistency_proof(old, new)

    def _stamp(self, state: LogState) -> None:
        if self._outside.authority is None or self._stamped(state):
            return
        try:
            self._store.put(stamp_path(state.size), self._outside.authority.stamp(state))
        except LedgerError as error:
            self.errors[AUTHORITY] = str(error)
            _LOG.warning("not_stamped", size=state.size, error=str(error))

    def _stamped(self, state: LogState) -> bool:
        try:
            self._store.get(stamp_path(state.size))
        except NotFoundError:
            return False
        return True
