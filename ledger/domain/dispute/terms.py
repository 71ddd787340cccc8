"""Words and names of disputes: states, bases of a ruling, classes of faults, and what actions and matters are called.

Rulings: 0 refused, 1 upheld, 2 dismissed.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from ledger.domain.hashing import keccak, word
from ledger.domain.ids import Address

REFUSED: Final = 0
UPHELD: Final = 1
DISMISSED: Final = 2
NOBODY: Final = Address("0x" + "0" * 40)
CONDUCT: Final = 1  # dimension of Standing that rulings write


class State(IntEnum):
    """Where a dispute stands."""

    NONE = 0
    OPEN = 1
    ARBITRATION = 2
    PROVISIONAL = 3
    FINAL = 4
    EXECUTED = 5


class Basis(IntEnum):
    """What a ruling stands on."""

    NONE = 0
    MERITS = 1
    DEFAULT = 2
    CONCESSION = 3
    TIMEOUT = 4
    PROOF = 5
    WITHDRAWAL = 6


class FaultClass(IntEnum):
    """What the agent is said to have done; slash and evidence follow from it."""

    NEGLIGENCE = 0
    BREACH = 1
    HARM = 2
    DECEPTION = 3


SERIOUS: Final = (FaultClass.HARM, FaultClass.DECEPTION)
"""Classes of faults that are judged only where an attested human has a seat, whatever a policy charges for them."""

PROVABLE: Final = (FaultClass.BREACH, FaultClass.DECEPTION)
"""Classes of faults that statements can show by themselves; no proof punishes a matter of another class."""


class RefKind(IntEnum):
    """How an action is shown to be the agent's."""

    RECORD = 0
    LOGGED = 1
    RECEIPT = 2
    ACKNOWLEDGED = 3


def account_word(account: Address) -> bytes:
    """Return an account as the 32 bytes of an ABI word."""
    return bytes(12) + bytes.fromhex(account[2:])


def action_of(agent: bytes, epoch: int, stream: int, seq: int, record_id: bytes) -> bytes:
    """Return the 32-byte name of an action, the same however it is shown."""
    return keccak(agent + word(epoch) + word(stream) + word(seq) + record_id)


def matter_of(action: bytes, fault_class: FaultClass) -> bytes:
    """Return the 32-byte name of an action under a fault class."""
    return keccak(action + word(fault_class))


def cause_of(chain_id: int, court: Address, dispute_id: int) -> bytes:
    """Return what credits, slashes and evidence of a dispute name as their cause."""
    return keccak(word(chain_id) + account_word(court) + word(dispute_id))


def in_range(ruling: int) -> int:
    """Return the ruling, or refused when it is none of the three."""
    return ruling if ruling in {UPHELD, DISMISSED} else REFUSED
