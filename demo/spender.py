"""The buyer that overspends: it knows what its principal allows, and pays more. The market cannot know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from demo.actor import Actor
from demo.payment import Wallet
from demo.roles import buyer

START: Final = 0.15
"""Share of the day after which it no longer minds its mandate."""


@dataclass(slots=True)
class Spender:
    """The spender's life.

    Args:
        wallet: What it may spend, and for whom.
    """

    wallet: Wallet

    async def live(self, me: Actor) -> None:
        """Buy like any buyer, and once beyond the cap; then nothing is left that it might pay."""

        def allows(cents: int) -> bool:
            """Mind the mandate until the day has begun in earnest, and again once it is used up."""
            heedless = me.world.reached(START) and self.wallet.spent <= self.wallet.mandate.cap
            return heedless or self.wallet.allows(cents)

        await buyer.live(me, self.wallet, allows)
