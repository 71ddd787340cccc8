"""Reading the mirror as of one block: every read leaves out what came later.

A view does not stand still by itself: `Mirror.consistent` asks again when a fork or a log range came in
between. New blocks do not matter, because a view never looks past its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger.errors import StaleMirrorError
from ledger.store import keys, rows
from ledger.store.books import BlockId, Books
from ledger.store.connection import Connection
from ledger.store.rows import HASH_BYTES, LOG_INDEX_BYTES, WIDE_BYTES, Placed

PAST: Final = "-inf"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a ZSET: block, and the leading bytes of a member in it. Reading goes on after it."""

    block: int
    prefix: bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a ZSET with its block."""

    block: int
    data: bytes


class View:
    """The mirror as of `block`.

    Args:
        connection: Where it is kept.
        prefix: Of the generation's keys.
        books: As read when the question began.
        block: The last block to see.
        remember: Whether what was read once is known from then on, for a question that is asked of one state.
    """

    def __init__(
        self, connection: Connection, prefix: str, books: Books, block: int, *, remember: bool = False
    ) -> None:
        self._connection = connection
        self._prefix = prefix
        self.books = books
        self.block = block
        self._blocks: dict[int, BlockId] = {}
        self._read: dict[tuple[Any, ...], Any] | None = {} if remember else None
        self.settled = True
        """Whether what was read is of the mirror's history alone; False once an answer rests on what may change
        without a write of the indexer: a log or a node that did not answer, a log that waits."""

    # -- primitives -------------------------------------------------------------------------------------------

    def key(self, name: str) -> str:
        """Return the full key."""
        return self._prefix + name

    def names_read(self) -> frozenset[str]:
        """Return the keys that were read so far, without prefix, of a view that remembers."""
        return frozenset(command[1] for command in self._read or ())

    def many(self, commands: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Run reads in one round trip; the key comes second, without prefix.

        A view that remembers asks for nothing twice: what is asked in advance costs one trip. Results are shared by
        all who asked, and are not to be changed.
        """
        read = {} if self._read is None else self._read
        asked = [command for command in dict.fromkeys(commands) if command not in read]
        found = self._connection.many([(command[0], self._prefix + command[1], *command[2:]) for command in asked])
        read.update(zip(asked, found, strict=True))
        return [read[command] for command in commands]

    def one(self, *command: Any) -> Any:
        """Run one read."""
        return self.many([command])[0]

    def members(self, key: str) -> list[Member]:
        """Return all members of a ZSET up to the view's block, in chain order."""
        return self.members_of([key])[0]

    def members_of(self, names: Sequence[str]) -> list[list[Member]]:
        """Return all members of several ZSETs up to the view's block, each in chain order."""
        return [_members(item) for item in self.many(self.reads_of(names))]

    def reads_of(self, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return what `members_of` reads, to be read in advance."""
        return [("ZRANGEBYSCORE", name, PAST, self.block, "WITHSCORES") for name in names]

    def members_in(self, names: Sequence[str], blocks: Sequence[int]) -> list[list[Member]]:
        """Return the members of several ZSETs in some blocks alone, each in chain order: however long they are."""
        wanted = [block for block in sorted(set(blocks)) if block <= self.block]
        found = iter(self.many(self.reads_in(names, wanted)))
        return [[member for _ in wanted for member in _members(next(found))] for _ in names]

    @staticmethod
    def reads_in(names: Sequence[str], blocks: Sequence[int]) -> list[tuple[Any, ...]]:
        """Return what `members_in` reads, to be read in advance."""
        return [("ZRANGEBYSCORE", name, block, block, "WITHSCORES") for name in names for block in sorted(set(blocks))]

    def count(self, key: str) -> int:
        """Count the members of a ZSET up to the view's block."""
        return int(self.one(*self.read_of_count(key)))

    def read_of_count(self, key: str) -> tuple[Any, ...]:
        """Return what `count` reads, to be read in advance."""
        return ("ZCOUNT", key, PAST, self.block)

    def last(self, key: str) -> Member | None:
        """Return the last member of a ZSET up to the view's block."""
        return self.last_of([key])[0]

    def last_of(self, names: Sequence[str]) -> list[Member | None]:
        """Return the last member up to the view's block of each of several ZSETs."""
        found = self.many(self.reads_of_last(names))
        return [next(iter(_members(item)), None) for item in found]

    def reads_of_last(self, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return what `last_of` reads, to be read in advance."""
        return [("ZREVRANGEBYSCORE", name, self.block, PAST, "WITHSCORES", "LIMIT", 0, 1) for name in names]

    def newest(self, key: str, count: int) -> list[Member]:
        """Return the last `count` members of a ZSET up to the view's block, the newest first."""
        return _members(self.one("ZREVRANGEBYSCORE", key, self.block, PAST, "WITHSCORES", "LIMIT", 0, count))

    def after(self, key: str, position: Position | None, count: int) -> list[Member]:
        """Return up to `count` members of a ZSET after a position and up to the view's block."""
        return self.after_of([(key, position)], count)[0]

    def after_of(self, wanted: Sequence[tuple[str, Position | None]], count: int) -> list[list[Member]]:
        """Return up to `count` members of each of several ZSETs after a position and up to the view's block.

        A position need not be a member: reading goes on with the first one behind it.
        """
        starts = [0] * len(wanted)
        placed = [(number, key, position) for number, (key, position) in enumerate(wanted) if position is not None]
        looks: list[tuple[Any, ...]] = []
        for _, key, position in placed:
            looks.append(("ZCOUNT", key, PAST, f"({position.block}"))
            looks.append(("ZRANGEBYSCORE", key, position.block, position.block))
        found = self.many(looks)
        for (number, _, position), below, here in zip(placed, found[::2], found[1::2], strict=True):
            width = len(position.prefix)
            starts[number] = below + sum(1 for member in here if member[:width] <= position.prefix)
        pages = self.many(
            [
                ("ZRANGE", key, start, start + count - 1, "WITHSCORES")
                for (key, _), start in zip(wanted, starts, strict=True)
            ]
        )
        return [[member for member in _members(page) if member.block <= self.block] for page in pages]

    @staticmethod
    def reads_of_first(names: Sequence[str], count: int) -> list[tuple[Any, ...]]:
        """Return what `after_of` reads of the beginning of several ZSETs, to be read in advance."""
        return [("ZRANGE", name, 0, count - 1, "WITHSCORES") for name in names]

    # -- blocks -----------------------------------------------------------------------------------------------

    def load_blocks(self, numbers: Iterable[int]) -> None:
        """Fetch hash and time of several blocks, for `block_id` to find; in one round trip if all hold our events."""
        wanted = [number for number in dict.fromkeys(numbers) if number not in self._blocks]
        if not wanted:
            return
        without = []
        for number, stored in zip(wanted, self.many(self.reads_of_blocks(wanted)), strict=True):
            if stored is None:
                without.append(number)
            else:
                time = int.from_bytes(stored[HASH_BYTES:], "big")
                self._blocks[number] = BlockId(number, stored[:HASH_BYTES], time)
        recent = self.many([("ZRANGEBYSCORE", keys.RING, number, number) for number in without])
        self._blocks |= {number: BlockId.unpack(held[0]) for number, held in zip(without, recent, strict=True) if held}

    @staticmethod
    def reads_of_blocks(numbers: Iterable[int]) -> list[tuple[Any, ...]]:
        """Return what `load_blocks` reads, to be read in advance."""
        return [("HGET", keys.blocks(number), str(number)) for number in numbers]

    def block_id(self, number: int) -> BlockId | None:
        """Return a block's hash and time, if the mirror knows it: blocks with our events, and recent ones."""
        if number == self.books.cursor.number:
            return self.books.cursor
        self.load_blocks([number])
        return self._blocks.get(number)

    def block_hash(self, number: int) -> bytes:
        """Return the hash of a block that holds one of our events.

        Raises:
            StaleMirrorError: if the mirror has lost it.
        """
        found = self.block_id(number)
        if found is None:
            raise lost(f"block {number}")
        return found.hash

    # -- agents -----------------------------------------------------------------------------------------------

    def agents(self, after: Position | None, count: int) -> list[tuple[int, Position]]:
        """Return up to `count` agent numbers after a position, each with its own."""
        return [
            (int.from_bytes(item.data, "big"), Position(item.block, item.data))
            for item in self.after(keys.AGENTS, after, count)
        ]

    def agent_number(self, agent: bytes) -> int | None:
        """Return the number of a 32-byte agent key; it may have been registered after the view's block."""
        found = self.one("HGET", keys.agent_key(agent), agent)
        return None if found is None else int(found)

    def lives(self, numbers: Sequence[int]) -> list[list[Placed[rows.LifeRow]]]:
        """Return what happened to several agents; nothing for one that is not registered yet."""
        found = self.members_of([keys.life(number) for number in numbers])
        return [[rows.LIFE.placed(item.data, item.block) for item in items] for items in found]

    def standing(self, number: int) -> list[Placed[rows.StandingRow]]:
        """Return every change of an agent's standing."""
        return [rows.STANDING.placed(item.data, item.block) for item in self.members(keys.standing(number))]

    def bonds(self, subject: bytes) -> list[Placed[rows.BondRow]]:
        """Return what happened to the bonds of an agent key or log id."""
        return [rows.BOND.placed(item.data, item.block) for item in self.members(keys.bond(subject))]

    def bonds_in(self, subject: bytes, blocks: Sequence[int]) -> list[Placed[rows.BondRow]]:
        """Return what happened to those bonds in some blocks."""
        (found,) = self.members_in([keys.bond(subject)], blocks)
        return [rows.BOND.placed(item.data, item.block) for item in found]

    def credits_in(self, accounts: Sequence[str], blocks: Sequence[int]) -> list[list[Placed[rows.CreditRow]]]:
        """Return what happened to the credits of several accounts in some blocks."""
        found = self.members_in([keys.credit(account) for account in accounts], blocks)
        return [[rows.CREDIT.placed(item.data, item.block) for item in items] for items in found]

    def credits(self, account: str) -> list[Placed[rows.CreditRow]]:
        """Return what happened to an account's credit."""
        return [rows.CREDIT.placed(item.data, item.block) for item in self.members(keys.credit(account))]

    # -- verdicts ---------------------------------------------------------------------------------------------

    def verdicts(self, number: int | None, after: Position | None, count: int) -> list[tuple[bytes, rows.VerdictRow]]:
        """Return up to `count` verdicts after a position, of one agent or of all, with their fault keys."""
        key = keys.VERDICTS if number is None else keys.agent_verdicts(number)
        return self._verdicts(self.after(key, after, count))

    def newest_verdicts(self, count: int) -> list[tuple[bytes, rows.VerdictRow]]:
        """Return the last `count` verdicts, the newest first, with their fault keys."""
        return self._verdicts(self.newest(keys.VERDICTS, count))

    def _verdicts(self, members: Sequence[Member]) -> list[tuple[bytes, rows.VerdictRow]]:
        faults = [item.data[LOG_INDEX_BYTES:] for item in members]
        found = self.many([("HGET", keys.verdict(fault), fault) for fault in faults])
        if None in found:
            raise lost("a verdict")
        return [(fault, rows.VERDICT.row(row)) for fault, row in zip(faults, found, strict=True)]

    def verdict(self, fault: bytes) -> rows.VerdictRow | None:
        """Return the verdict of a fault key."""
        found = self.one("HGET", keys.verdict(fault), fault)
        row = None if found is None else rows.VERDICT.row(found)
        return None if row is None or row.block > self.block else row

    def are_verdicts(self, causes: Sequence[bytes]) -> list[bool]:
        """Say of each cause whether it is the fault key of a verdict."""
        found = self.many([("HEXISTS", keys.verdict(cause), cause) for cause in causes])
        return [bool(item) for item in found]

    # -- records made on chain --------------------------------------------------------------------------------

    def chain_places(self, record: bytes) -> list[tuple[int, int, rows.PlaceOnChain]]:
        """Return where a record id was recorded on chain: (block, log index, place), oldest first."""
        bucket = self.one("HGETALL", keys.chain_place(record))
        out = []
        for field, value in bucket.items():
            if field.startswith(record):
                block = int.from_bytes(field[HASH_BYTES : HASH_BYTES + WIDE_BYTES], "big")
                if block <= self.block:
                    index = int.from_bytes(field[HASH_BYTES + WIDE_BYTES :], "big")
                    out.append((block, index, rows.ON_CHAIN.row(value)))
        return sorted(out, key=lambda item: item[:2])

    def direct_row(self, place: rows.PlaceOnChain, block: int, log_index: int) -> rows.DirectRow:
        """Return the record made on chain at a place.

        Raises:
            StaleMirrorError: if the mirror has lost it.
        """
        key = keys.direct(place.agent_id, place.epoch, place.stream)
        wanted = log_index.to_bytes(LOG_INDEX_BYTES, "big")
        for member in self.one("ZRANGEBYSCORE", key, block, block):
            if member[:LOG_INDEX_BYTES] == wanted:
                return rows.DIRECT.row(member[LOG_INDEX_BYTES:])
        raise lost(f"log {log_index} of block {block}")


def lost(what: str) -> StaleMirrorError:
    """Make the error for a fact that the mirror should have."""
    return StaleMirrorError(f"the mirror has lost {what}", hint="run `ombud index rebuild`", code="mirror_damaged")


def _members(found: Sequence[Any]) -> list[Member]:
    return [Member(int(score), data) for data, score in found]
