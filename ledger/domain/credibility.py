"""Leaves of the trees that `CredibilityRoots.sol` keeps the roots of: who is how credible, and who acts as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.hashing import LEAF_TAG, keccak, sha256, word
from ledger.domain.ids import Address

_TAG: Final = keccak(b"ombud/credibility/1")


def _address(account: Address) -> bytes:
    return bytes(12) + bytes.fromhex(account[2:])


@dataclass(frozen=True, slots=True)
class Credibility:
    """A rater's credibility in parts per million."""

    account: Address
    ppm: int

    @property
    def leaf(self) -> bytes:
        """Hash of the leaf; the tree is of RFC 6962 shape (`ledger.domain.tree`)."""
        return sha256(LEAF_TAG + _TAG + _address(self.account) + word(self.ppm))


@dataclass(frozen=True, slots=True)
class Membership:
    """An account and the 32-byte name of the cluster of accounts that act as one with it."""

    account: Address
    cluster: bytes

    @property
    def leaf(self) -> bytes:
        """Hash of the leaf; the tree is of sorted pairs over keccak-256."""
        return keccak(keccak(_address(self.account) + self.cluster))


def pair(a: bytes, b: bytes) -> bytes:
    """Return the node above two nodes of a tree of sorted pairs."""
    return keccak(min(a, b) + max(a, b))
