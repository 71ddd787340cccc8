"""Disputes: their words, what each is about, what is at stake, and the machine that they run through."""

from __future__ import annotations

from ledger.domain.dispute.case import TAG_BYTES, Case
from ledger.domain.dispute.machine import SECOND, Dispute
from ledger.domain.dispute.matter import MOST_REOPENINGS, REOPENING_SECONDS, Matter
from ledger.domain.dispute.stakes import (
    CLAIMANT_BPS,
    CONCEDED_BPS,
    DEPOSIT_GAS,
    INJURED_BPS,
    MOST_JOINS,
    Join,
    JoinPayout,
    Payout,
    Stakes,
    least_deposit,
    stakes_of,
)
from ledger.domain.dispute.terms import (
    CONDUCT,
    DISMISSED,
    NOBODY,
    PROVABLE,
    REFUSED,
    SERIOUS,
    UPHELD,
    Basis,
    FaultClass,
    RefKind,
    State,
    action_of,
    cause_of,
    in_range,
    matter_of,
)

__all__ = [
    "CLAIMANT_BPS",
    "CONCEDED_BPS",
    "CONDUCT",
    "DEPOSIT_GAS",
    "DISMISSED",
    "INJURED_BPS",
    "MOST_JOINS",
    "MOST_REOPENINGS",
    "NOBODY",
    "PROVABLE",
    "REFUSED",
    "REOPENING_SECONDS",
    "SECOND",
    "SERIOUS",
    "TAG_BYTES",
    "UPHELD",
    "Basis",
    "Case",
    "Dispute",
    "FaultClass",
    "Join",
    "JoinPayout",
    "Matter",
    "Payout",
    "RefKind",
    "Stakes",
    "State",
    "action_of",
    "cause_of",
    "in_range",
    "least_deposit",
    "matter_of",
    "stakes_of",
]
