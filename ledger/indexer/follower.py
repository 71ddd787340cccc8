"""The follower of the chain: one step at a time, backfill and head through one path.

A step looks at the chain's head, then does one thing: nothing, one window of blocks, or one rollback. Blocks
up to finality are taken in windows without undo, sized by events; above it each block is remembered by hash
and with its undo. Nothing is kept between steps but the window's size: the mirror's cursor is the truth, so a
step after a crash, or beside a second indexer, is an ordinary step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from ledger.domain.events import Event, RawLog, decode
from ledger.domain.ids import Address
from ledger.errors import NotFoundError, SetupError, UnavailableError
from ledger.indexer.projections import block_fact, project
from ledger.indexer.reorg import common_ancestor, on_chain
from ledger.indexer.screen import Screen, first_gap
from ledger.indexer.source import Block, ChainSource
from ledger.store.books import BlockId, Books
from ledger.store.mirror import BlockWrite, Mirror, Window

TARGET_EVENTS: Final = 2000
"""Events that a window should hold: about 2 MB on the wire."""
MAX_WINDOW: Final = 5000  # blocks; common limit of hosted nodes for one eth_getLogs
FIRST_WINDOW: Final = 200  # blocks
_DENSE: Final = 4
REWIND_AFTER: Final = 3
"""Looks at a head below the cursor before the mirror follows it down: a node behind a balancer may lag for one."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did. `first` and `last` are the blocks applied or taken back."""

    did: Literal["began", "nothing", "applied", "rolled_back", "lost_race"]
    first: int = 0
    last: int = 0
    events: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return self.did == "nothing"


class Follower:
    """Keeps the chain space of a mirror equal to a chain.

    Args:
        chain: The chain.
        mirror: Where to write.
        contracts: Names of our contracts by address.
        start: The first block that may hold an event of theirs.
        finality_depth: Blocks below the head that a fork may still take back.
        instance: Makes a random name for an index that has to be begun.
        clock: Unix seconds.
        until: The last block to take; the head if not given.
    """

    def __init__(
        self,
        chain: ChainSource,
        mirror: Mirror,
        contracts: Mapping[Address, str],
        *,
        start: int,
        finality_depth: int,
        instance: Callable[[], str],
        clock: Callable[[], float],
        until: int | None = None,
    ) -> None:
        self._chain = chain
        self._mirror = mirror
        self._contracts = contracts
        self._start = start
        self._depth = finality_depth
        self._instance = instance
        self._clock = clock
        self._until = until
        self._screen = Screen(contracts)
        self._window = FIRST_WINDOW
        self._looks_at_lower_head = 0
        self._origin_checked = ""

    def step(self) -> Step:
        """Do the next thing.

        Raises:
            ConflictError: if the chain forked below finality; nothing is changed then.
            SetupError: if the node is of another chain than the mirror.
            UnavailableError: if node or mirror cannot be reached, or the node's answers contradict each other.
        """
        head = self._chain.head()
        seen = self._mirror.look()
        if seen is None:
            return self._begin()
        self._check_origin(seen)
        self._mirror.saw(head.number, now=self._clock())
        cursor = seen.cursor
        if head.number <= cursor.number:
            return self._compare(seen, head)
        self._looks_at_lower_head = 0
        if not on_chain(self._chain, cursor):
            return self._take_back(seen)
        last = head.number if self._until is None else min(head.number, self._until)
        if last <= cursor.number:
            return Step("nothing")
        floor = max(head.number - self._depth, self._start - 1)
        try:
            window = self._final(cursor, min(floor, last)) if cursor.number < floor else self._recent(cursor, last)
        except NotFoundError:
            return Step("lost_race")  # the chain moved while it was read; the next step sees where
        return self._apply(seen, window, floor)

    # -- the three cases of a head ----------------------------------------------------------------------------

    def _begin(self) -> Step:
        try:
            block = self._chain.block(max(self._start - 1, 0))
        except NotFoundError as error:
            raise SetupError(
                f"the node's chain ends before block {self._start}, where the contracts were deployed",
                hint="the deployment file is of another chain, or the node has not synchronised",
                code="other_chain",
            ) from error
        origin = BlockId(block.number, block.hash, block.timestamp)
        self._mirror.begin(origin, instance=self._instance(), now=self._clock())
        return Step("began", origin.number, origin.number)

    def _check_origin(self, seen: Books) -> None:
        """See once an index whether the node is of the chain that the mirror was begun on."""
        if self._origin_checked == seen.instance:
            return
        if not on_chain(self._chain, BlockId(max(self._start - 1, 0), seen.origin, 0)):
            raise SetupError(
                "the mirror was made of another chain than the node's: their blocks before the deployment differ",
                hint="a local node starts a new chain each time: empty the mirror, or run `ombud index rebuild`",
                code="other_chain",
            )
        self._origin_checked = seen.instance

    def _compare(self, seen: Books, head: Block) -> Step:
        cursor = seen.cursor
        if head.number == cursor.number:
            self._looks_at_lower_head = 0
            return Step("nothing") if head.hash == cursor.hash else self._take_back(seen)
        known = next((b for b in self._mirror.ring(seen) if b.number == head.number), None)
        if known is not None and known.hash != head.hash:
            return self._take_back(seen)
        self._looks_at_lower_head += 1
        return Step("nothing") if self._looks_at_lower_head < REWIND_AFTER else self._take_back(seen)

    def _take_back(self, seen: Books) -> Step:
        self._looks_at_lower_head = 0
        ancestor = common_ancestor(self._chain, self._mirror.ring(seen), seen)
        if not self._mirror.rollback(seen, ancestor):
            return Step("lost_race")
        return Step("rolled_back", ancestor.number + 1, seen.cursor.number)

    # -- fetching ---------------------------------------------------------------------------------------------

    def _final(self, cursor: BlockId, floor: int) -> _Fetched:
        """Fetch a window of blocks that no fork takes back."""
        first, last = cursor.number + 1, min(cursor.number + self._window, floor)
        logs = self._chain.logs(first, last)
        numbers = sorted({log.block_number for log in logs} | {last})
        blocks = self._heads(numbers)
        per_block = max(len(logs), 1) / (last - first + 1)
        self._window = max(1, min(MAX_WINDOW, 2 * self._window, int(TARGET_EVENTS / per_block)))
        return _Fetched(first, last, logs, blocks, linked=False)

    def _recent(self, cursor: BlockId, last: int) -> _Fetched:
        """Fetch blocks near the head, each with its hash, linked to the cursor."""
        first = cursor.number + 1
        last = min(last, cursor.number + self._depth)
        blocks = {block.number: block for block in self._chain.blocks(first, last)}
        parent = cursor.hash
        for number in range(first, last + 1):
            if blocks[number].parent_hash != parent:
                raise NotFoundError(f"block {number} is no child of the one before")
            parent = blocks[number].hash
        return _Fetched(first, last, self._chain.logs(first, last), blocks, linked=True)

    def _heads(self, numbers: Sequence[int]) -> dict[int, Block]:
        span = numbers[-1] - numbers[0] + 1
        if len(numbers) * _DENSE >= span:
            found = self._chain.blocks(numbers[0], numbers[-1])
        else:
            found = [self._chain.block(number) for number in numbers]
        return {block.number: block for block in found}

    def _checked_logs(self, fetched: _Fetched) -> list[RawLog]:
        """Hold the logs against their blocks: right hashes, none left out as far as blooms tell."""
        by_block = {number: list(logs) for number, logs in groupby(fetched.logs, lambda log: log.block_number)}
        for number, block in fetched.blocks.items():
            if self._screen.doubts(block.logs_bloom, by_block.get(number, ())):
                by_block[number] = self._chain.receipt_logs(number)
        out = [log for number in sorted(by_block) for log in by_block[number]]
        for log in out:
            if fetched.blocks[log.block_number].hash != log.block_hash:
                raise NotFoundError(f"block {log.block_number} changed while it was read")
        return out

    def _events(self, seen: Books, fetched: _Fetched) -> list[Event]:
        """Decode, and see that numbered events follow each other."""
        events = self._decoded(self._checked_logs(fetched))
        view = self._mirror.view(seen)
        if first_gap(view, events):
            if self._mirror.books().cursor != seen.cursor:
                raise NotFoundError("another indexer was faster")
            logs = [
                log for number in range(fetched.first, fetched.last + 1) for log in self._chain.receipt_logs(number)
            ]
            fetched.blocks.update(self._heads(sorted({log.block_number for log in logs} | {fetched.last})))
            events = self._decoded(logs)
        if gap := first_gap(view, events):
            raise UnavailableError(
                f"the node leaves out logs between blocks {fetched.first} and {fetched.last}: {gap}",
                hint="use another node; nothing was written",
                code="logs_missing",
            )
        return events

    def _decoded(self, logs: Sequence[RawLog]) -> list[Event]:
        found = (decode(log, self._contracts) for log in logs)
        return [event for event in found if event is not None]

    # -- writing ----------------------------------------------------------------------------------------------

    def _apply(self, seen: Books, fetched: _Fetched, floor: int) -> Step:
        try:
            events = self._events(seen, fetched)
        except NotFoundError:
            return Step("lost_race")
        writes = []
        for number, group in groupby(events, lambda event: event.log.block_number):
            block = fetched.blocks[number]
            ops = [block_fact(number, block.hash, block.timestamp)]
            for event in group:
                ops += project(event, block.timestamp, self._mirror.space)
            writes.append(BlockWrite(number, number > floor, ops))
        end = _block_id(fetched.blocks[fetched.last])
        ring = [_block_id(fetched.blocks[number]) for number in sorted(fetched.blocks)] if fetched.linked else [end]
        if not self._mirror.apply_window(seen, Window(end, min(floor, end.number), ring, writes)):
            return Step("lost_race")
        return Step("applied", fetched.first, fetched.last, len(events))


@dataclass(slots=True)
class _Fetched:
    """A window as the node gave it; `blocks` holds those with logs and the last, or all if `linked`."""

    first: int
    last: int
    logs: list[RawLog]
    blocks: dict[int, Block]
    linked: bool


def _block_id(block: Block) -> BlockId:
    return BlockId(block.number, block.hash, block.timestamp)
