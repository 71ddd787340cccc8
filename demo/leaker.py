"""The courier that leaks: it may read customers' files to deliver their parcels, and sends some somewhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from demo.actor import Actor
from demo.roles import courier
from demo.roles.courier import Parcel
from demo.scenes.leak import Leak

RECIPIENT: Final = "dropbox-7@elsewhere.example"
"""Outside the market; `.example` belongs to nobody (RFC 2606)."""
START: Final = 0.1
"""Share of the day after which it leaks, with every parcel."""


@dataclass(slots=True)
class Leaker:
    """The leaker's life.

    Args:
        tell: Told of each leak when it has happened.
    """

    tell: Callable[[Leak], None]
    leaks: list[Leak] = field(default_factory=list)

    async def live(self, me: Actor) -> None:
        """Carry parcels like any courier, and send customers' files away on the side."""
        await courier.live(me, self._aside)

    async def _aside(self, me: Actor, parcel: Parcel, read: str) -> None:
        if not me.world.reached(START):
            return
        sent = await me.call("send_file", because=(read,), customer=parcel["customer"], recipient=RECIPIENT)
        whose = next(known for known in me.world.customers if known.id == parcel["customer"])
        leak = Leak(me.persona.name, f"{whose.name} ({whose.id})", RECIPIENT, sent.record, len(self.leaks) + 1)
        self.leaks.append(leak)
        self.tell(leak)
