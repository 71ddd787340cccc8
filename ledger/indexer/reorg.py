"""Forks: the newest block that the mirror and the chain still share."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.errors import NotFoundError
from ledger.indexer.source import ChainSource
from ledger.store.books import BlockId, Books
from ledger.store.mirror import deep_fork


def on_chain(chain: ChainSource, block: BlockId) -> bool:
    """Whether the chain still has a block at its height."""
    try:
        return chain.block(block.number).hash == block.hash
    except NotFoundError:
        return False


def common_ancestor(chain: ChainSource, ring: Sequence[BlockId], seen: Books) -> BlockId:
    """Walk back over remembered blocks to the newest one that is still on the chain.

    Args:
        chain: The chain as it is now.
        ring: Remembered blocks, newest first.
        seen: The books that the ring belongs to.

    Raises:
        ConflictError: if none is left: the fork is below finality, and nothing must be guessed.
    """
    for block in ring:
        if block.number < seen.cursor.number and on_chain(chain, block):
            return block
    raise deep_fork(seen, min((block.number for block in ring), default=seen.cursor.number))
