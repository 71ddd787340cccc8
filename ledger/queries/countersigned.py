"""Counter-signatures: records of an agent that carry what another agent signed, and which of them count."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.lifecycle import Agent
from ledger.queries.sources import Sources
from ledger.store.receipt_rows import CarriedRow
from ledger.store.rows import Placed
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Countersigned:
    """One counter-signature: the record `record_id` of `agent` carries the receipt, named by its EIP-712 hash.

    `outcome` is how that record says that it ended; `witnessed` where the chain first saw it.
    """

    record_id: str
    agent: str
    outcome: str
    receipt: str
    witnessed: Seen


def counted_receipt(sources: Sources, agent: Agent, row: CarriedRow) -> CarriedReceipt | None:
    """Return the receipt of a row if it is a promise of an agent on this chain; else None.

    That a key of the agent signed it was seen when the row was written (`ledger.indexer.carried`).
    """
    carried = CarriedReceipt.unpack(row.receipt)
    said = carried.signed.receipt
    ours = said.agent == sources.agent(agent.number).key and said.chain == sources.mirror.space.chain_id
    return carried if ours else None


def countersigned(sources: Sources, view: View, placed: Placed[CarriedRow], receipt: bytes) -> Countersigned:
    """Tell of one counter-signature; `receipt` is the receipt's hash."""
    row = placed.row
    return Countersigned(
        record_id=row.record.hex(),
        agent=str(sources.agent(row.carrier)),
        outcome=row.outcome,
        receipt=receipt.hex(),
        witnessed=finding.seen_at(view, placed),
    )
