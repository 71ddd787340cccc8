"""A buyer: looks for offers, takes advice, orders for its customer, pays under its mandate, checks what arrives."""

from __future__ import annotations

from collections.abc import Callable

from demo.actor import Actor, Ended
from demo.cast import GOODS
from demo.payment import Wallet, pay

Allows = Callable[[int], bool]

PATIENCE_SECONDS = 0.7
"""How long a buyer waits for a quote; the far warehouse takes longer."""
GREED = 0.06
"""Share of purchases far beyond any stock or limit."""
QUESTIONS = 0.5
"""Share of purchases for which a broker is asked."""


async def live(me: Actor, wallet: Wallet, allows: Allows | None = None) -> None:
    """Buy until the day is over.

    Args:
        me: The buyer.
        wallet: What it may spend, and for whom.
        allows: Whether it lets itself pay so many cents; what the mandate covers, if not given.
    """
    number = 0
    while not me.world.day_is_over:
        number += 1
        with me.session(f"purchase-{number}", wallet.mandate_id):
            await _purchase(me, wallet, allows or wallet.allows, f"purchase-{number}")


async def _purchase(me: Actor, wallet: Wallet, allows: Allows, key: str) -> None:
    offer_id, causes = await _choose(me)
    if offer_id is None:
        return
    quantity = me.rng.randint(40, 400) if me.rng.random() < GREED else me.rng.randint(1, 4)
    try:
        quote = await me.call("quote", because=causes, patience=PATIENCE_SECONDS, offer_id=offer_id, quantity=quantity)
        if not allows(quote.value["total"]):
            return
        order = await me.call(
            "order", because=(quote.record,), quote_id=quote.value["quote_id"], key=key, customer=wallet.customer
        )
        paid = await pay(me, wallet, order.value, order.record)
    except Ended:
        return
    me.world.ring(paid.value["seller"])
    await _receive(me, order.value["order_id"], paid.record)


async def _choose(me: Actor) -> tuple[int | None, tuple[str, ...]]:
    """Pick an offer; returns its number and the records that led to it."""
    sku = me.rng.choice(GOODS)
    if me.rng.random() < QUESTIONS:
        broker = me.rng.choice(me.world.of_role("broker"))
        asked = await me.call("ask", broker=broker.agent, sku=sku)
        me.world.ring(broker.agent)
        await me.world.news(me.agent)
        advice = await me.call("take_advice", because=(asked.record,))
        if advice.value:
            best = advice.value[-1]
            return int(best["offer_id"]), (advice.record, best["cause"])
    offers = await me.call("list_offers", sku=sku)
    if not offers.value:
        return None, ()
    return int(me.rng.choice(offers.value[:3])["id"]), (offers.record,)


async def _receive(me: Actor, order_id: int, paid: str) -> None:
    """Check the delivery whenever there is news, until the order has ended, or the day has."""
    cause = paid
    while not me.world.closing.is_set():
        await me.world.news(me.agent)
        try:
            checked = await me.call("check_delivery", because=(cause,), order_id=order_id)
        except Ended:
            return
        if checked.value["state"] == "settled":
            me.world.ring(me.rng.choice(me.world.of_role("auditor")).agent)
            return
        cause = checked.value["cause"]
