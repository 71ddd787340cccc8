"""Acts of oversight that led to a record: approvals, overrides, stops and escalations among its causes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.record import Record
from ledger.queries.contents import Written

OPS: Final = ("approval", "override", "stop", "escalation")
"""Operations of records that tell of a person's part (AI Act Art. 14)."""
_MS: Final = 1000
_MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Approval:
    """A record of the same agent that led to the disputed one and tells of a person's part.

    `principal` is who it says authorised, as the agent wrote it; who stands behind that is not here. `ts` in Unix s.
    """

    record_id: str
    op: str
    phase: str
    outcome: str | None
    principal: str | None
    ts: int

    @property
    def approves(self) -> bool:
        """Whether it says that somebody approved."""
        return (self.op, self.outcome) == ("approval", "success")


def approvals(content: Record, before: Mapping[str, Written]) -> list[Approval]:
    """Return the acts of oversight among what led to a record within its agent, oldest first.

    Args:
        content: The record.
        before: The agent's own records by id, in the order in which the chain saw them.
    """
    waiting, seen = list(content.parents or ()), set[str]()
    while waiting and len(seen) < _MOST_STEPS:
        name = waiting.pop()
        if name in seen or name not in before:
            continue
        seen.add(name)
        waiting += before[name].content.parents or ()
    return [
        Approval(
            record_id=item.record_id,
            op=item.content.op,
            phase=item.content.phase,
            outcome=item.content.outcome,
            principal=item.content.principal,
            ts=item.content.ts // _MS,
        )
        for item in before.values()
        if item.record_id in seen and item.content.op in OPS
    ]
