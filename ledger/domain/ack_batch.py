"""One signature for many acknowledgements: the operator signs the root of a small tree of headers.

An acknowledgement of a batch is the promise that `Ack` is, proved another way: its header is a leaf under the
signed root. The statement has a type of its own, so that no root can be shown as a header that was promised and
not anchored; a leaf has a tag of its own, so that no inner node passes for a header. A batch of one is a plain `Ack`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain import tree
from ledger.domain.hashing import keccak, sha256, word
from ledger.domain.statements import Ack, digest
from ledger.errors import InvalidInputError

ACK_TAG: Final = b"\x00ombud/ack/1"
MAX_BATCH: Final = 1 << 16
"""Most headers under one signature; a path has at most 16 nodes."""
_ACK_BATCH_TYPE: Final = keccak(b"AckBatch(uint256 chain,bytes32 log,bytes32 headers,uint64 anchorBy)")


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """Where a header stands in a batch: leaf `index` of `size`, and the siblings from the leaf upwards."""

    index: int
    size: int
    path: tuple[bytes, ...]


def ack_leaf(header: bytes) -> bytes:
    """Return the leaf of a header: SHA-256(0x00 || 'ombud/ack/1' || header)."""
    return sha256(ACK_TAG + header)


def batch_hash(chain: int, log: bytes, headers: bytes, anchor_by: int) -> bytes:
    """Return the EIP-712 struct hash of a batch: `headers` is the root, `anchor_by` in Unix seconds."""
    return keccak(_ACK_BATCH_TYPE + word(chain) + log + headers + word(anchor_by))


def signed_digest(ack: Ack, place: BatchPlace | None) -> bytes:
    """Return what the operator has signed if it made this promise, alone or in a batch.

    Raises:
        ProofError: if the path does not belong to that place.
        InvalidInputError: if the batch is over 65,536 headers.
    """
    if place is None:
        return digest(ack.hash)
    if place.size > MAX_BATCH:
        raise InvalidInputError(f"a batch of {place.size} headers is over {MAX_BATCH}", code="bad_ack")
    root = tree.root_of_path(ack_leaf(ack.header), place.index, place.size, place.path)
    return digest(batch_hash(ack.chain, ack.log, root, ack.anchor_by))


class HeaderBatch:
    """The headers of one group commit, all to be anchored by one time (Unix seconds).

    Args:
        headers: Their ids, in order.
        anchor_by: The promise.
    """

    __slots__ = ("_levels", "anchor_by", "size")

    def __init__(self, headers: Sequence[bytes], anchor_by: int) -> None:
        self._levels = tree.levels([ack_leaf(header) for header in headers])
        self.size: Final = len(headers)
        self.anchor_by: Final = anchor_by

    def digest(self, chain: int, log: bytes) -> bytes:
        """Return what the operator signs for all of them."""
        return digest(batch_hash(chain, log, self._levels[-1][0], self.anchor_by))

    def path(self, index: int) -> list[bytes]:
        """Return the siblings of the header at `index`, from the leaf upwards."""
        return tree.inclusion_path(self._levels, index)

    def paths(self, write: Callable[[bytes], str], between: str) -> list[str]:
        """Write the paths of all headers, each from the leaf upwards; see `tree.inclusion_paths`."""
        return tree.inclusion_paths(self._levels, write, between)

    def place(self, index: int) -> BatchPlace:
        """Return the place of the header at `index`."""
        return BatchPlace(index, self.size, tuple(self.path(index)))
