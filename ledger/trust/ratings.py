"""Ratings as columns, checked once at the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from ledger.errors import InvalidInputError
from ledger.trust.configuration import FULL

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]
"""Numbers of agents, 0 to n-1."""
Weights = npt.NDArray[np.int16]
"""Milli-units, 0 to 1000."""
MAX_AGENTS: Final = 1 << 30
_Kind = TypeVar("_Kind", bound=np.generic)


class Rating(NamedTuple):
    """One rating: who, about whom, -1000..1000, at which Unix time. A later one of the same pair replaces it."""

    rater: int
    ratee: int
    value: int
    time: int


class Ruling(NamedTuple):
    """One executed ruling upheld against an agent."""

    agent: int
    time: int


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Ratings of one context and dimension, in the order of the chain.

    Args:
        agents: How many agents there are; they are numbered from 0.
        rater, ratee: (n,) numbers of agents.
        value: (n,) milli-units, -1000 to 1000; 0 takes a rating back.
        time: (n,) Unix seconds.
        owner: (agents,) the owner of each agent, or nothing: what one owner's agents say of each other is weightless.

    Raises:
        InvalidInputError: if columns differ in length, or a number is out of its range.
    """

    agents: int
    rater: Places
    ratee: Places
    value: Ints
    time: Ints
    owner: Ints | None = field(default=None)

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (self.rater, self.ratee, self.value, self.time)}
        if len(lengths) != 1 or not 0 < self.agents <= MAX_AGENTS:
            raise InvalidInputError(
                f"columns of {sorted(lengths)} ratings of {self.agents} agents do not fit", code="bad_ratings"
            )
        if self.owner is not None and len(self.owner) != self.agents:
            raise InvalidInputError(f"{len(self.owner)} owners of {self.agents} agents", code="bad_ratings")
        if not len(self.rater):
            return
        ends = min(int(self.rater.min()), int(self.ratee.min())), max(int(self.rater.max()), int(self.ratee.max()))
        if ends[0] < 0 or ends[1] >= self.agents:
            raise InvalidInputError(f"agents {ends} are not all in 0..{self.agents - 1}", code="unknown_agent")
        if int(np.abs(self.value).max()) > FULL:
            raise InvalidInputError(
                "a rating is outside its declared scale", hint=f"values are -{FULL} to {FULL}", code="outside_scale"
            )

    def __len__(self) -> int:
        return len(self.rater)

    def plus(self, other: Ratings) -> Ratings:
        """Append later ratings; the other side knows at least as many agents, and their owners if anyone does."""
        return Ratings(
            other.agents,
            np.concatenate([self.rater, other.rater]),
            np.concatenate([self.ratee, other.ratee]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.time, other.time]),
            other.owner,
        )


def ratings_of(rows: Iterable[Rating], agents: int, owner: Ints | None = None) -> Ratings:
    """Make columns of rows (see `Ratings`)."""
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 4)
    return Ratings(agents, table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2], table[:, 3], owner)


def picked(column: npt.NDArray[_Kind], places: Places | Ints) -> npt.NDArray[_Kind]:
    """Return `column[places]`, a quarter faster: places of agents are known to be there, so nothing checks each."""
    return column.take(places, mode="clip")
