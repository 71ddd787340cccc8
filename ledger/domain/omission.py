"""What a receipt promised against what its agent's stream holds: the two halves of one interaction.

    hidden          nothing stands at the promised place, and the time is over
    late            the promised record stands there, first anchored after the time
    contradicted    another record stands there

The time is over when the chain's own time has passed `anchor_by` and a grace in which an anchor that was sent may wait
for its block. On chain a challenge is stricter: there `anchor_by` itself decides (`Challenges`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.statements import Receipt

GRACE_SECONDS: Final = 600
"""How long after `anchor_by` an anchor may still come, in seconds of chain time."""
OmissionKind: TypeAlias = Literal["hidden", "late", "contradicted"]
KINDS: Final[tuple[OmissionKind, ...]] = ("hidden", "late", "contradicted")


@dataclass(frozen=True, slots=True)
class Held:
    """The record (32-byte id) that stands at a place, and when the chain first saw it there (Unix seconds)."""

    record: bytes
    time: int


@dataclass(frozen=True, slots=True)
class Omission:
    """What is missing, and since when that is known (Unix seconds): this never changes, whatever becomes of it."""

    kind: OmissionKind
    since: int


def due(receipt: Receipt) -> int:
    """Return the last moment (Unix seconds) at which the promised record is in time."""
    return receipt.anchor_by + GRACE_SECONDS


def judge(receipt: Receipt, shown: int, held: Held | None, now: int) -> Omission | None:
    """Compare a promise with what is held.

    Args:
        receipt: The promise; whoever signed it is the agent's key.
        shown: When the chain first saw the record that carries the receipt, Unix seconds.
        held: What stands at the promised place; None if nothing does.
        now: Chain time, Unix seconds.

    Returns:
        What is missing; None while the promise is kept, or its time is not over.
    """
    last = due(receipt)
    if held is not None and held.record != receipt.record_hash:
        return Omission("contradicted", max(shown, min(last, held.time)))
    if held is not None:
        return Omission("late", max(shown, last)) if held.time > last else None
    return Omission("hidden", max(shown, last)) if now > last else None
