"""A fetched window into what is written: checked, decoded, projected, and refused if something is left out."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ledger.domain.events import RawLog, decode
from ledger.domain.ids import Address
from ledger.errors import NotFoundError
from ledger.indexer.ahead import Fetched
from ledger.indexer.blocks import Blocks
from ledger.indexer.direct import DirectRecords
from ledger.indexer.gaps import GapError
from ledger.indexer.numbers import Counts, Numbers
from ledger.indexer.projections import block_fact, project
from ledger.indexer.screen import Screen
from ledger.indexer.source import Block, ChainSource
from ledger.store.books import BlockId, Books
from ledger.store.mirror import BlockWrite, Mirror, Window
from ledger.store.ops import Op, Runs


@dataclass(frozen=True, slots=True)
class Made:
    """A window ready to be written, and how many events of ours are in it."""

    window: Window
    events: int


class Windows:
    """Makes windows of what a node gave.

    Args:
        chain: The chain, for logs that the node left out.
        mirror: Where they will be written.
        contracts: Names of our contracts by address.
        dice: Chooses the blocks that are looked up.
    """

    def __init__(
        self, chain: ChainSource, mirror: Mirror, contracts: Mapping[Address, str], dice: random.Random
    ) -> None:
        self._chain = chain
        self._mirror = mirror
        self._contracts = contracts
        self._screen = Screen(contracts)
        self.blocks = Blocks(chain, self._screen, dice)
        self._direct = DirectRecords(contracts)

    def make(self, seen: Books, fetched: Fetched, floor: int, numbers: Numbers) -> Made:
        """Make a window.

        Args:
            seen: The mirror before it.
            fetched: What the node gave.
            floor: The highest final block.
            numbers: Where numbers go on.

        Raises:
            InvalidInputError: if one of our contracts emits what this version cannot read.
            NotFoundError: if the chain moved while it was read, or another indexer was faster.
            UnavailableError: if the node leaves logs out, whichever way it is asked.
        """
        made, counts = self._made(fetched, self._checked_logs(fetched), floor)
        view = self._mirror.view(seen)
        gap = numbers.gap(view, counts)
        if not gap:
            return made
        if self._mirror.books().cursor != seen.cursor:
            raise NotFoundError("another indexer was faster")
        fetched = self.blocks.again(fetched)
        made, counts = self._made(fetched, fetched.logs, floor)
        gap = numbers.gap(view, counts)
        if gap:
            raise GapError(
                f"the node leaves out logs between blocks {fetched.first} and {fetched.last}: {gap}",
                hint="use another node; nothing was written",
                gap=gap,
            )
        return made

    def _checked_logs(self, fetched: Fetched) -> list[RawLog]:
        """Hold the logs against their blocks: right hashes, none left out as far as blooms tell."""
        by_block = {number: list(logs) for number, logs in groupby(fetched.logs, lambda log: log.block_number)}
        for number, block in fetched.blocks.items():
            if self._screen.doubts(block.logs_bloom, by_block.get(number, ())):
                by_block[number] = self._chain.receipt_logs(number)
        out: list[RawLog] = []
        for number in sorted(by_block):
            logs, block_hash = by_block[number], fetched.blocks[number].hash
            if any(log.block_hash != block_hash for log in logs):
                raise NotFoundError(f"block {number} changed while it was read")
            out += logs
        return out

    def _made(self, fetched: Fetched, logs: Sequence[RawLog], floor: int) -> tuple[Made, Counts]:
        runs, counts, writes, events = Runs(), Counts(), [], 0
        self._direct.begin(runs, counts)
        for number, group in groupby(logs, lambda log: log.block_number):
            block = fetched.blocks[number]
            if number <= floor:
                found = self._final(list(group), block, runs, counts)
            else:
                ops, found = self._provisional(list(group), block, counts)
                writes.append(BlockWrite(number, ops))
            events += found
        end = _block_id(fetched.blocks[fetched.last])
        ring = [_block_id(fetched.blocks[number]) for number in sorted(fetched.blocks)] if fetched.linked else [end]
        return Made(Window(end, min(floor, end.number), ring, runs, writes), events), counts

    def _final(self, logs: Sequence[RawLog], block: Block, runs: Runs, counts: Counts) -> int:
        time, events = block.timestamp, 0
        for log in logs:
            if self._direct.take(log, time):
                events += 1
                continue
            event = decode(log, self._contracts)
            if event is not None:
                events += 1
                counts.see(event)
                runs.add(project(event, time, self._mirror.space))
        if events:
            runs.add([block_fact(block.number, block.hash, time)])
        return events

    def _provisional(self, logs: Sequence[RawLog], block: Block, counts: Counts) -> tuple[list[Op], int]:
        ops, events = [], 0
        for log in logs:
            event = decode(log, self._contracts)
            if event is not None:
                events += 1
                counts.see(event)
                ops += project(event, block.timestamp, self._mirror.space)
        return ([block_fact(block.number, block.hash, block.timestamp), *ops] if events else []), events


def _block_id(block: Block) -> BlockId:
    return BlockId(block.number, block.hash, block.timestamp)
