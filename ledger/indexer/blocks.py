"""Reading windows of blocks from a node: final ones with their logs, recent ones linked to the cursor by hash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.errors import NotFoundError
from ledger.indexer.ahead import Fetched
from ledger.indexer.screen import Screen
from ledger.indexer.source import Block, ChainSource
from ledger.store.books import BlockId

_DENSE: Final = 4


class Blocks:
    """One chain, read in windows; safe to share between threads.

    Args:
        chain: The chain.
        screen: Says which blocks may hold events of ours.
    """

    def __init__(self, chain: ChainSource, screen: Screen) -> None:
        self._chain = chain
        self._screen = screen

    def final(self, first: int, last: int) -> Fetched:
        """Fetch blocks that no fork takes back: those with logs, and the last."""
        logs = self._chain.logs(first, last)
        return Fetched(first, last, logs, self.heads({log.block_number for log in logs} | {last}), linked=False)

    def recent(self, cursor: BlockId, last: int, head: Block) -> Fetched:
        """Fetch all blocks after the cursor, up to `last`; the head is known already.

        Logs of these come out of receipts: one that a node left out of a list would be missed by a reader before the
        next one could show it.

        Raises:
            NotFoundError: if they are not linked to the cursor, or left the chain meanwhile.
        """
        first = cursor.number + 1
        found = [head] if first == last == head.number else self._chain.blocks(first, last)
        blocks = {block.number: block for block in found}
        parent = cursor.hash
        for number in range(first, last + 1):
            if blocks[number].parent_hash != parent:
                raise NotFoundError(f"block {number} is no child of the one before")
            parent = blocks[number].hash
        ours = [number for number in range(first, last + 1) if self._screen.doubts(blocks[number].logs_bloom, ())]
        logs = [log for number in ours for log in self._chain.receipt_logs(number)]
        return Fetched(first, last, logs, blocks, linked=True)

    def again(self, fetched: Fetched) -> Fetched:
        """Fetch a window a second time, its logs out of the blocks' receipts."""
        found = [log for number in range(fetched.first, fetched.last + 1) for log in self._chain.receipt_logs(number)]
        blocks = fetched.blocks | self.heads({log.block_number for log in found} | {fetched.last})
        return Fetched(fetched.first, fetched.last, found, blocks, fetched.linked)

    def heads(self, wanted: set[int]) -> dict[int, Block]:
        """Fetch several blocks, those between them too if that is less to ask."""
        numbers: Sequence[int] = sorted(wanted)
        if len(numbers) * _DENSE >= numbers[-1] - numbers[0] + 1:
            found = self._chain.blocks(numbers[0], numbers[-1])
        else:
            found = [self._chain.block(number) for number in numbers]
        return {block.number: block for block in found}
