"""For how long executed rulings and proofs suspend an agent, as `Standing.sol` computes it from the evidence added.

Evidence against an agent, of all it does and in a dimension that rulings and proofs know, suspends it at once: a minute
for each milli-unit, seven days at most. Nothing shortens that; another ruling or proof may reach further.
"""

from __future__ import annotations

from typing import Final

from ledger.domain.hashing import ZERO32

SECONDS_PER_UNIT: Final = 60  # for each milli-unit
LONGEST_SUSPENSION: Final = 7 * 24 * 3600  # seconds, by one ruling or proof
JUDGED_DIMENSIONS: Final = (0, 1)  # integrity, conduct


def suspended_until(time: int, context: bytes, dimension: int, added_negative: int) -> int | None:
    """Return until when (Unix seconds) a change of standing suspends its agent; None if it does not.

    Args:
        time: Unix seconds of the change.
        context: What the agent was acting in; only evidence of everything suspends.
        dimension: What the evidence is about.
        added_negative: Milli-units added against the agent.
    """
    if not added_negative or context != ZERO32 or dimension not in JUDGED_DIMENSIONS:
        return None
    return time + min(added_negative * SECONDS_PER_UNIT, LONGEST_SUSPENSION)
