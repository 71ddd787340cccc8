"""Forked checkpoints: two trees of one log that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.domain import tree
from ledger.domain.faults.finding import FaultKind, Finding, is_signed, key_about
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.domain.statements import Checkpoint
from ledger.errors import ProofError


@dataclass(frozen=True, slots=True)
class Stated:
    """A tree that an operator stated; without a signature it is one that the chain anchored."""

    checkpoint: Checkpoint
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class LeafFork:
    """Two leaves at one place of two trees, each with its path."""

    index: int
    leaf_a: bytes
    path_a: Sequence[bytes]
    leaf_b: bytes
    path_b: Sequence[bytes]


def find(a: Stated, b: Stated, operator: Address, fork: LeafFork | None = None) -> Finding | None:
    """Judge two trees: of one size by their roots, else by different leaves at one place."""
    one, other = a.checkpoint, b.checkpoint
    if (one.chain, one.log) != (other.chain, other.log):
        return None
    if not all(not said.signature or is_signed(said.checkpoint.hash, said.signature, {operator}) for said in (a, b)):
        return None
    forked = one.root != other.root if one.size == other.size else fork is not None and _is_forked(one, other, fork)
    if not forked:
        return None
    kind = FaultKind.FORKED_CHECKPOINTS
    return Finding(kind, key_about(one.log, ZERO32, kind), one.log, statement_a=one.root, statement_b=other.root)


def _is_forked(one: Checkpoint, other: Checkpoint, fork: LeafFork) -> bool:
    try:
        tree.verify_inclusion(fork.leaf_a, fork.index, one.size, fork.path_a, one.root)
        tree.verify_inclusion(fork.leaf_b, fork.index, other.size, fork.path_b, other.root)
    except ProofError:
        return False
    return fork.leaf_a != fork.leaf_b
