"""What pages ask a node: costs and gas of the next block, and proofs, which the mirror does not keep."""

from __future__ import annotations

from typing import Final, Protocol

from ledger.chain import court, estimates, panel
from ledger.chain.court import Quote
from ledger.chain.node import Chain
from ledger.domain.dispute import Case, FaultClass
from ledger.domain.ids import Address
from ledger.domain.policy import Policy
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import LedgerError, UnavailableError
from ledger.queries import showing, showing_receipts
from ledger.queries.records import RecordView
from ledger.queries.showing import Shown as ShownAction
from ledger.web.calls import Estimate, Unsigned

PATIENCE_S: Final = 5.0
"""How long a page waits for a node, in seconds: then it goes out without what the node would have said."""


class Node(Protocol):
    """A node, as pages need it. All costs are in wei; each method raises `UnavailableError` if it cannot be asked."""

    def show(self, record: RecordView) -> ShownAction:
        """Return the proof by which a record is disputed."""

    def show_receipt(self, signed: SignedReceipt, counterparty: Address | None, salt: bytes | None) -> ShownAction:
        """Return the proof by which a signed receipt is disputed."""

    def missing_stake(self, account: Address) -> int:
        """Return what the stake of an arbitrator lacks of the least one."""

    def quote(self, fault_class: FaultClass, proof: bytes) -> Quote:
        """Say what opening a dispute would take now."""

    def join_cost(self, case: Case, policy: Policy) -> int:
        """Return the least deposit of whoever joins a claim now."""

    def appeal_cost(self) -> int:
        """Return what a review by seven costs."""

    def missing_fee(self, case: Case) -> int:
        """Return what the fee of a case lacks for the arbitrator to take it on."""

    def gas(self, made: Unsigned, account: Address) -> int:
        """Return the gas that a transaction of an account would use."""


class ChainNode:
    """A node behind a chain.

    Args:
        chain: With its deployment; its patience is that of the page.
    """

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def show(self, record: RecordView) -> ShownAction:
        """Return the proof by which a record is disputed."""
        return showing.of_view(self._chain, record)

    def show_receipt(self, signed: SignedReceipt, counterparty: Address | None, salt: bytes | None) -> ShownAction:
        """Return the proof by which a signed receipt is disputed."""
        return showing_receipts.of_signed(self._chain, signed, counterparty, salt)

    def missing_stake(self, account: Address) -> int:
        """Return what the stake of an arbitrator lacks of the least one."""
        return panel.missing_stake(self._chain, account)

    def quote(self, fault_class: FaultClass, proof: bytes) -> Quote:
        """Say what opening a dispute would take now."""
        return court.quote(self._chain, fault_class=fault_class, proof=proof)

    def join_cost(self, case: Case, policy: Policy) -> int:
        """Return the least deposit of whoever joins a claim now."""
        return court.join_cost(self._chain, case, policy)

    def appeal_cost(self) -> int:
        """Return what a review by seven costs."""
        return court.appeal_cost(self._chain)

    def missing_fee(self, case: Case) -> int:
        """Return what the fee of a case lacks for the arbitrator to take it on."""
        return court.missing_fee(self._chain, case)

    def gas(self, made: Unsigned, account: Address) -> int:
        """Return the gas that a transaction of an account would use."""
        call = {"from": account, "to": made.to, "data": made.data, "value": hex(int(made.value))}
        return estimates.gas_of(self._chain, made.call, call)


def node_of(node: Node | None) -> Node:
    """Return the node that there is.

    Raises:
        UnavailableError: if there is none.
    """
    if node is None:
        raise UnavailableError(
            "this dashboard has no node to ask", hint="use `ombud dispute` with a node of yours", code="no_node"
        )
    return node


def estimate(node: Node | None, made: Unsigned, account: Address) -> Estimate:
    """Estimate the gas of a transaction; a node that cannot be asked is no reason not to show the rest."""
    try:
        return Estimate(account, node_of(node).gas(made, account), "")
    except LedgerError as error:
        return Estimate(account, None, error.message)
