"""A courier: carries parcels, sometimes finds nobody there, and is sometimes more curious than it may be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from demo.actor import Actor, Ended

NOBODY_THERE = 0.15
"""Share of attempts that find nobody."""
CURIOSITY = 0.12
"""Share of deliveries after which the courier looks at the customer's file once more, and is denied."""


Parcel = dict[str, Any]
Aside = Callable[[Actor, Parcel, str], Awaitable[None]]


async def _nothing(_me: Actor, _parcel: Parcel, _read: str) -> None:
    """What an honest courier does on the side."""


async def live(me: Actor, aside: Aside = _nothing) -> None:
    """Carry parcels until the day is closed and nothing is carried.

    Args:
        me: The courier.
        aside: What it does on the side, given a parcel and the record of having read its customer's file.
    """
    while not (me.world.closing.is_set() and await _serve(me, aside) == 0):
        await me.world.news(me.agent)
        await _serve(me, aside)


async def _serve(me: Actor, aside: Aside) -> int:
    """Try to deliver everything carried; returns how much that was."""
    parcels = await me.call("parcels")
    for parcel in parcels.value:
        with me.session(f"order-{parcel['order_id']}"):
            await _deliver(me, parcel, parcels.record, aside)
    return len(parcels.value)


async def _deliver(me: Actor, parcel: Parcel, seen: str, aside: Aside) -> None:
    customer = await me.call("read_customer", because=(parcel["cause"], seen), customer=parcel["customer"])
    await aside(me, parcel, customer.record)
    try:
        done = await me.call(
            "deliver",
            because=(parcel["cause"], customer.record),
            order_id=parcel["order_id"],
            manifest=parcel["manifest"],
            found=me.rng.random() >= NOBODY_THERE,
        )
    except Ended as ended:
        me.world.ring(parcel["buyer"] if ended.code == "parcel_lost" else me.agent)
        return
    me.world.ring(parcel["buyer"])
    if me.rng.random() < CURIOSITY:
        await me.attempt("read_customer", because=(done.record,), customer=parcel["customer"])
