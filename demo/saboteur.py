"""Kills the indexer in the middle of the day, and starts it again: nothing may be lost, and nothing counted twice."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Protocol

from demo.world import World

KILL_AT: Final = 0.5
"""Share of the day at which it dies."""
RESTART_AT: Final = 0.7
"""Share of the day at which it is started again."""


class Killable(Protocol):
    """The part of the stack this needs."""

    def kill_indexer(self) -> None:
        """End the indexer without warning."""

    def restart_indexer(self) -> None:
        """Start it again."""


@dataclass(slots=True)
class Saboteur:
    """One death and one return.

    Args:
        stack: Whose indexer dies.
        world: The shared day.
    """

    stack: Killable
    world: World
    killed_at: int | None = None
    """Records written when it died."""
    restarted_at: int | None = None
    """Records written when it came back."""

    async def strike(self) -> None:
        """Kill and restart; returns when the indexer runs again."""
        await self.world.passed(KILL_AT)
        await asyncio.to_thread(self.stack.kill_indexer)
        self.killed_at = self.world.records
        await self.world.passed(RESTART_AT)
        await asyncio.to_thread(self.stack.restart_indexer)
        self.restarted_at = self.world.records
