"""What an agent moved, as far as others show it: receipts that it signed over an amount, and who had approved the act.

Records carry no amounts. Receipts do: the agent signs them for a counterparty, whose record carries them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.signed_receipt import SignedReceipt
from ledger.queries.approvals import approvals
from ledger.queries.contents import newest_contents
from ledger.queries.countersigned import counted_receipt
from ledger.queries.lifecycle import Agent
from ledger.queries.sources import Sources
from ledger.store.receipt_view import ReceiptView, subjects
from ledger.store.view import View

MOST_RECEIPTS: Final = 10_000
MOST_RECORDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class LargeAct:
    """An act whose receipt is over the threshold. `amount` in the unit of the mandate, `tool` by its hash.

    `held`: the record is among those of the agent that were looked at; only then is it known what led to it.
    `approved`: an approval that succeeded is among its causes; `approvals` are those records.
    """

    record_id: str
    amount: str
    tool: str
    mandate: str
    held: bool
    approved: bool
    approvals: list[str]


@dataclass(frozen=True, slots=True)
class LargeActs:
    """Acts over a threshold, the largest first, of `receipts` that others counter-signed; `more`: not all were read."""

    threshold: str
    receipts: int
    items: list[LargeAct]
    without_approval: int
    more: bool


def large_acts(sources: Sources, view: View, agent: Agent, threshold: int) -> LargeActs:
    """Return the acts of an agent over an amount.

    Args:
        sources: What names the agent.
        view: As of which block.
        agent: The agent.
        threshold: The amount, in the unit of receipts.
    """
    reader = ReceiptView(view)
    (members,) = reader.listed([sources.agent(agent.number).key])
    records = list(dict.fromkeys(subjects(members)))
    signed: dict[bytes, SignedReceipt] = {}
    for rows in reader.carried(records[-MOST_RECEIPTS:]):
        for placed in rows:
            carried = counted_receipt(sources, agent, placed.row)
            if carried is not None:
                signed.setdefault(carried.signed.receipt.hash, carried.signed)
    written = {item.record_id: item for item in newest_contents(sources, view, agent, MOST_RECORDS).items}
    items: list[LargeAct] = []
    for one in signed.values():
        said = one.receipt
        if said.amount <= threshold:
            continue
        name = said.record_hash.hex()
        acts = approvals(written[name].content, written) if name in written else []
        found = [act.record_id for act in acts if act.approves]
        items.append(
            LargeAct(
                record_id=name,
                amount=str(said.amount),
                tool=said.tool.hex(),
                mandate=said.mandate.hex(),
                held=name in written,
                approved=bool(found),
                approvals=found,
            )
        )
    items.sort(key=lambda item: (-int(item.amount), item.record_id))
    without = sum(item.held and not item.approved for item in items)
    return LargeActs(str(threshold), len(signed), items, without, len(records) > MOST_RECEIPTS)
