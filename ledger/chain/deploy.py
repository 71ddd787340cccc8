"""Putting the contracts on a chain, in one go and without an admin.

The contracts name each other, so the addresses of the later ones are predicted from the deployer's nonce
(CREATE: the last 20 bytes of keccak256(rlp([deployer, nonce])), Yellow Paper §7). After the last transaction
the code at every address is compared with what was compiled: a deployment either is exactly ours or is not
written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import rlp

from ledger.chain.abi import artefact
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS, is_well_known
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.policy import default_policy, fast_policy
from ledger.domain.signing import SessionKey
from ledger.errors import NotAuthorisedError, SetupError

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


def constructor_arguments(
    at: Mapping[str, Address], min_operator_bond: int, accreditor: Address, authority: Address
) -> dict[str, tuple[Any, ...]]:
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
        "ActionLog": (at["KeyRing"], at["AgentRegistry"], at["BondVault"], min_operator_bond),
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
        "Policies": ([panel], [policy.as_tuple() for policy in policies], accreditor),
        "PanelArbitrator": (
            at["BondVault"],
            at["ActionWitness"],
            at["CredibilityRoots"],
            accreditor,
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
        "Lifecycle": (at["AgentRegistry"], at["DisputeCourt"], at["Standing"], authority),
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


def deploy(
    chain: Chain,
    key: SessionKey,
    *,
    min_operator_bond: int = MIN_OPERATOR_BOND,
    accreditor: Address | None = None,
    authority: Address | None = None,
) -> Deployment:
    """Create all contracts from one account.

    Args:
        chain: The chain, opened without a deployment.
        key: Private key of the deployer, which has no power over the contracts afterwards.
        min_operator_bond: Least bond of a log's operator, in wei.
        accreditor: Who accredits arbitrators, proposes arbitrators that policies may name, and can do nothing else; the
            deployer, if not given.
        authority: Who may suspend agents for a bounded time, and can do nothing else; the deployer, if not given.

    Raises:
        NotAuthorisedError: if the key is a published one and the chain is not a local one.
        SetupError: if the deployer cannot pay, or what stands on chain is not what was compiled.
        UnavailableError: if the node cannot be reached.
    """
    chain_id = chain.chain_id()
    if chain_id not in LOCAL_CHAINS and is_well_known(key.address):
        raise NotAuthorisedError(
            f"{key.address} is an account whose private key everybody knows",
            hint=f"deploy to chain {chain_id} from an account of your own",
            code="well_known_key",
        )
    sender = Sender(chain, key)
    nonce = sender.next_nonce()
    at = {name: create_address(key.address, nonce + offset) for offset, name in enumerate(CONTRACTS)}
    arguments = constructor_arguments(at, min_operator_bond, accreditor or key.address, authority or key.address)
    blocks, txs = {}, {}
    for name in CONTRACTS:
        sent = sender.create(name, artefact(name).init_code(*arguments[name]))
        if sent.contract_address is None or checksum(sent.contract_address) != at[name]:
            raise SetupError(
                f"{name} landed at {sent.contract_address}, not at {at[name]}",
                hint="another transaction of the deployer came in between: deploy again",
                code="bad_prediction",
            )
        blocks[name], txs[name] = sent.block, "0x" + sent.tx.hex()
    deployment = Deployment(
        chain_id=chain_id,
        block=min(blocks.values()),
        addresses=at,
        blocks=blocks,
        deployer=key.address,
        genesis="0x" + chain.block(0).hash.hex(),
        txs=txs,
    )
    check_code(chain, deployment)
    return deployment


def check_code(chain: Chain, deployment: Deployment) -> None:
    """Compare the code at every address of a deployment with what was compiled into this installation.

    Raises:
        SetupError: naming the first contract that differs.
    """
    for name, address in deployment.addresses.items():
        code = chain.code(address)
        if not artefact(name).is_code(code):
            problem = "has other code than this version was built with" if code else "has no code on this chain"
            raise SetupError(
                f"{name} at {address} {problem}",
                hint="the deployment file is of another chain or another version",
                code="wrong_code",
            )
