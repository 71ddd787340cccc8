"""The follower of the chain: one step at a time, backfill and head through one path.

A step looks at the chain's head, then does one thing: nothing, windows of blocks, or one rollback. Blocks
up to finality are taken in windows without undo (`ahead`); above it each block is remembered by hash
and with its undo. Nothing is kept between steps but what was fetched ahead: the mirror's cursor is the truth, so a
step after a crash, or beside a second indexer, is an ordinary step.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, Literal

from ledger.domain.ids import Address
from ledger.errors import NotFoundError, SetupError
from ledger.indexer.ahead import Ahead
from ledger.indexer.gaps import GapError
from ledger.indexer.numbers import Numbers
from ledger.indexer.reorg import common_ancestor, on_chain
from ledger.indexer.source import Block, ChainSource
from ledger.indexer.windows import Windows
from ledger.store.books import BlockId, Books
from ledger.store.mirror import Mirror

BURST_S: Final = 1.0
"""How long one step takes windows of final blocks, one after the other, before it looks at the head again."""
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
        dice: Chooses the blocks whose lists of logs are held against their receipts.
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
        dice: random.Random,
        until: int | None = None,
    ) -> None:
        self._chain = chain
        self._mirror = mirror
        self._start = start
        self._depth = finality_depth
        self._instance = instance
        self._clock = clock
        self._until = until
        self._windows = Windows(chain, mirror, contracts, dice)
        self._blocks = self._windows.blocks
        self._ahead = Ahead(self._blocks.final)
        self._healed: set[tuple[str, str]] = set()
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
        cursor = seen.cursor
        if head.number != cursor.number + 1:
            self._mirror.saw(head.number, now=self._clock())
            return self._look(seen, head)
        step = self._look(seen, head)  # a reader waits for this block, and not to hear that it is there
        self._mirror.saw(head.number, now=self._clock())
        return step

    def _look(self, seen: Books, head: Block) -> Step:
        """Do what a head asks for."""
        cursor = seen.cursor
        if head.number <= cursor.number:
            return self._compare(seen, head)
        self._looks_at_lower_head = 0
        if head.parent_hash != cursor.hash and not on_chain(self._chain, cursor):
            return self._take_back(seen)
        last = head.number if self._until is None else min(head.number, self._until)
        return Step("nothing") if last <= cursor.number else self._go_on(seen, head, last)

    def _go_on(self, seen: Books, head: Block, last: int) -> Step:
        """Take blocks after the cursor, up to `last`."""
        cursor = seen.cursor
        floor = max(head.number - self._depth, self._start - 1)
        try:
            if cursor.number < floor:
                return self._backfill(seen, min(floor, last))
            return self._take(seen, head, last, floor)
        except NotFoundError:
            return Step("lost_race")  # the chain moved while it was read; the next step sees where
        except GapError as error:
            return self._heal(seen, error)

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

    def _heal(self, seen: Books, error: GapError) -> Step:
        """Read again what was read before a gap: a node may have left out the end of an earlier block.

        First what undo still reaches, then everything, in a new index; each once for a gap. Answers stop meanwhile.
        If lists were found to lack something, nothing less than everything will do.

        Raises:
            GapError: if both were done already, so that it is the node that leaves something out.
        """
        self._ahead.forget()
        self._chain.elsewhere()
        cursor = self._mirror.books().cursor
        oldest = min(self._mirror.ring(seen), key=lambda block: block.number, default=cursor)
        gap = str(error.details["gap"])
        undo = oldest.number < cursor.number and "everything" not in error.details
        if undo and (gap, "undo") not in self._healed:
            self._healed.add((gap, "undo"))
            done = self._mirror.rollback(replace(seen, cursor=cursor), oldest)
            return Step("rolled_back", oldest.number + 1, cursor.number) if done else Step("lost_race")
        if (gap, "all") in self._healed:
            raise error
        self._healed.add((gap, "all"))
        self._mirror.saw(seen.head, now=self._clock())  # refused to one that another has overtaken
        self._mirror.drop(seen.generation)
        return Step("lost_race")

    # -- windows ----------------------------------------------------------------------------------------------

    def _backfill(self, seen: Books, floor: int) -> Step:
        """Take windows of blocks that no fork takes back, up to `floor` or for a while.

        One window is written while the next one is made of what was fetched ahead. The write looks for the cursor
        that it was made for, so that nothing is written behind one that failed.
        """
        first, events, until, numbers = seen.cursor.number + 1, 0, time.monotonic() + BURST_S, Numbers()
        with ThreadPoolExecutor(1, thread_name_prefix="ombud-write") as writer:
            written: list[Future[bool]] = []
            while seen.cursor.number < floor and time.monotonic() < until:
                made = self._windows.make(seen, self._ahead.window(seen.cursor.number + 1, floor), floor, numbers)
                if not all(write.result() for write in written):
                    break
                written = [writer.submit(self._mirror.apply_window, seen, made.window)]
                events += made.events
                seen = replace(seen, cursor=made.window.end, floor=max(seen.floor, made.window.floor))
            if all(write.result() for write in written):
                return Step("applied", first, seen.cursor.number, events)
        self._ahead.forget()
        return Step("lost_race")

    def _take(self, seen: Books, head: Block, last: int, floor: int) -> Step:
        """Take blocks near the head as one window."""
        self._ahead.forget()
        fetched = self._blocks.recent(seen.cursor, min(last, seen.cursor.number + self._depth), head)
        made = self._windows.make(seen, fetched, floor, Numbers())
        if not self._mirror.apply_window(seen, made.window):
            return Step("lost_race")
        return Step("applied", fetched.first, fetched.last, made.events)
