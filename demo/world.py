"""What the agents share besides the market: who is there, who has news, and when the day ends.

Nothing of the trade travels here. A bell only says "look again", so that nobody polls an idle market.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from demo.cast import Customer, Role


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another agent as its peers know it: name, role, global id, and its owner's account."""

    name: str
    role: Role
    agent: str
    account: str


class Happening(NamedTuple):
    """One call that ended: who made it, with which tool, how it ended, and the code if not well."""

    name: str
    tool: str
    outcome: str
    code: str = ""


@dataclass(slots=True)
class World:
    """The shared day.

    Args:
        neighbours: Everybody.
        customers: For whom buyers buy.
        target: Records after which buyers start nothing new.
    """

    neighbours: Sequence[Neighbour]
    customers: Sequence[Customer]
    target: int
    written: Counter[tuple[Role, str]] = field(default_factory=Counter)
    """Outcome records written, by role and outcome."""
    latest: deque[Happening] = field(default_factory=lambda: deque(maxlen=6))
    """What ended last, newest last."""
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once every buyer is done: the others finish what is open and go home."""
    _bells: dict[str, asyncio.Event] = field(default_factory=dict)
    _milestones: dict[float, asyncio.Event] = field(default_factory=dict)

    def of_role(self, role: Role) -> list[Neighbour]:
        """Return everybody of a role."""
        return [neighbour for neighbour in self.neighbours if neighbour.role == role]

    def neighbour(self, agent: str) -> Neighbour:
        """Return who is behind a global agent id."""
        return next(neighbour for neighbour in self.neighbours if neighbour.agent == agent)

    @property
    def records(self) -> int:
        """Records written so far: an intent and an outcome a call."""
        return 2 * self.written.total()

    @property
    def day_is_over(self) -> bool:
        """Whether enough has been done, or the day was closed before."""
        return self.records >= self.target or self.closing.is_set()

    def reached(self, share: float) -> bool:
        """Whether this share of the day's records is written."""
        return self.records >= share * self.target

    def note(self, role: Role, happening: Happening) -> None:
        """Count one call that has ended."""
        self.written[role, happening.outcome] += 1
        self.latest.append(happening)
        for share, milestone in self._milestones.items():
            if self.reached(share):
                milestone.set()

    async def passed(self, share: float) -> None:
        """Wait until this share of the day's records is written, or the day is closed."""
        if not (self.reached(share) or self.closing.is_set()):
            await self._milestones.setdefault(share, asyncio.Event()).wait()

    def bell(self, agent: str) -> asyncio.Event:
        """Return an agent's bell."""
        return self._bells.setdefault(agent, asyncio.Event())

    def ring(self, agent: str) -> None:
        """Tell an agent to look at the market again."""
        self.bell(agent).set()

    def close(self) -> None:
        """End the day: wake everybody up to finish."""
        self.closing.set()
        for milestone in self._milestones.values():
            milestone.set()
        for neighbour in self.neighbours:
            self.ring(neighbour.agent)

    async def news(self, agent: str) -> None:
        """Wait until the agent's bell rings; returns at once after closing."""
        bell = self.bell(agent)
        if not self.closing.is_set():
            await bell.wait()
        bell.clear()
