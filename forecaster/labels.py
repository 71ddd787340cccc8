"""Labels: is a dispute opened within the agent's next acts, about a fault that is upheld in the end?

The outcome lies at the *opening*: from there on everybody knows of the accusation, and whoever says so then forecasts
nothing. What counts is that the fault was *upheld*, by a final ruling or by a proof, which is opening and verdict in
one. A label is about a history as of a block and is *known* only `SETTLE_BLOCKS` later, whatever it turns out to be:
waiting longer for a no than for a yes would bias what is learnt. An agent is at risk until the first such opening.
"""

from __future__ import annotations

from typing import Final

from forecaster.history import AgentHistory

HORIZON_ACTS: Final = 30
"""How many acts ahead a forecast looks; an intent and its outcome are one act."""
SETTLE_BLOCKS: Final = 4_000
"""Blocks after which the acts ahead are done and disputes about them decided."""


def first_opening(history: AgentHistory) -> int | None:
    """Return the block at which the first fault that was upheld became an accusation; None if there is none."""
    return min((verdict.since for verdict in history.verdicts if verdict.upheld), default=None)


def first_fault(history: AgentHistory) -> int | None:
    """Return the position in `records` of the first record with an upheld fault; None if there is none.

    A fault that names no record of the history is placed at the last record anchored before its opening.
    """
    where = {record.record_id: position for position, record in enumerate(history.records)}
    found = [
        min(
            (where[item] for item in verdict.records if item in where),
            default=max(0, history.position(verdict.since) - 1),
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
        Whether a dispute was opened in time about a fault that was upheld; None if that is not known yet, or the
        agent is no longer at risk.
    """
    if block + settle > history.as_of_block:
        return None
    opened = first_opening(history.until(block + settle))
    if opened is None:
        return False
    if opened <= block:
        return None
    ahead = history.records[history.position(block) : history.position(opened)]
    return sum(record.phase == "intent" for record in ahead) <= horizon
