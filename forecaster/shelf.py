"""What was read of an agent's records, kept from one look at the mirror to the next, so that only what is new is read.

A cursor of the mirror goes on where the last look ended. It is refused after a fork that took back what was read, and
a log that waited may bring records from before: then that agent's records are read again from the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from forecaster.history import Action


@dataclass(frozen=True, slots=True)
class Line:
    """One record's place, and what it says in clear; `action` is None if only its hash is public."""

    epoch: int
    stream: int
    seq: int
    record_id: str
    block: int
    action: Action | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An agent's records, all that were anchored by a block, and the cursor behind them."""

    lines: tuple[Line, ...]
    block: int
    cursor: str

    def follows(self, line: Line) -> bool:
        """Say whether a record comes after all of these."""
        return line.block > self.block


class Shelf:
    """Records by agent number, for one reader after the other."""

    def __init__(self) -> None:
        self._kept: dict[int, Kept] = {}

    def of(self, number: int, block: int) -> Kept | None:
        """Return what is kept of an agent; None if nothing is, or what is kept reaches beyond a block."""
        kept = self._kept.get(number)
        return None if kept is None or kept.block > block else kept

    def keep(self, number: int, lines: tuple[Line, ...], block: int, cursor: str | None) -> None:
        """Keep an agent's records as of a block; without a cursor to go on from, nothing."""
        if cursor is None:
            self._kept.pop(number, None)
        else:
            self._kept[number] = Kept(lines, block, cursor)
