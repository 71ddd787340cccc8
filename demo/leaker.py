"""The courier that leaks: it may read a customer's file to deliver a parcel, and sends it somewhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from demo.actor import Actor
from demo.roles import courier
from demo.roles.courier import Parcel
from demo.story import Leak

RECIPIENT: Final = "dropbox-7@elsewhere.example"
"""Outside the market; `.example` belongs to nobody (RFC 2606)."""
START: Final = 0.25
"""Share of the day after which it leaks."""


@dataclass(slots=True)
class Leaker:
    """The leaker's life.

    Args:
        tell: Told of the leak when it has happened.
    """

    tell: Callable[[Leak], None]
    leak: Leak | None = None
    agent: str = ""

    async def live(self, me: Actor) -> None:
        """Carry parcels like any courier, and once send a customer's file away."""
        self.agent = me.agent
        await courier.live(me, self._aside)

    async def _aside(self, me: Actor, parcel: Parcel) -> None:
        if self.leak or not me.world.reached(START):
            return
        customer = await me.call("read_customer", because=(parcel["cause"],), customer=parcel["customer"])
        sent = await me.call("send_file", because=(customer.record,), customer=parcel["customer"], recipient=RECIPIENT)
        self.leak = Leak(me.persona.name, parcel["customer"], RECIPIENT, sent.record)
        self.tell(self.leak)
