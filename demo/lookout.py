"""Lets the forecaster speak while the day goes on: it reads the mirror as of a block, and knows nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from demo.foresight import Statement
from demo.world import World

POINT: Final = 0.45
"""Share of the day at which forecasts are stated; the indexer is still up."""


class Forecaster(Protocol):
    """The part of a forecaster that this needs."""

    def state(self) -> Statement:
        """State forecasts about everybody as of now."""


@dataclass(frozen=True, slots=True)
class Lookout:
    """When forecasts are stated.

    Args:
        forecaster: Who states them.
        world: The shared day.
        tell: Told what was stated.
    """

    forecaster: Forecaster
    world: World
    tell: Callable[[Statement], None]

    async def watch(self) -> None:
        """State forecasts in the middle of the day, if it gets there."""
        await self.world.passed(POINT)
        if not self.world.closing.is_set():
            self.tell(await asyncio.to_thread(self.forecaster.state))
