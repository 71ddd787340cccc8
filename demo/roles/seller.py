"""A seller: puts goods up, declines some orders, reads for whom the others are, and ships."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from demo.actor import Actor, Ended
from demo.cast import GOODS

REFUSALS = 0.1
"""Share of paid orders a seller declines."""


async def open_shop(me: Actor) -> None:
    """Put goods up: most near, some far away."""
    with me.session("opening"):
        for place, sku in enumerate(me.rng.sample(GOODS, 4)):
            warehouse = "far" if place == 0 else "near"
            await me.call(
                "post_offer",
                sku=sku,
                price=me.rng.randint(400, 2500),
                stock=me.rng.randint(10, 40),
                warehouse=warehouse,
            )


Order = dict[str, Any]
Serve = Callable[[Actor, Order, str], Awaitable[None]]


async def live(me: Actor, serve: Serve) -> None:
    """Serve orders until the day is closed and nothing is left to serve.

    Args:
        me: The seller.
        serve: How it serves one paid order, given the record of having seen it.
    """
    while not (me.world.closing.is_set() and await _serve(me, serve) == 0):
        await me.world.news(me.agent)
        await _serve(me, serve)


async def _serve(me: Actor, serve: Serve) -> int:
    """Serve every paid order; returns how many those were."""
    orders = await me.call("open_orders")
    paid = [order for order in orders.value if order["state"] == "paid"]
    for order in paid:
        with me.session(f"order-{order['order_id']}"):
            await serve(me, order, orders.record)
    return len(paid)


async def serve_order(me: Actor, order: Order, seen: str) -> None:
    """Decline a paid order, or read for whom it is and ship it."""
    order_id, causes = order["order_id"], (order["cause"], seen)
    if me.rng.random() < REFUSALS:
        reason = me.rng.choice(("no hands today", "price was a mistake", "goods came in damaged"))
        await me.call("refuse", because=causes, order_id=order_id, reason=reason)
        me.world.ring(order["buyer"])
        return
    customer = await me.call("read_customer", because=causes, customer=order["customer"])
    courier = me.rng.choice(me.world.of_role("courier"))
    try:
        await me.call("ship", because=(order["cause"], customer.record), order_id=order_id, courier=courier.agent)
    except Ended:
        return
    me.world.ring(courier.agent)
