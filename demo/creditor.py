"""What a seller does with the receipt that comes with a payment: it checks it, and holds the buyer to its mandate.

The seller trusts nothing but the chain: whose key signed, what the mandate allows, who granted it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from demo.actor import Actor, RuleError
from demo.enrol import Enrolled
from demo.measures import CONDUCT
from demo.penalty import convict
from demo.roles import seller
from demo.roles.seller import Order
from demo.scenes.faults import Breach, Penalty
from ledger.chain import mandates
from ledger.chain.faults import prove_mandate_breach
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.authority import Mandate
from ledger.domain.ids import Address, AgentRef
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of

REASON = "the buyer has gone beyond its mandate"


@dataclass(slots=True)
class Creditor:
    """Every seller's way with receipts.

    Args:
        chain: The chain.
        people: Who is who on chain, by global agent id.
        customers: Names of the customers, by the account that they delegate from.
        tell: Told of each conviction.
        known: Mandates that were read from the chain, by name: they never change.
    """

    chain: Chain
    people: Mapping[str, Enrolled]
    customers: Mapping[Address, str]
    tell: Callable[[Breach], None]
    known: dict[bytes, Mandate] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)

    async def serve(self, me: Actor, order: Order, seen: str) -> None:
        """Serve an order whose receipt is good; convict the buyer, and decline, where it is over its mandate.

        Raises:
            RuleError: if a receipt is not what it seems.
            ChainRevertError: if the contract is not convinced of a breach.
        """
        held = SignedReceipt.unpack(order["receipt"])
        mandate = await asyncio.to_thread(self.check, me.agent, order, held)
        if max(held.receipt.amount, held.receipt.running_total) <= mandate.cap:
            await seller.serve_order(me, order, seen)
            return
        await self._accuse(me, order, seen, held, mandate)
        await me.call("refuse", because=(order["cause"], seen), order_id=order["order_id"], reason=REASON)
        me.world.ring(order["buyer"])

    def check(self, me: str, order: Order, held: SignedReceipt) -> Mandate:
        """Check that a receipt is the buyer's word to us about this order; returns the mandate that it names.

        Args:
            me: The seller's global agent id.
            order: What was paid.
            held: The receipt that came with the payment.

        Raises:
            RuleError: if it is not.
            NotFoundError: if the mandate was never granted.
        """
        said, buyer = held.receipt, AgentRef.parse(order["buyer"])
        mine = counterparty_of(self.people[me].owner.address)
        if (said.agent, said.counterparty, said.amount) != (buyer.key, mine, order["total"]):
            raise RuleError(f"the receipt for order {order['order_id']} is about something else")
        if not self.chain.read("KeyRing", "mayState", held.signer(), buyer.agent_id, said.epoch):
            raise RuleError(f"the receipt for order {order['order_id']} is not signed by its buyer")
        if said.mandate not in self.known:
            self.known[said.mandate] = mandates.find(self.chain, said.mandate)
        return self.known[said.mandate]

    async def _accuse(self, me: Actor, order: Order, seen: str, held: SignedReceipt, mandate: Mandate) -> None:
        buyer, said = self.people[order["buyer"]], held.receipt

        async def prove(_record: str, **_arguments: object) -> Penalty:
            """Put receipt and mandate before the contract."""
            return await asyncio.to_thread(
                convict,
                Sender(self.chain, self.people[me.agent].owner),
                buyer,
                CONDUCT,
                lambda sender: prove_mandate_breach(sender, buyer.ref, said, held.signature),
            )

        proved = await me.on_record(
            "FaultProver.proveMandateBreach",
            prove,
            op="prove_fault",
            kind="semantic",
            because=(order["cause"], seen),
            receipt=order["receipt"],
            mandate=said.mandate.hex(),
        )
        breach = Breach(
            spender=buyer.persona.name,
            customer=self.customers[mandate.principal],
            seller=me.persona.name,
            mandate=said.mandate.hex(),
            cap=mandate.cap,
            amount=said.amount,
            running_total=said.running_total,
            seq=said.seq,
            record=said.record_hash.hex(),
            penalty=proved.value,
        )
        self.breaches.append(breach)
        self.tell(breach)
