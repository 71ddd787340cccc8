"""Labels: was a fault upheld that the agent committed within its next acts?

A label is about a history as of a block and is *known* only `SETTLE_BLOCKS` later, whatever it turns out to be:
waiting longer for a no than for a yes would bias what is learnt. An agent is at risk until its first fault.
"""

from __future__ import annotations

from typing import Final

from forecaster.history import AgentHistory

HORIZON_ACTS: Final = 30
"""How many acts ahead a forecast looks; an intent and its outcome are one act."""
SETTLE_BLOCKS: Final = 4_000
"""Blocks after which the acts ahead are done and disputes about them decided."""


def first_fault(history: AgentHistory) -> int | None:
    """Return the position in `records` of the first record with an upheld fault; None if there is none.

    A fault that names no record of the history is placed at the last record anchored before its verdict.
    """
    where = {record.record_id: position for position, record in enumerate(history.records)}
    found = [
        min(
            (where[item] for item in verdict.records if item in where),
            default=max(0, history.position(verdict.block) - 1),
        )
        for verdict in history.verdicts
        if verdict.upheld
    ]
    return min(found, default=None)


def label(
    history: AgentHistory, block: int, *, horizon: int = HORIZON_ACTS, settle: int = SETTLE_BLOCKS
) -> bool | None:
    """Label a history as of a block, from what was known `settle` blocks later.

    Args:
        history: The whole history.
        block: The block a forecast would be made at.
        horizon: Acts ahead.
        settle: Blocks until the label is known.

    Returns:
        Whether a fault was upheld; None if that is not known yet, or the agent is no longer at risk.
    """
    if block + settle > history.as_of_block:
        return None
    start = history.position(block)
    fault = first_fault(history.until(block + settle))
    if fault is None:
        return False
    if fault < start:
        return None
    ahead = sum(record.phase == "intent" for record in history.records[start : fault + 1])
    return ahead <= horizon
