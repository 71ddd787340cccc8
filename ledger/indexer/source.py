"""What the indexer reads from, as ports: `ledger.chain.node.Chain` and `ledger.tiles.reader.LogReader` satisfy them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias

from ledger.domain.entry import SignedSegment
from ledger.domain.events import RawLog


class Block(Protocol):
    """A block's head. `timestamp` in Unix seconds; `logs_bloom` is 256 bytes."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def hash(self) -> bytes:
        """Its hash, 32 bytes."""

    @property
    def parent_hash(self) -> bytes:
        """The hash of the block before, 32 bytes."""

    @property
    def timestamp(self) -> int:
        """Its time, Unix seconds."""

    @property
    def logs_bloom(self) -> bytes:
        """The bloom filter of its logs, 256 bytes."""


class ChainSource(Protocol):
    """One chain, our contracts' logs in it."""

    def elsewhere(self) -> None:
        """Ask the next of several nodes from now on, if there are several: this one leaves something out."""

    def head(self) -> Block:
        """Return the newest block."""

    def block(self, number: int) -> Block:
        """Return one block.

        Raises:
            NotFoundError: if the chain does not reach that far (any more).
        """

    def blocks(self, first: int, last: int) -> Sequence[Block]:
        """Return the blocks from `first` to `last`, both included.

        Raises:
            NotFoundError: if the chain does not reach that far (any more).
        """

    def logs(self, first: int, last: int) -> list[RawLog]:
        """Return our contracts' logs from block `first` to `last`, both included, in chain order."""

    def receipt_logs(self, number: int) -> list[RawLog]:
        """Return our contracts' logs of one block out of its receipts: the second way, for a doubted `logs`."""


class LogSource(Protocol):
    """One published log."""

    def entries(self, begin: int, end: int) -> Iterator[bytes]:
        """Yield the entries of leaves [begin, end).

        Raises:
            NotFoundError: if the log has not published them.
            UnavailableError: if it cannot be reached.
        """

    def segments(self, begin: int, end: int) -> Iterator[tuple[int, SignedSegment]]:
        """Yield (leaf, signed segment) of leaves [begin, end).

        Raises:
            InvalidInputError: if what the log holds is no segment.
            NotFoundError: if the log has not published them.
            UnavailableError: if it cannot be reached.
        """


OpenLog: TypeAlias = Callable[[bytes, str], LogSource]
"""(log id, URL) -> the log."""
