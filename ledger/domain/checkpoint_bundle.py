"""Checkpoints of one log in a file: both signatures hold, and a later tree extends an earlier one.

Schema `ombud/checkpoint/1`. Whoever keeps an old checkpoint can show with it that a log did not rewrite what it had
stated, or that it did: two notes of one size with two roots convict the operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from ledger.domain import tree
from ledger.domain.bad_json import BAD_JSON, decode_once
from ledger.domain.bundle import AddressText, Count, Hex, Hex32
from ledger.domain.ids import LogId, checksum
from ledger.domain.note import SignedCheckpoint, parse_checkpoint
from ledger.domain.trust import Problem, Stamped, Trust, read_stamp
from ledger.errors import InvalidInputError, LedgerError, ProofError

SCHEMA: Final = "ombud/checkpoint/1"
DOES_NOT_PROVE: Final = (
    "that the named keys are the log's: compare them with the contract's LogRegistered event",
    "that the operator shows everyone the same checkpoint: compare it with what others hold",
)


class LogRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose checkpoints they are: log id, origin, the operator's address and its Ed25519 key."""

    chain_id: Count
    id: Hex32
    origin: str
    operator: AddressText
    ed25519: Hex32


class CheckpointBundle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A checkpoint; an earlier one, if kept, with the consistency proof between both; its time stamp, if it has one."""

    schema: str
    log: LogRef
    note: str
    earlier: str | None
    proof: tuple[Hex32, ...]
    stamp: Hex | msgspec.UnsetType = msgspec.UNSET

    def serialise(self) -> bytes:
        """Return the file's bytes: readable JSON with a final newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class CheckpointReport(msgspec.Struct, frozen=True):
    """What the verifier found."""

    subject: str
    size: int | None
    problems: tuple[Problem, ...]
    stamps: tuple[Stamped, ...] = ()
    does_not_prove: tuple[str, ...] = DOES_NOT_PROVE

    @property
    def ok(self) -> bool:
        """Whether every step holds."""
        return not self.problems


def make_checkpoint_bundle(
    log: LogRef, note: str, earlier: str | None = None, proof: Sequence[bytes] = ()
) -> CheckpointBundle:
    """Put the parts together."""
    return CheckpointBundle(
        schema=SCHEMA, log=log, note=note, earlier=earlier, proof=tuple(node.hex() for node in proof)
    )


def parse_checkpoint_bundle(data: bytes) -> CheckpointBundle:
    """Read a file.

    Raises:
        InvalidInputError: if it is not JSON of this schema; the message says where.
    """
    try:
        found = decode_once(data, CheckpointBundle)
    except BAD_JSON as error:
        raise InvalidInputError(f"this is no checkpoint bundle: {error}", code="bad_bundle") from error
    if found.schema != SCHEMA:
        raise InvalidInputError(f"bundle has schema {found.schema!r}", hint=f"this is {SCHEMA}", code="bad_bundle")
    return found


def verify_checkpoint(bundle: CheckpointBundle, trust: Trust | None = None) -> CheckpointReport:
    """Recompute both signatures of each note, and the way from the earlier tree to the later.

    Args:
        bundle: A parsed file.
        trust: Which witnesses must have cosigned the checkpoint, and who checks its time stamp.
    """
    trust = trust or Trust()
    problems: list[Problem] = []
    note = _read(bundle, "note", bundle.note, problems)
    earlier = _read(bundle, "earlier", bundle.earlier, problems) if bundle.earlier is not None else None
    try:
        if bundle.earlier is None and bundle.proof:
            raise ProofError("a proof without an earlier checkpoint", code="inconsistent")
        if note and earlier:
            _check_extends(earlier, note, [bytes.fromhex(node) for node in bundle.proof])
    except LedgerError as error:
        problems.append(Problem("earlier to note", error.code, error.message))
    stamps = []
    try:
        if trust.witnesses is not None:
            trust.witnesses.check(note)
        if note and isinstance(bundle.stamp, str):
            stamps.append(read_stamp(bundle.stamp, note.state, "note", trust))
    except LedgerError as error:
        problems.append(Problem("note", error.code, error.message))
    return CheckpointReport(
        f"checkpoint of log {bundle.log.id}", note.state.size if note else None, tuple(problems), tuple(stamps)
    )


def _read(bundle: CheckpointBundle, where: str, text: str, problems: list[Problem]) -> SignedCheckpoint | None:
    log = bundle.log
    try:
        note = parse_checkpoint(text)
        if note.state.origin != log.origin:
            raise ProofError(f"it is of {note.state.origin}, not of {log.origin}", code="checkpoint_mismatch")
        if checksum(log.operator) != log.operator:
            raise ProofError(f"operator {log.operator} has another EIP-55 checksum", code="bad_checksum")
        note.verify_ed25519(bytes.fromhex(log.ed25519))
        note.verify_operator(checksum(log.operator), log.chain_id, LogId(bytes.fromhex(log.id)))
    except LedgerError as error:
        problems.append(Problem(where, error.code, error.message))
        return None
    return note


def _check_extends(earlier: SignedCheckpoint, note: SignedCheckpoint, proof: Sequence[bytes]) -> None:
    before, after = earlier.state, note.state
    if before.size == after.size and before.root != after.root:
        raise ProofError(f"the operator signed two roots of size {after.size}", code="fork")
    tree.verify_consistency(before.size, after.size, before.root, after.root, proof)
