"""What the mirror knows about itself: where it stands, how old it is, how far it can go back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.store.rows import HASH_BYTES, WIDE_BYTES

_TIME_AT: Final = WIDE_BYTES + HASH_BYTES


@dataclass(frozen=True, slots=True)
class BlockId:
    """A block: number, hash (32 bytes) and time (Unix seconds)."""

    number: int
    hash: bytes
    time: int

    def pack(self) -> bytes:
        """Return number8 || hash32 || time8."""
        return self.number.to_bytes(WIDE_BYTES, "big") + self.hash + self.time.to_bytes(WIDE_BYTES, "big")

    @classmethod
    def unpack(cls, data: bytes) -> BlockId:
        """Read what `pack` wrote."""
        return cls(
            int.from_bytes(data[:WIDE_BYTES], "big"), data[WIDE_BYTES:_TIME_AT], int.from_bytes(data[_TIME_AT:], "big")
        )


@dataclass(frozen=True, slots=True)
class Books:
    """One look at `b:meta`.

    `cursor` is the last applied block; `floor` the lowest block to roll back to; `head` the chain's head when
    the follower last looked, at `seen` (Unix seconds); `forks` and `ranges` count rollbacks and applied log
    ranges; `origin` is the hash of the block before the first one of interest. `order` counts writes, and `history`
    names what they came to (40 hex digits; empty if nobody kept it): what was derived is the same wherever it is.
    `stated` counts the runs that forecasters wrote beside the mirror.
    """

    instance: str
    generation: int
    cursor: BlockId
    floor: int
    forks: int
    ranges: int
    head: int
    seen: float
    origin: bytes
    order: int
    history: str
    stated: int

    @classmethod
    def read(cls, meta: Mapping[bytes, bytes], generation: int, stated: int = 0) -> Books:
        """Read the hash as Redis returns it."""
        return cls(
            instance=meta[b"instance"].decode(),
            generation=generation,
            cursor=BlockId(int(meta[b"number"]), meta[b"hash"], int(meta[b"time"])),
            floor=int(meta[b"floor"]),
            forks=int(meta[b"forks"]),
            ranges=int(meta.get(b"ranges", b"0")),
            head=int(meta[b"head"]),
            seen=float(meta[b"seen"]),
            origin=meta[b"origin"],
            order=int(meta[b"order"]),
            history=meta.get(b"history", b"").decode(),
            stated=stated,
        )

    @property
    def lag(self) -> int:
        """How many blocks the mirror is behind the head it last saw."""
        return max(0, self.head - self.cursor.number)

    def is_same(self, other: Books) -> bool:
        """Whether nothing that the indexer derives was written between two looks; never so where nobody kept count."""
        return bool(self.history) and (self.instance, self.generation, self.order, self.history) == (
            other.instance,
            other.generation,
            other.order,
            other.history,
        )

    def same_answers(self, other: Books) -> bool:
        """Whether a question as of one block, begun at `self` and ended at `other`, saw one state."""
        return (self.instance, self.generation, self.forks, self.ranges) == (
            other.instance,
            other.generation,
            other.forks,
            other.ranges,
        )
