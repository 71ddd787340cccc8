"""Forecasts committed before and scored after: leaves, rounds and scores, bit for bit as `ForecastBook.sol`.

    book = Book(chain_id, book_address)
    leaves = [book.leaf(forecaster, epoch, agent_id, ppm, salt) for agent_id, ...]     # one an agent, in their order
    root = tree.root(leaves)

Probabilities are parts per million, errors their squares. What is not revealed scores worst, and so does nobody who
always says zero: skill over the base rate is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ledger.domain.hashing import LEAF_TAG, keccak, sha256, word
from ledger.domain.ids import Address
from ledger.errors import ConflictError, InvalidInputError

PPM: Final = 1_000_000
WORST: Final = PPM * PPM
EPOCH_SECONDS: Final = 7 * 24 * 3600
CLOSING_SECONDS: Final = 75 * 24 * 3600
LEAST_HORIZON: Final = 24 * 3600
MOST_HORIZON: Final = 90 * 24 * 3600
_TAG: Final = keccak(b"ombud/forecast/1")


def _address(account: Address) -> bytes:
    return bytes(12) + bytes.fromhex(account[2:])


@dataclass(frozen=True, slots=True)
class Book:
    """A deployed book: leaves are bound to it."""

    chain_id: int
    address: Address

    def leaf(self, forecaster: Address, epoch: int, agent_id: int, ppm: int, salt: bytes) -> bytes:
        """Return the hash of the leaf that commits to a forecast about an agent.

        Raises:
            InvalidInputError: if `ppm` is no probability, or the salt has not 32 bytes.
        """
        if not 0 <= ppm <= PPM or len(salt) != len(_TAG):
            raise InvalidInputError(f"{ppm} parts per million, {len(salt)} bytes of salt", code="bad_forecast")
        said = _TAG + word(self.chain_id) + _address(self.address) + _address(forecaster)
        return sha256(LEAF_TAG + said + word(epoch) + word(agent_id) + word(ppm) + salt)


@dataclass(frozen=True, slots=True)
class Score:
    """How a round did, in parts per million: mean squared error, that of whoever says the base rate, and skill.

    `skill` is 1 - brier / reference, below zero when worse than the base rate; None when nothing, or everything, was
    upheld.
    """

    brier: int
    reference: int
    skill: int | None

    @classmethod
    def of(cls, population: int, *, revealed: int, squares: int, upheld: int) -> Score:
        """Return the score of a round by its sums: squared errors of what is revealed, the rest at its worst."""
        errors = squares + (population - revealed) * WORST
        base = upheld * (population - upheld) * WORST // population
        unit = population * PPM
        return cls(-(-errors // unit), base // unit, PPM - -(-errors * PPM // base) if base else None)


@dataclass(frozen=True, slots=True)
class Round:
    """What a forecaster said about agents 0 to `population` - 1, as far as it is revealed, and what was upheld."""

    population: int
    said: tuple[tuple[int, int], ...] = ()
    upheld: frozenset[int] = frozenset()

    def reveal(self, agent_id: int, ppm: int) -> Round:
        """Reveal a forecast, in parts per million.

        Raises:
            ConflictError: if it was revealed, or the agent is not of the population.
        """
        if agent_id in dict(self.said) or not 0 <= agent_id < self.population:
            raise ConflictError(f"agent {agent_id} cannot be revealed", hint="reveal every agent once")
        return replace(self, said=(*self.said, (agent_id, ppm)))

    def uphold(self, agent_id: int) -> Round:
        """Note that a dispute of the horizon was upheld.

        Raises:
            ConflictError: if one was noted, or the agent is not of the population.
        """
        if agent_id in self.upheld or not 0 <= agent_id < self.population:
            raise ConflictError(f"agent {agent_id} cannot be upheld", hint="one outcome an agent counts")
        return replace(self, upheld=self.upheld | {agent_id})

    @property
    def squares(self) -> int:
        """Sum of squared errors over what is revealed."""
        return sum((PPM - ppm if agent_id in self.upheld else ppm) ** 2 for agent_id, ppm in self.said)

    def score(self) -> Score:
        """Return the score, with what is not revealed at its worst."""
        revealed, upheld = len(self.said), len(self.upheld)
        return Score.of(self.population, revealed=revealed, squares=self.squares, upheld=upheld)
