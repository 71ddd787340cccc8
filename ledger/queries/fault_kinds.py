"""What faults that a proof decides are called, by the numbers that events carry (`FaultKind` of the contracts)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AGENT_KINDS: Final[Mapping[int, str]] = {
    1: "equivocation",
    2: "mandate_breach",
    3: "receipt_contradicted",
    4: "hidden_record",
    5: "late_record",
    6: "broken_chain",
    7: "wrong_time",
    8: "two_effects",
    9: "manifest_breach",
}
OPERATOR_KINDS: Final[Mapping[int, str]] = {
    10: "unanchored_entry",
    11: "late_anchor",
    12: "forked_checkpoints",
    13: "hidden_tile",
    14: "forged_entry",
    15: "void_entry",
}
EVIDENCE: Final = 0
"""Kind of a challenge to a custodian: what it does not show is no fault, but a lost point."""
MANDATE_BREACH: Final = 2
WITH_HEADERS: Final = (1, 6, 7)
"""Kinds whose statements are segment headers."""
WITH_RECEIPT: Final = (2, 9)
"""Kinds whose first statement is a receipt, the second the mandate or manifest that it breaks."""


def name_of(kind: int) -> str:
    """Name a kind; one that is not known here by its number."""
    return AGENT_KINDS.get(kind) or OPERATOR_KINDS.get(kind) or ("evidence" if kind == EVIDENCE else str(kind))
