"""The action that a dispute is about: the court keeps 32 bytes of it, the opening transaction showed the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ledger.domain.dispute import NOBODY, RefKind
from ledger.domain.shown_action import ShownAction, read_opening
from ledger.errors import LedgerError
from ledger.queries import records
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.store import case_rows as rows
from ledger.store.view import View

_OPENINGS_KEPT: Final = 1024
_SHOWN: dict[RefKind, str] = {
    RefKind.RECORD: "a record made on chain",
    RefKind.LOGGED: "a record of a signed segment in an anchored log",
    RefKind.RECEIPT: "a receipt that the agent signed",
    RefKind.ACKNOWLEDGED: "a record of a signed segment that an operator acknowledged",
}


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt: the agent's signed promise to a counterparty. `amount` and `running_total` as the mandate counts."""

    hash: str
    counterparty: str
    amount: str
    tool: str
    mandate: str
    running_total: str
    log: str
    anchor_by: int


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action.

    `action` is the court's name for it, `shown_as` how it was shown to be the agent's. Which record it was is read
    from the data of the opening transaction, which must give that very name; where that cannot be had, the fields
    are None and `unknown` says why. `record` is that record with its proof, None if no log holds it (yet).
    """

    action: str
    shown_as: str
    says: str
    epoch: int | None
    stream: int | None
    seq: int | None
    record_id: str | None
    log: str | None
    anchor: int | None
    receipt: ReceiptView | None
    record: RecordView | None
    unknown: str | None


def shown_action(sources: Sources, opened: rows.Opened) -> ShownAction | str:
    """Return the action as it was shown at the opening, or why that is not known."""
    if sources.sent is None:
        return "no node is at hand to ask for the opening transaction"
    try:
        found = _opening(sources.sent(opened.tx))
    except LedgerError as error:
        return f"the opening transaction does not tell: {error.message}"
    if not found.is_action(opened.subject, opened.action):
        return "the opening transaction shows another action: the court was called from within it"
    return found


@lru_cache(maxsize=_OPENINGS_KEPT)
def _opening(data: bytes) -> ShownAction:
    return read_opening(data)


def action_view(sources: Sources, view: View, opened: rows.Opened, found: ShownAction | str) -> ActionView:
    """Return everything known about a disputed action, given what `shown_action` said of it."""
    kind = RefKind(opened.ref_kind)
    if isinstance(found, str):
        return ActionView(
            action=opened.action.hex(),
            shown_as=kind.name.lower(),
            says=_SHOWN[kind],
            epoch=None,
            stream=None,
            seq=None,
            record_id=None,
            log=None,
            anchor=None,
            receipt=None,
            record=None,
            unknown=found,
        )
    held = records.find(sources, view, found.record_id)
    return ActionView(
        action=opened.action.hex(),
        shown_as=kind.name.lower(),
        says=_SHOWN[kind],
        epoch=found.epoch,
        stream=found.stream,
        seq=found.seq,
        record_id=found.record_id.hex(),
        log=None if found.log is None else found.log.hex(),
        anchor=found.anchor,
        receipt=_receipt(found),
        record=None if held is None else held.record,
        unknown=None,
    )


def _receipt(found: ShownAction) -> ReceiptView | None:
    receipt = found.receipt
    if receipt is None:
        return None
    return ReceiptView(
        hash=receipt.hash.hex(),
        counterparty=receipt.counterparty.hex() if found.injured == NOBODY else found.injured,
        amount=str(receipt.amount),
        tool=receipt.tool.hex(),
        mandate=receipt.mandate.hex(),
        running_total=str(receipt.running_total),
        log=receipt.log.hex(),
        anchor_by=receipt.anchor_by,
    )
