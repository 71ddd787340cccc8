"""What a dispute is about: everything that is fixed at its opening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ledger.domain.dispute.terms import NOBODY, FaultClass, account_word
from ledger.domain.hashing import keccak, word
from ledger.domain.ids import Address

TAG_BYTES: Final = 24


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about a dispute that never changes; the court keeps 192 bits of its hash."""

    dispute_id: int
    agent_id: int
    subject: bytes
    liable: Address
    claimant: Address
    injured: Address
    action: bytes
    fault_class: FaultClass
    evidence_hash: bytes
    policy_id: int
    policy_hash: bytes
    deposit: int
    fee: int
    slice: int
    locked: int
    opened_at: int
    opened_block: int

    @property
    def tag(self) -> bytes:
        """The first 24 bytes of keccak256 of the encoded case."""
        return keccak(
            word(self.dispute_id)
            + word(self.agent_id)
            + self.subject
            + account_word(self.liable)
            + account_word(self.claimant)
            + account_word(self.injured)
            + self.action
            + word(self.fault_class)
            + self.evidence_hash
            + word(self.policy_id)
            + self.policy_hash
            + b"".join(map(word, (self.deposit, self.fee, self.slice, self.locked, self.opened_at, self.opened_block)))
        )[:TAG_BYTES]

    @property
    def parties(self) -> list[Address]:
        """Who may not judge: claimant, liable account and counterparty."""
        return [party for party in (self.claimant, self.liable, self.injured) if party != NOBODY]

    def as_tuple(self) -> tuple[Any, ...]:
        """Return the fields in the order of the contract's structure."""
        return (
            self.dispute_id,
            self.agent_id,
            self.subject,
            self.liable,
            self.claimant,
            self.injured,
            self.action,
            int(self.fault_class),
            self.evidence_hash,
            self.policy_id,
            self.policy_hash,
            self.deposit,
            self.fee,
            self.slice,
            self.locked,
            self.opened_at,
            self.opened_block,
        )

    @classmethod
    def of_opening(cls, args: dict[str, Any]) -> Case:
        """Read a case from the values of its `DisputeOpened` event."""
        return cls(
            dispute_id=args["disputeId"],
            agent_id=args["agentId"],
            subject=args["subject"],
            liable=args["liable"],
            claimant=args["claimant"],
            injured=args["injured"],
            action=args["action"],
            fault_class=FaultClass(args["faultClass"]),
            evidence_hash=args["evidenceHash"],
            policy_id=args["policyId"],
            policy_hash=args["policyHash"],
            deposit=args["deposit"],
            fee=args["fee"],
            slice=args["slice"],
            locked=args["locked"],
            opened_at=args["openedAt"],
            opened_block=args["openedBlock"],
        )
