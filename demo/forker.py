"""The seller that signs two histories: one for the log, another for its buyer, for the same place in its stream.

Ombud's SDK compares the log's copy of a stream with its own before it signs, so a restored backup cannot do
this by accident. The forker goes round it: it copies its spool, and signs by hand what the copy says.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.accuser import Accuser
from demo.actor import Actor, RuleError
from demo.cast import GOODS
from demo.roles import seller
from demo.roles.seller import Order
from demo.story import Conviction
from ledger.domain.entry import SignedSegment
from ledger.domain.signing import SessionKey
from ledger.sdk.draft import Draft
from ledger.sdk.sender import now_ms
from ledger.sdk.spool import Spool

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
        spool: Its spool, of which it keeps a copy.
        key: Its session key, used behind the SDK's back.
        actors: Everybody by global agent id, filled when they are born: the victim is among them.
        accuser: What the victim does about it.
    """

    spool: Path
    key: SessionKey
    actors: Mapping[str, Actor]
    accuser: Accuser
    conviction: Conviction | None = None
    _trial: asyncio.Task[Conviction] | None = None

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
            await seller.serve_order(me, order, seen)
            return
        await asyncio.to_thread(me.book.flush, _FLUSH_SECONDS)
        shadow = self.spool.with_name(self.spool.name + "-shadow")
        await asyncio.to_thread(shutil.copytree, self.spool, shadow)
        await me.call("refuse", because=(order["cause"], seen), order_id=order["order_id"], reason="sold elsewhere")
        lie = sign_other_history(shadow, self.key, session=f"order-{order['order_id']}", cause=order["cause"])
        await me.call("show_paper", because=(order["cause"],), recipient=order["buyer"], paper=lie.pack().hex())
        me.world.ring(order["buyer"])
        await me.call("withdraw_offers")
        self._trial = asyncio.create_task(
            self.accuser.accuse(self.actors[order["buyer"]], me, (TO_THE_LOG, TO_THE_VICTIM))
        )


def sign_other_history(spool: Path, key: SessionKey, *, session: str, cause: str) -> SignedSegment:
    """Write a shipment that never was into a copied spool, and sign it by hand.

    Args:
        spool: A copy of a spool whose records are all signed.
        key: The session key.
        session: Session of the made-up records.
        cause: Id of the record that is claimed as their cause.

    Returns:
        A signed segment that begins where the real spool's next one does.
    """
    copy = Spool(spool)
    try:
        said = Draft(
            kind="interaction",
            op="execute_tool",
            phase="intent",
            session=session,
            tool="ship",
            ts=now_ms(),
            parents=(cause,),
        )
        intent = copy.write(said)
        done = Draft(
            kind="interaction",
            op="execute_tool",
            phase="outcome",
            outcome="success",
            session=session,
            tool="ship",
            ts=now_ms(),
            parents=(str(intent.record_id),),
        )
        copy.write(done)
        ((stream, mark),) = copy.streams()
        last = next(reversed(list(stream.headers())), None)
        return stream.signed(stream.seal(last, mark, mark.count, now_ms()), key)
    finally:
        copy.close()
