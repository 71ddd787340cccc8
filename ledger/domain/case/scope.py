"""Which events belong to a case: the one rule by which bundles are made and found complete.

A receipt is proved as a whole. So a case can be asked for every event of it in each transaction that it shows, and
nothing else may ride along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.case.facts import Step
from ledger.domain.dispute import UPHELD, Case, cause_of
from ledger.domain.events import Event
from ledger.domain.ids import Address
from ledger.errors import ProofError

VAULT: Final = "BondVault"
COURT: Final = "DisputeCourt"
PANEL: Final = "PanelArbitrator"
STANDING: Final = "Standing"


@dataclass(frozen=True, slots=True)
class Scope:
    """A case and who tells of it. `panel_numbers` are the panel's own numbers of it: one, and another for an appeal."""

    chain_id: int
    court: Address
    panel: Address
    case: Case
    panel_numbers: tuple[int, ...]

    @property
    def cause(self) -> bytes:
        """What the court's credits, slashes and evidence name."""
        return cause_of(self.chain_id, self.court, self.case.dispute_id)

    def panel_cause(self, number: int) -> bytes:
        """What the credits and slashes of a panel name."""
        return cause_of(self.chain_id, self.panel, number)

    def places(self, events: Sequence[Event | None]) -> set[int]:
        """Return which events of a receipt belong to the case."""
        own = {at for at, event in enumerate(events) if event is not None and self._names_it(event)}
        locks = {self._lock_beside(events, at) for at in own} if self.case.locked else set()
        return own | {at for at in locks if 0 <= at < len(events) and self._is_lock(events[at])}

    def _names_it(self, event: Event) -> bool:
        args = event.args
        if event.contract == COURT:
            if event.name == "Ruling":
                return args["_arbitrator"] == self.panel and args["_disputeID"] in self.panel_numbers
            return bool(args.get("disputeId", args.get("_evidenceGroupID")) == self.case.dispute_id)
        if event.contract == PANEL:
            return args.get("disputeId", args.get("_disputeID")) in self.panel_numbers
        if event.contract in (VAULT, STANDING):
            return args.get("cause") in {self.cause, *map(self.panel_cause, self.panel_numbers)}
        return False

    def _lock_beside(self, events: Sequence[Event | None], at: int) -> int:
        """Return where the lock of the case is taken or lifted, -1 if nowhere: it names no cause, but has its place.

        The court locks just before it announces a dispute. It lifts the lock before the first slash and credit of a
        ruling that upholds, and just after it says that another one is executed.
        """
        event = events[at]
        if event is None or event.name not in ("DisputeOpened", "DisputeExecuted"):
            return -1
        if event.name == "DisputeExecuted" and event.args["ruling"] != UPHELD:
            return at + 1
        while at and self._moves(events[at - 1]):
            at -= 1
        return at - 1

    def _moves(self, event: Event | None) -> bool:
        return event is not None and event.args.get("cause") == self.cause

    def _is_lock(self, event: Event | None) -> bool:
        return (
            event is not None
            and event.name in ("BondLocked", "BondUnlocked")
            and (event.args["subject"], event.args["beneficiary"], event.args["court"])
            == (self.case.subject, self.case.liable, self.court)
        )


def scope_of(steps: Iterable[Step], dispute_id: int, chain_id: int, contracts: Mapping[str, Address]) -> Scope:
    """Find a dispute's opening, and the panels that took it on, among proved events.

    Raises:
        ProofError: if it was not opened exactly once, or the contracts that tell of it are not named.
    """
    own = [step for step in steps if step.event.contract == COURT and step.args.get("disputeId") == dispute_id]
    opened = [step for step in own if step.name == "DisputeOpened"]
    if len(opened) != 1:
        raise ProofError(f"{len(opened)} facts say that dispute {dispute_id} was opened", code="not_opened")
    if COURT not in contracts or PANEL not in contracts:
        raise ProofError(f"the bundle does not name its {COURT} and {PANEL}", code="missing_contract")
    try:
        case = Case.of_opening(opened[0].args)
    except ValueError as error:
        raise ProofError(f"the opening names no fault class: {error}", code="not_opened") from error
    numbers = [step.args["arbitratorDisputeId"] for step in own if step.name == "ArbitrationStarted"]
    return Scope(chain_id, contracts[COURT], contracts[PANEL], case, tuple(dict.fromkeys(numbers)))
