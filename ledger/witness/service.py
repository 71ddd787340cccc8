"""One witness without its HTTP face: checks a checkpoint against what it saw before, and cosigns or refuses it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain import tree
from ledger.domain.cosignature import cosign, witness_key
from ledger.domain.note import SignedCheckpoint, public_bytes
from ledger.domain.verifier_key import VerifierKey
from ledger.domain.witnessing import AddCheckpoint
from ledger.errors import ConflictError, InvalidInputError, NotAuthorisedError, NotFoundError, ProofError
from ledger.witness.memory import WitnessMemory

_LOG: Final = structlog.get_logger()


class Witness:
    """Cosigns checkpoints of the logs that it knows.

    Args:
        name: What stands beside its signatures; a URL without scheme.
        key: Its key, used for nothing else.
        logs: Verifier keys of the logs; several of one origin are keys of one log.
        memory: What it saw before.
        clock: Unix seconds.
    """

    def __init__(
        self,
        name: str,
        key: Ed25519PrivateKey,
        logs: Sequence[VerifierKey],
        memory: WitnessMemory,
        *,
        clock: Callable[[], float],
    ) -> None:
        self.name = name
        self.key = witness_key(name, public_bytes(key))
        self._private = key
        self._logs: dict[str, list[VerifierKey]] = {}
        for log in logs:
            self._logs.setdefault(log.name, []).append(log)
        self._memory = memory
        self._clock = clock
        self._turn = threading.Lock()

    def add(self, request: AddCheckpoint) -> tuple[str, bytes]:
        """Check a checkpoint and cosign it; returns name and blob of the signature line.

        Raises:
            NotFoundError: if its log is not known here.
            NotAuthorisedError: if no known key of the log signed it.
            InvalidInputError: if the old size is over the new one.
            ConflictError: if the old size is not that of the tree cosigned last (`size` in its details), or the log
                signed two roots of one size (`code` is fork).
            ProofError: if the tree does not extend the one cosigned last.
        """
        note = request.note
        self._check_signed(note)
        if request.old_size > note.state.size:
            raise InvalidInputError(
                f"old size {request.old_size} is over the checkpoint's {note.state.size}",
                hint="name the size of the tree that was cosigned last",
                code="bad_size",
            )
        with self._turn:  # what is compared is what is replaced
            self._check_extends(request)
            line = cosign(note.state, self.name, self._private, int(self._clock()))
            self._memory.keep(note.with_lines([line]))
        _LOG.info("cosigned", origin=note.state.origin, size=note.state.size)
        return line

    def seen(self) -> dict[str, dict[str, Any]]:
        """Return, for each log, size and root cosigned last, and where what contradicts them lies."""
        found = {}
        for origin in self._logs:
            had = self._memory.latest(origin)
            found[origin] = {
                "size": had.state.size if had else None,
                "root": had.state.root.hex() if had else None,
                "contradictions": self._memory.contradictions(origin),
                "unproved": self._memory.unproved(origin),
            }
        return found

    def _check_signed(self, note: SignedCheckpoint) -> None:
        origin = note.state.origin
        if origin not in self._logs:
            raise NotFoundError(
                f"log {origin} is not witnessed here", hint="its key must be given to this witness", code="unknown_log"
            )
        for log in self._logs[origin]:
            try:
                note.verify_ed25519(log.public)
            except ProofError:
                continue
            return
        raise NotAuthorisedError(
            f"no known key of log {origin} signed this checkpoint",
            hint="if the log has a new key, give it to this witness",
            code="unknown_key",
        )

    def _check_extends(self, request: AddCheckpoint) -> None:
        note, had = request.note, self._memory.latest(request.note.state.origin)
        size = had.state.size if had else 0
        if request.old_size != size:
            raise ConflictError(
                f"the tree cosigned last has {size} leaves, not {request.old_size}",
                hint="prove the way from there",
                code="other_size",
                size=size,
            )
        if had and size == note.state.size and had.state.root != note.state.root:
            self._memory.accuse(had, note)
            _LOG.warning("fork", origin=note.state.origin, size=size)
            raise ConflictError(
                f"the log signed two roots of size {size}",
                hint="both signed checkpoints are kept as evidence",
                code="fork",
            )
        root = had.state.root if had else tree.EMPTY_ROOT
        try:
            tree.verify_consistency(size, note.state.size, root, note.state.root, request.proof)
        except ProofError as error:
            if had and self._memory.doubt(had, note):
                error.hint = "both are kept as evidence until the second is proved; a true proof is accepted any time"
                _LOG.warning("not_consistent", origin=note.state.origin, size=size, why=error.message)
            raise
