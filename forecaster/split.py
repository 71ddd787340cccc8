"""Splits by time and owner: an owner belongs to the part in which it first acted, and to no other.

Within a part only labels count that were known at its end. So nothing learnt, calibrated or measured in one part
knows of another's agents, owners or later blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from forecaster.features import MIN_ACTS
from forecaster.history import AgentHistory
from forecaster.labels import SETTLE_BLOCKS
from ledger.errors import InvalidInputError

SHARES: Final = (0.5, 0.2)
"""Shares of owners, oldest first, that train and that calibrate alarms; the rest tests."""


@dataclass(frozen=True, slots=True)
class Part:
    """Agents of one part, by their place in the population, and the blocks `begin <= block < end` it may see."""

    members: tuple[int, ...]
    begin: int
    end: int

    def admits(self, block: int, settle: int = SETTLE_BLOCKS) -> bool:
        """Say whether a forecast at a block, and its label, both lie within the part."""
        return self.begin <= block and block + settle <= self.end


@dataclass(frozen=True, slots=True)
class Split:
    """Three parts, one after the other in time."""

    train: Part
    calibration: Part
    test: Part


def owners_first_block(histories: Sequence[AgentHistory]) -> dict[str, int]:
    """Return the block of each owner's first record; owners without any are left out."""
    first: dict[str, int] = {}
    for history in histories:
        if history.records:
            block = history.records[0].block
            first[history.owner] = min(block, first.get(history.owner, block))
    return first


def split(histories: Sequence[AgentHistory], shares: tuple[float, float] = SHARES) -> Split:
    """Split a population by the time its owners first acted.

    Args:
        histories: The population.
        shares: Shares of owners that train and that calibrate alarms.

    Raises:
        InvalidInputError: if there are too few owners to fill three parts.
    """
    first = owners_first_block(histories)
    order = sorted(first.values())
    one, two = int(len(order) * shares[0]), int(len(order) * (shares[0] + shares[1]))
    if not 0 < one < two < len(order):
        raise InvalidInputError(f"{len(order)} owners do not fill three parts", hint="give a larger population")
    edges = (order[0], order[one], order[two], max(history.as_of_block for history in histories) + 1)

    def part(number: int) -> Part:
        begin, end = edges[number], edges[number + 1]
        members = tuple(i for i, h in enumerate(histories) if h.records and begin <= first[h.owner] < end)
        return Part(members, begin, end - 1)

    return Split(part(0), part(1), part(2))


def prefixes(history: AgentHistory, number: int, seed: int) -> list[int]:
    """Draw random blocks to cut a history at, each with enough acts before it.

    The dice are seeded by the first record's id, so neither an agent's number nor its place matters.

    Returns:
        At most `number` distinct blocks, ascending.
    """
    intents = [record.block for record in history.records if record.phase == "intent"][MIN_ACTS:]
    if not intents:
        return []
    rng = Random(f"{seed}/{history.records[0].record_id}")  # noqa: S311 repeatable on purpose
    return sorted({rng.choice(intents) for _ in range(number)})
