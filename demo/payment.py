"""A payment under a mandate: first the record, then the receipt, then the money.

The receipt is the buyer's own signed word on amount and running total. The market hands it to the seller, who can
show it to a contract; the market itself knows of no mandate.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Final

from demo.actor import Actor, Answer
from ledger.domain.authority import Mandate
from ledger.domain.ids import LogId
from ledger.domain.signed_receipt import counterparty_of
from ledger.sdk import Terms

TOOLS: Final = ("list_offers", "ask", "take_advice", "quote", "order", "pay", "check_delivery")
"""What a mandate allows a buyer to use in its principal's name."""
ANCHOR_SECONDS: Final = 3600
"""Within what time a receipt promises that its record will be anchored."""

Order = dict[str, Any]


@dataclass(slots=True)
class Wallet:
    """What a buyer may spend and for whom, and what it has spent: its own books, in cents.

    Args:
        customer: Id of the customer who delegates.
        mandate: The delegation, as granted on chain.
        mandate_id: Its name, 32 bytes.
        log: Log that the buyer's records are promised to be in.
    """

    customer: str
    mandate: Mandate
    mandate_id: bytes
    log: LogId
    spent: int = 0

    def allows(self, cents: int) -> bool:
        """Whether the mandate covers one more payment."""
        return self.spent + cents <= self.mandate.cap


async def pay(me: Actor, wallet: Wallet, order: Order, because: str) -> Answer:
    """Pay an order with a receipt for its seller; `because` is the record of the order.

    Raises:
        Ended: if the market refuses; nothing was spent then.
    """
    total, seller = int(order["total"]), me.world.neighbour(order["seller"])
    terms = Terms(
        counterparty=counterparty_of(seller.account),
        log=wallet.log,
        anchor_by=int(time.time()) + ANCHOR_SECONDS,
        amount=total,
        running_total=wallet.spent + total,
    )

    async def act(record: str, **arguments: object) -> Any:
        """Sign within the record of the intent, then hand over both."""
        receipt = await asyncio.to_thread(me.book.receipt, terms)
        return await me.ask("pay", {**arguments, "receipt": receipt.pack().decode()}, record)

    paid = await me.on_record(
        "pay", act, op="execute_tool", kind="interaction", because=(because,), order_id=order["order_id"]
    )
    wallet.spent += total
    return paid
