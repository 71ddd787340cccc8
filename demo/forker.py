"""The seller that signs two histories: one for the log, another for its buyer, for the same place in its stream.

Ombud's SDK compares the log's copy of a stream with its own before it signs, so a restored backup cannot do
this by accident. The forker goes round it: with a copy of its session key it signs by hand what never was.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from demo.accuser import Accuser
from demo.actor import Actor, RuleError
from demo.cast import GOODS
from demo.enrol import STREAM, Enrolled
from demo.roles import seller
from demo.roles.seller import Order, Serve
from demo.scenes.faults import Equivocation
from ledger.domain import record, sealing
from ledger.domain.entry import SignedSegment
from ledger.domain.record import Record

START: Final = 0.4
"""Share of the day after which it forks."""
BAIT: Final = GOODS[:3]
BAIT_CENTS: Final = 199
TO_THE_LOG: Final = "declined the order"
TO_THE_VICTIM: Final = "had shipped it"
_FLUSH_SECONDS: Final = 15.0


@dataclass(slots=True)
class Forker:
    """The forker's life.

    Args:
        enrolled: Who it is on chain, with the session key that it uses behind the SDK's back.
        actors: Everybody by global agent id, filled when they are born: the victim is among them.
        accuser: What the victim does about it.
        honestly: How it serves an order that it does not lie about.
    """

    enrolled: Enrolled
    actors: Mapping[str, Actor]
    accuser: Accuser
    honestly: Serve
    conviction: Equivocation | None = None
    _trial: asyncio.Task[Equivocation] | None = None

    async def live(self, me: Actor) -> None:
        """Sell like any seller, but cheaper; lie once; then serve what is open and be convicted."""
        with me.session("bait"):
            for sku in BAIT:
                await me.call("post_offer", sku=sku, price=BAIT_CENTS, stock=200, warehouse="near")
        await seller.live(me, self._serve)
        if self._trial is None:
            raise RuleError(f"{me.persona.name} found nobody to lie to")
        self.conviction = await self._trial

    async def _serve(self, me: Actor, order: Order, seen: str) -> None:
        if self._trial or not me.world.reached(START):
            await self.honestly(me, order, seen)
            return
        await asyncio.to_thread(me.book.flush, _FLUSH_SECONDS)
        place = next_place(me)
        await me.call("refuse", because=(order["cause"], seen), order_id=order["order_id"], reason="sold elsewhere")
        lie = sign_other_history(self.enrolled, place, session=f"order-{order['order_id']}", cause=order["cause"])
        await me.call("show_paper", because=(order["cause"],), recipient=order["buyer"], paper=lie.pack().hex())
        me.world.ring(order["buyer"])
        await me.call("withdraw_offers")
        self._trial = asyncio.create_task(
            self.accuser.accuse(self.actors[order["buyer"]], me, (TO_THE_LOG, TO_THE_VICTIM))
        )


def next_place(me: Actor) -> tuple[int, bytes]:
    """Return where an agent's next segment begins, and the header before it: all it wrote is acknowledged."""
    last = list(me.book.acks())[-1]
    return last.first_seq + last.count, bytes.fromhex(last.header)


def sign_other_history(enrolled: Enrolled, place: tuple[int, bytes], *, session: str, cause: str) -> SignedSegment:
    """Make up a shipment that never was, and sign it by hand.

    Args:
        enrolled: Who says so.
        place: First sequence number, and the header before it.
        session: Session of the made-up records.
        cause: Id of the record that is claimed as their cause.
    """
    (seq, head), now = place, time.time_ns() // 1_000_000

    def said(**words: object) -> bytes:
        same = {"agent": str(enrolled.ref), "epoch": enrolled.epoch, "stream": STREAM, "session": session, "ts": now}
        return record.encode(Record(**same, **words, kind="interaction", op="execute_tool", tool="ship", v=1))  # type: ignore[arg-type]

    intent = said(phase="intent", seq=seq, parents=(cause,))
    outcome = said(phase="outcome", outcome="success", seq=seq + 1, parents=(record.record_id(intent).hex(),))
    header = sealing.make_header(enrolled.ref, enrolled.epoch, STREAM, seq, [intent, outcome], head, now)
    return sealing.sign(header, [intent, outcome], enrolled.session_key)
