"""What a proof shows, how the fault is named, and what it costs; as `Finding` and `Penalties` in the contracts."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from ledger.domain.dispute import FaultClass, action_of, matter_of
from ledger.domain.hashing import ZERO32, keccak, word
from ledger.domain.ids import Address
from ledger.domain.signing import recover
from ledger.domain.statements import digest
from ledger.errors import ProofError

CLOCK_SKEW: Final = 15 * 60
"""Seconds by which an honest clock may be wrong."""
HOLD_BLOCKS: Final = 256
"""Blocks after the first proof in which an earlier committed prover takes the reward."""
REWARD_UNIT: Final = 10**9  # wei
_SLASH_UNIT: Final = 5 * REWARD_UNIT
_BPS: Final = 10_000

Keys = Container[Address]
"""Session keys whose word counts: those of the agent and epoch, not closed or revoked for longer than the grace."""


class FaultKind(IntEnum):
    """Faults that a proof decides; the numbers are those of events."""

    EQUIVOCATION = 1
    MANDATE_BREACH = 2
    RECEIPT_CONTRADICTED = 3
    HIDDEN_RECORD = 4
    LATE_RECORD = 5
    BROKEN_CHAIN = 6
    WRONG_TIME = 7
    TWO_EFFECTS = 8
    MANIFEST_BREACH = 9
    UNANCHORED_ENTRY = 10
    LATE_ANCHOR = 11
    FORKED_CHECKPOINTS = 12
    HIDDEN_TILE = 13
    FORGED_ENTRY = 14
    VOID_ENTRY = 15

    @property
    def is_operators(self) -> bool:
        """Whether a log's operator is at fault, not an agent."""
        return self >= FaultKind.UNANCHORED_ENTRY


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a fault costs: basis points of the bond, evidence in milli-units in a dimension, and maybe the epoch."""

    slash_bps: int
    dimension: int
    weight: int
    closes_epoch: bool = False


PENALTIES: Final = {
    FaultKind.EQUIVOCATION: Penalty(5_000, 0, 10_000, closes_epoch=True),
    FaultKind.RECEIPT_CONTRADICTED: Penalty(5_000, 0, 10_000, closes_epoch=True),
    FaultKind.BROKEN_CHAIN: Penalty(2_500, 0, 5_000, closes_epoch=True),
    FaultKind.TWO_EFFECTS: Penalty(2_500, 0, 5_000),
    FaultKind.HIDDEN_RECORD: Penalty(2_500, 0, 5_000),
    FaultKind.MANDATE_BREACH: Penalty(2_500, 1, 5_000),
    FaultKind.MANIFEST_BREACH: Penalty(2_500, 1, 5_000),
    FaultKind.WRONG_TIME: Penalty(1_000, 0, 2_000),
    FaultKind.LATE_RECORD: Penalty(200, 1, 500),
    FaultKind.FORKED_CHECKPOINTS: Penalty(10_000, 0, 0),
    FaultKind.FORGED_ENTRY: Penalty(5_000, 0, 0),
    FaultKind.UNANCHORED_ENTRY: Penalty(2_500, 0, 0),
    FaultKind.HIDDEN_TILE: Penalty(2_500, 0, 0),
    FaultKind.VOID_ENTRY: Penalty(1_000, 0, 0),
    FaultKind.LATE_ANCHOR: Penalty(200, 0, 0),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a proof shows. `subject` is the agent key or log id whose bond answers; `action` is zero for none."""

    kind: FaultKind
    fault_key: bytes
    subject: bytes
    epoch: int = 0
    stream: int = 0
    seq: int = 0
    statement_a: bytes = ZERO32
    statement_b: bytes = ZERO32
    action: bytes = ZERO32

    @property
    def matter(self) -> bytes | None:
        """The matter that a court may have judged already; None for faults that no court judges."""
        if self.action == ZERO32:
            return None
        breach = self.kind in (FaultKind.MANDATE_BREACH, FaultKind.MANIFEST_BREACH)
        return matter_of(self.action, FaultClass.BREACH if breach else FaultClass.DECEPTION)


def fault_key(subject: bytes, epoch: int, stream: int, seq: int, kind: FaultKind) -> bytes:
    """Name a fault at one sequence number of an agent."""
    return keccak(subject + word(epoch) + word(stream) + word(seq) + word(kind))


def epoch_key(subject: bytes, epoch: int, kind: FaultKind) -> bytes:
    """Name a fault that is punished once an epoch."""
    return keccak(subject + word(epoch) + word(kind))


def key_about(subject: bytes, about: bytes, kind: FaultKind) -> bytes:
    """Name a fault about one thing (32 bytes), wherever it shows."""
    return keccak(subject + about + word(kind))


def at_place(
    kind: FaultKind, place: tuple[bytes, int, int, int], said: bytes, against: bytes, record_id: bytes | None = None
) -> Finding:
    """Return a finding about one sequence number of an agent.

    Args:
        kind: The fault.
        place: Agent key, epoch, stream and sequence number.
        said: The first statement.
        against: What contradicts it.
        record_id: The record, if a court may have judged the action.
    """
    subject, epoch, stream, seq = place
    action = ZERO32 if record_id is None else action_of(subject, epoch, stream, seq, record_id)
    return Finding(kind, fault_key(*place, kind), subject, epoch, stream, seq, said, against, action)


def is_signed(statement: bytes, signature: bytes, keys: Keys) -> bool:
    """Whether one of the keys signed a statement, given by its struct hash."""
    try:
        return recover(digest(statement), signature) in keys
    except ProofError:
        return False


def slash_of(kind: FaultKind, bond: int, taken: int = 0) -> int:
    """Return the wei that a fault takes of a bond, active and unbonding, of which a ruling `taken` some already."""
    amount = bond * PENALTIES[kind].slash_bps // _BPS
    amount -= min(amount, taken)
    return amount - amount % _SLASH_UNIT


def reward_of(slashed: int) -> int:
    """Return the prover's part of a slash, wei."""
    return slashed // 5


def commitment(prover: Address, proof: bytes, salt: bytes) -> bytes:
    """Return what a prover commits to before it shows a proof (the encoded call of a check)."""
    return keccak(bytes(12) + bytes.fromhex(prover[2:]) + keccak(proof) + salt)
