"""What each contract is created with, and where it lands.

The contracts name each other, so the addresses of the later ones are predicted from the deployer's nonce
(CREATE: the last 20 bytes of keccak256(rlp([deployer, nonce])), Yellow Paper §7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rlp

from ledger.chain.abi import artefact
from ledger.chain.deployment import CONTRACTS
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.policy import default_policy, fast_policy

MIN_OPERATOR_BOND: Final = 10**17  # wei; 0.1 of the chain's coin, what registering a log costs at least
MIN_STAKE: Final = 10**18  # wei; what an arbitrator stands to lose
SEAT_FEE: Final = 10**16  # wei; what a seat earns for a vote
ASSERTION_BOND: Final = 10**17  # wei; what a bonded assertion costs, and a challenge of it
CLAIM_DEPOSIT: Final = 5 * 10**16  # wei; what a claimant stands to lose at least
CHALLENGE_DEPOSIT: Final = 2 * 10**16  # wei; what asking for something costs whoever is answered


def create_address(deployer: Address, nonce: int) -> Address:
    """Predict where a plain contract creation lands."""
    encoded: bytes = rlp.encode([bytes.fromhex(deployer[2:]), nonce])
    return checksum(keccak(encoded)[12:])


@dataclass(frozen=True, slots=True)
class Terms:
    """What a deployment fixes for ever, apart from where its contracts stand.

    Args:
        accreditor: Who accredits arbitrators, proposes arbitrators that policies may name, and can do nothing else.
        authority: Who may suspend agents for a bounded time, and can do nothing else.
        min_operator_bond: Least bond of a log's operator, in wei.
    """

    accreditor: Address
    authority: Address
    min_operator_bond: int = MIN_OPERATOR_BOND


def constructor_arguments(at: Mapping[str, Address], terms: Terms) -> dict[str, tuple[Any, ...]]:
    """Return every contract's constructor arguments, given where all of them stand."""
    panel = at["PanelArbitrator"]
    policies = [default_policy(panel, CLAIM_DEPOSIT), fast_policy(panel, CLAIM_DEPOSIT)]
    reads = (at["AgentRegistry"], at["KeyRing"], at["ActionLog"])
    checkers = [at[name] for name in ("ReceiptFaults", "EffectFaults", "OperatorFaults", "Challenges", "Availability")]
    return {
        "AgentRegistry": (),
        "KeyRing": (at["AgentRegistry"], at["FaultProver"], at["BondVault"]),
        "BondVault": ([at["FaultProver"], panel, at["DisputeCourt"]],),
        "Standing": (at["AgentRegistry"], at["Audits"], [at["FaultProver"], at["DisputeCourt"]]),
        "ActionLog": (at["KeyRing"], at["AgentRegistry"], at["BondVault"], terms.min_operator_bond),
        "FaultProver": (
            at["KeyRing"],
            at["BondVault"],
            at["Standing"],
            at["DisputeCourt"],
            at["HeaderFaults"],
            at["PermissionFaults"],
            checkers,
        ),
        "Mandates": (at["AgentRegistry"], at["KeyRing"]),
        "Policies": ([panel], [policy.as_tuple() for policy in policies], terms.accreditor),
        "PanelArbitrator": (
            at["BondVault"],
            at["ActionWitness"],
            at["CredibilityRoots"],
            terms.accreditor,
            MIN_STAKE,
            SEAT_FEE,
        ),
        "ActionWitness": (at["AgentRegistry"], at["KeyRing"], at["ActionLog"]),
        "DisputeCourt": (
            at["AgentRegistry"],
            at["KeyRing"],
            at["ActionWitness"],
            at["BondVault"],
            at["Standing"],
            at["Policies"],
            at["FaultProver"],
        ),
        "ReputationRegistry": (at["AgentRegistry"],),
        "ValidationRegistry": (at["AgentRegistry"],),
        "Dimensions": (),
        "EvidenceLinks": (
            at["AgentRegistry"],
            at["KeyRing"],
            at["ActionWitness"],
            at["ReputationRegistry"],
            at["Dimensions"],
        ),
        "FeedbackView": (at["ReputationRegistry"], at["EvidenceLinks"]),
        "Audits": (
            at["AgentRegistry"],
            at["KeyRing"],
            at["ActionWitness"],
            panel,
            at["BondVault"],
            at["Standing"],
            ASSERTION_BOND,
        ),
        "CredibilityRoots": (panel, at["BondVault"], ASSERTION_BOND),
        "ForecastBook": (at["AgentRegistry"], at["DisputeCourt"]),
        "Lifecycle": (at["AgentRegistry"], at["DisputeCourt"], at["Standing"], terms.authority),
        "Claims": (at["AgentRegistry"], at["DisputeCourt"]),
        "Credits": (at["AgentRegistry"], at["KeyRing"], at["BondVault"], at["DisputeCourt"]),
        "HeaderFaults": reads,
        "ReceiptFaults": (*reads, at["ActionWitness"]),
        "PermissionFaults": (*reads, at["Mandates"], at["Manifests"]),
        "EffectFaults": reads,
        "OperatorFaults": reads,
        "Challenges": (*reads, at["ActionWitness"], at["BondVault"], CHALLENGE_DEPOSIT),
        "Availability": (at["ActionLog"], at["BondVault"], CHALLENGE_DEPOSIT),
        "Manifests": (at["AgentRegistry"],),
    }


def init_codes(at: Mapping[str, Address], terms: Terms) -> dict[str, bytes]:
    """Return what creates each contract, in the order of creation: code and arguments."""
    arguments = constructor_arguments(at, terms)
    return {name: artefact(name).init_code(*arguments[name]) for name in CONTRACTS}


def predicted(deployer: Address, nonce: int) -> dict[str, Address]:
    """Return where each contract lands if the account creates all of them one after another, from this nonce on."""
    return {name: create_address(deployer, nonce + offset) for offset, name in enumerate(CONTRACTS)}
