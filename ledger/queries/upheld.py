"""What was held against agents: every verdict and executed ruling that cost one standing, once a cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Upheld:
    """A cause that cost an agent standing in a context (hex, zeros for all). `time` in Unix seconds."""

    agent_id: int
    context: str
    time: int


def upheld(view: View, agents: Iterable[int]) -> list[Upheld]:
    """Return what was held against agents, as a view sees it; a cause counts once in each context."""
    found: dict[tuple[int, bytes, bytes], Upheld] = {}
    for agent in agents:
        for placed in view.standing(agent):
            row = placed.row
            if int(row.added_negative):
                found.setdefault((agent, row.cause, row.context), Upheld(agent, row.context.hex(), row.time))
    return list(found.values())
