"""Reading windows of blocks from a node: final ones with their logs, recent ones linked to the cursor by hash."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from ledger.domain.events import RawLog
from ledger.errors import NotFoundError
from ledger.indexer.ahead import Fetched
from ledger.indexer.gaps import GapError
from ledger.indexer.screen import Screen
from ledger.indexer.source import Block, ChainSource
from ledger.store.books import BlockId

_DENSE: Final = 4
_ONE_OF: Final = 8
"""Of as many windows of final blocks, one has a block looked up."""


class Blocks:
    """One chain, read in windows; safe to share between threads.

    Args:
        chain: The chain.
        screen: Says which blocks may hold events of ours.
        dice: Chooses the blocks that are looked up.
    """

    def __init__(self, chain: ChainSource, screen: Screen, dice: random.Random) -> None:
        self._chain = chain
        self._screen = screen
        self._dice = dice
        self._doubted = False

    def final(self, first: int, last: int) -> Fetched:
        """Fetch blocks that no fork takes back: those with logs, and the last.

        Numbers do not tell of everything that a list may lack, so now and then a block is looked up in its receipts,
        which lack nothing. Once one holds more than its list, lists are not asked for any more.

        Raises:
            GapError: that once.
            NotFoundError, UnavailableError: what the chain raises.
        """
        if self._doubted:
            return self._by_receipts(first, last)
        logs = self._chain.logs(first, last)
        if self._dice.randrange(_ONE_OF) == 0:
            self._look_up(first, last, logs)
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

    def _look_up(self, first: int, last: int, logs: Sequence[RawLog]) -> None:
        """Compare one block with its receipts: one that has logs in the list, or any."""
        listed = sorted({log.block_number for log in logs})
        any_block = not listed or self._dice.randrange(2)
        number = self._dice.randint(first, last) if any_block else self._dice.choice(listed)
        held, told = self._chain.receipt_logs(number), [log for log in logs if log.block_number == number]
        if held == told:
            return
        if held and told and held[0].block_hash != told[0].block_hash:
            raise NotFoundError(f"block {number} changed while it was read")
        self._doubted = True
        raise GapError(
            f"the node's list of logs has {len(told)} of the {len(held)} events of block {number}",
            hint="everything is read again, out of receipts; use another node",
            gap=f"list of block {number}",
            everything=True,
        )

    def _by_receipts(self, first: int, last: int) -> Fetched:
        blocks = {block.number: block for block in self._chain.blocks(first, last)}
        ours = [number for number in blocks if self._screen.doubts(blocks[number].logs_bloom, ())]
        logs = [log for number in ours for log in self._chain.receipt_logs(number)]
        return Fetched(first, last, logs, blocks, linked=False)

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
