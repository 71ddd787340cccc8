"""Since when a part of the house does not answer: what a page says when the mirror or the node is down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from ledger.chain.court import Quote
from ledger.domain.dispute import Case, FaultClass
from ledger.domain.ids import Address
from ledger.domain.policy import Policy
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import UnavailableError
from ledger.queries.records import RecordView
from ledger.queries.showing import Shown as ShownAction
from ledger.queries.wording import moment
from ledger.web.calls import Unsigned
from ledger.web.node import Node

NO_NODE: Final = "node_unavailable"
"""Code of the error that a node cannot be reached."""
T = TypeVar("T")


@dataclass(slots=True)
class Pulse:
    """When a part answered last; all times are Unix seconds.

    Args:
        begun: Since when somebody has asked it.
        last: When it answered last; None if it never did.
    """

    begun: float
    last: float | None = None

    def beat(self, now: float) -> None:
        """Note that it answered."""
        self.last = now

    @property
    def told(self) -> str:
        """Say since when it does not answer."""
        if self.last is None:
            return f"it has not answered since this dashboard began on {moment(int(self.begun))}"
        return f"it answered last on {moment(int(self.last))}"


class HeardNode:
    """A node of which is known when it answered last.

    Args:
        node: The node.
        pulse: Where that is noted.
        clock: Unix seconds.
    """

    def __init__(self, node: Node, pulse: Pulse, clock: Callable[[], float]) -> None:
        self._node = node
        self._pulse = pulse
        self._clock = clock

    def show(self, record: RecordView) -> ShownAction:
        """Return the proof by which a record is disputed."""
        return self._heard(lambda: self._node.show(record))

    def show_receipt(self, signed: SignedReceipt, counterparty: Address | None, salt: bytes | None) -> ShownAction:
        """Return the proof by which a signed receipt is disputed."""
        return self._heard(lambda: self._node.show_receipt(signed, counterparty, salt))

    def missing_stake(self, account: Address) -> int:
        """Return what the stake of an arbitrator lacks of the least one."""
        return self._heard(lambda: self._node.missing_stake(account))

    def quote(self, fault_class: FaultClass, proof: bytes) -> Quote:
        """Say what opening a dispute would take now."""
        return self._heard(lambda: self._node.quote(fault_class, proof))

    def join_cost(self, case: Case, policy: Policy) -> int:
        """Return the least deposit of whoever joins a claim now."""
        return self._heard(lambda: self._node.join_cost(case, policy))

    def appeal_cost(self) -> int:
        """Return what a review by seven costs."""
        return self._heard(self._node.appeal_cost)

    def missing_fee(self, case: Case) -> int:
        """Return what the fee of a case lacks for the arbitrator to take it on."""
        return self._heard(lambda: self._node.missing_fee(case))

    def gas(self, made: Unsigned, account: Address) -> int:
        """Return the gas that a transaction of an account would use."""
        return self._heard(lambda: self._node.gas(made, account))

    def _heard(self, ask: Callable[[], T]) -> T:
        try:
            found = ask()
        except UnavailableError as error:
            if error.code != NO_NODE:
                raise
            said = f"{error.message}: {self._pulse.told}"
            raise UnavailableError(said, hint=error.hint, code=error.code) from error
        self._pulse.beat(self._clock())
        return found
