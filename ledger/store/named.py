"""A list of names: ZSET members that begin with a log index, each with its place in the list."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.store.rows import LOG_INDEX_BYTES
from ledger.store.view import Member, Position


@dataclass(frozen=True, slots=True)
class Named:
    """A number or name in a list, and its place there."""

    name: bytes
    position: Position

    @property
    def number(self) -> int:
        """The name as a number."""
        return int.from_bytes(self.name, "big")


def named(item: Member) -> Named:
    """Read a member of a list of names."""
    return Named(item.data[LOG_INDEX_BYTES:], Position(item.block, item.data))
