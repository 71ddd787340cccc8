"""An auditor: compares settled orders with their papers, and reports what it finds."""

from __future__ import annotations

from demo.actor import Actor

BATCH = 4
"""Orders looked at in one go."""
OVERREACH = 0.08
"""Share of audits in which the auditor asks for a customer's file, which is not its business."""


async def live(me: Actor) -> None:
    """Audit until the day is closed and nothing is left."""
    while not (me.world.closing.is_set() and await serve(me) == 0):
        await me.world.news(me.agent)
        await serve(me)


async def serve(me: Actor) -> int:
    """Audit a batch; returns how many orders it held."""
    orders = await me.call("unaudited", limit=BATCH)
    for order in orders.value:
        with me.session(f"audit-{order['order_id']}"):
            causes = (order["ordered_by"], order["shipped_by"], order["delivered_by"])
            seen = await me.call("inspect_order", because=causes, order_id=order["order_id"])
            verdict = "papers agree" if seen.value["agrees"] else "papers differ"
            await me.attempt(
                "report_finding", because=(seen.record,), kind="semantic", order_id=order["order_id"], verdict=verdict
            )
            if me.rng.random() < OVERREACH:
                await me.attempt("read_customer", customer=me.rng.choice(me.world.customers).id)
    return len(orders.value)
