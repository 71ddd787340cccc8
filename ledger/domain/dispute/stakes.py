"""The money of a dispute, in wei: what an opening puts at stake, and what an end pays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute.refusal import refusal
from ledger.domain.dispute.terms import FaultClass
from ledger.domain.ids import Address
from ledger.domain.policy import BPS, Policy
from ledger.errors import ConflictError

CLAIMANT_BPS: Final = 2_000
INJURED_BPS: Final = 3_000
CONCEDED_BPS: Final = 7_500  # part of the slice that a concession costs
DEPOSIT_GAS: Final = 900_000  # three times what a response and an appeal may use
MOST_JOINS: Final = 8


def least_deposit(policy: Policy, reopenings: int, base_fee: int) -> int:
    """Return what a claimant must deposit: doubled for every time the matter ended without being upheld."""
    return max(policy.deposit, DEPOSIT_GAS * base_fee) << reopenings


@dataclass(frozen=True, slots=True)
class Join:
    """Another claimant, with its own deposit (wei) and evidence."""

    claimant: Address
    deposit: int
    evidence_hash: bytes


@dataclass(frozen=True, slots=True)
class JoinPayout:
    """What becomes of the deposit of a claimant that joined, in wei."""

    claimant: Address
    to_claimant: int
    to_liable: int
    burned: int


@dataclass(frozen=True, slots=True)
class Stakes:
    """What is at stake: `deposit` and `fee` in escrow, `slice` of the bond, `locked` of it for slice and fee."""

    deposit: int
    fee: int
    slice: int
    locked: int


def stakes_of(
    policy: Policy, fault_class: FaultClass, *, value: int, least: int, fee: int, bonded: int, locked: int
) -> Stakes:
    """Split the value of an opening, and say what part of the bond is at stake.

    Args:
        policy: Policy in force.
        fault_class: What is claimed.
        value: Sent along.
        least: `least_deposit` of the matter.
        fee: Of the arbitrator.
        bonded: Active and unbonding bond.
        locked: What courts have locked of it.

    Raises:
        ConflictError: if the value does not cover deposit and fee.
    """
    if value < least + fee:
        raise refusal(
            ConflictError,
            "ValueTooSmall",
            f"the value {value} covers no deposit of {least} and fee of {fee}",
            "send more",
        )
    part = bonded * policy.slice_bps[fault_class] // BPS
    return Stakes(value - fee, fee, part, min(part + fee, bonded - locked))


@dataclass(frozen=True, slots=True)
class Payout:
    """What executing a ruling moves. `escrow` and `slashed` together are the sum of the other four.

    `escrow` is the first claimant's: what others deposited is told by `Dispute.join_payouts`.
    """

    escrow: int
    slashed: int
    to_claimant: int
    to_injured: int
    to_liable: int
    burned: int
