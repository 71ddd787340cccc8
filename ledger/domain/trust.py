"""What a verifier is told to trust, what it says does not hold, and the checks that every kind of bundle shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ledger.domain.bundle import BlockRef, BundledFact, DeploymentRef
from ledger.domain.chain_proof import check_header
from ledger.domain.cosignature import WitnessPolicy
from ledger.domain.ids import checksum
from ledger.domain.note import LogState
from ledger.errors import ProofError

StampCheck = Callable[[bytes, LogState], int]
"""Checks a time stamp (RFC 3161, DER) of a log state; returns its Unix seconds, raises ProofError if it fails."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the caller already trusts. Empty means: not compared, only reported."""

    block_hashes: frozenset[str] = frozenset()
    contracts: Mapping[str, str] = field(default_factory=dict)
    chain_id: int | None = None
    witnesses: WitnessPolicy | None = None
    stamps: StampCheck | None = None


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp of a checkpoint: where, and when it says the checkpoint was there (Unix seconds).

    `at` is None if nobody named a root certificate to check it with: then it says nothing yet.
    """

    where: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: where (a record or a part of the bundle), and why."""

    where: str
    code: str
    reason: str


def check_deployment(deployment: DeploymentRef, trust: Trust) -> Iterator[Problem]:
    """Check how a bundle's contracts are written, and compare them with those that the caller trusts."""
    for name, address in deployment.contracts.items():
        if checksum(address) != address:
            yield Problem("deployment", "bad_checksum", f"{name} at {address} has another EIP-55 checksum")
    if trust.chain_id is not None and trust.chain_id != deployment.chain_id:
        yield Problem(
            "deployment", "other_chain", f"the bundle is from chain {deployment.chain_id}, not {trust.chain_id}"
        )
    for name, address in trust.contracts.items():
        claimed = deployment.contracts.get(name)
        if claimed is not None and claimed.lower() != address.lower():
            yield Problem(
                "deployment", "other_contract", f"{name} is {claimed} in the bundle, {address} in your deployment"
            )


def read_stamp(stamp: str, state: LogState, where: str, trust: Trust) -> Stamped:
    """Check a time stamp, given as hex, if the caller trusts an authority.

    Raises:
        ProofError: if it does not hold.
    """
    return Stamped(where, trust.stamps(bytes.fromhex(stamp), state) if trust.stamps else None)


def check_block(block: BlockRef, where: str) -> Iterator[Problem]:
    """Check that number, hash and header of a block belong together."""
    try:
        check_header(bytes.fromhex(block.header), block.number, bytes.fromhex(block.hash))
    except ProofError as error:
        yield Problem(where, error.code, error.message)


def check_trusted(block: BlockRef | BundledFact, where: str, trust: Trust) -> Iterator[Problem]:
    """Compare a block with those that the caller trusts, if any were named."""
    number, found = (
        (block.number, block.hash) if isinstance(block, BlockRef) else (block.block_number, block.block_hash)
    )
    if trust.block_hashes and found not in trust.block_hashes:
        yield Problem(where, "untrusted_block", f"you did not name block {number}, {found}")
