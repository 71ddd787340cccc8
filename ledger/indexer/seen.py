"""One event as projections see it: with the time of its block, and the world it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from ledger.domain.events import Event
from ledger.store import keys
from ledger.store.ops import Op, add, place
from ledger.store.rows import LOG_INDEX_BYTES


class Seen:
    """One event with the time of its block, and the world it belongs to."""

    __slots__ = ("args", "block", "event", "index", "time", "tx", "world")

    def __init__(self, event: Event, time: int, world: keys.Space) -> None:
        self.event = event
        self.args: dict[str, Any] = event.args
        self.block = event.log.block_number
        self.index = event.log.log_index
        self.tx = event.log.tx_hash
        self.time = time
        self.world = world

    def put_in(self, key: str, row: Any) -> Op:
        """Add a row to a ZSET at the event's place."""
        return place(key, self.index, row, self.block)

    def name_in(self, key: str, name: bytes) -> Op:
        """Add a name to a ZSET at the event's place."""
        return add(key, self.index.to_bytes(LOG_INDEX_BYTES, "big") + name, self.block)


Projection: TypeAlias = Callable[[Seen], list[Op]]
"""Turns one event into writes."""
