"""A node as pages ask it, without a chain: fixed prices, or nothing while it is down."""

from __future__ import annotations

from ledger.chain.court import Quote
from ledger.chain.witness import Witnessed
from ledger.domain.dispute import NOBODY, Case, FaultClass, RefKind
from ledger.domain.ids import Address, AgentRef
from ledger.domain.policy import Policy, default_policy
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import UnavailableError
from ledger.queries.records import RecordView
from ledger.queries.showing import Shown
from ledger.web.calls import Unsigned
from tests.fakes.court import PANEL

DEPOSIT, FEE, REVIEW, GAS, STAKE = 50, 30, 70, 123_456, 90
LIABLE = Address("0x00000000000000000000000000000000000000AA")


class PricedNode:
    """Says what things cost; `down` while it cannot be asked. `witnessed` is when the chain saw each action."""

    def __init__(self, *, down: bool = False, witnessed: int = 2**40) -> None:
        self.down = down
        self.witnessed = witnessed

    def show(self, record: RecordView) -> Shown:
        """Return a proof of its own making."""
        self._up()
        return Shown(AgentRef.parse(record.agent).agent_id, "a record", b"proof of " + bytes.fromhex(record.record_id))

    def show_receipt(self, signed: SignedReceipt, counterparty: Address | None, _salt: bytes | None) -> Shown:
        """Return a proof that says whose receipt it is."""
        self._up()
        told = (counterparty or "").encode()
        return Shown(0, "a receipt", b"proof of receipt " + signed.receipt.record_hash + told)

    def missing_stake(self, _account: Address) -> int:
        """Ask for the whole stake."""
        self._up()
        return STAKE

    def quote(self, fault_class: FaultClass, proof: bytes) -> Quote:
        """Quote the same for all."""
        self._up()
        assert proof.startswith(b"proof of ")
        shown = Witnessed(RefKind.LOGGED, 0, bytes(32), LIABLE, NOBODY, bytes(32), self.witnessed, 1)
        return Quote(shown, 1, default_policy(PANEL, DEPOSIT), int(fault_class), DEPOSIT, FEE)

    def join_cost(self, _case: Case, policy: Policy) -> int:
        """Ask for what the policy does."""
        self._up()
        return policy.deposit

    def appeal_cost(self) -> int:
        """Ask for seven seats."""
        self._up()
        return REVIEW

    def missing_fee(self, case: Case) -> int:
        """Ask for a little more than the fee."""
        self._up()
        return case.fee + 1

    def gas(self, made: Unsigned, account: Address) -> int:
        """Use the same for all."""
        self._up()
        assert made.data.startswith("0x")
        assert account.startswith("0x")
        return GAS

    def _up(self) -> None:
        if self.down:
            raise UnavailableError("the node cannot be reached", hint="start it", code="node_unavailable")
