"""What an agent may spend: mandates one after the other, each with a cap and an end, and what of it is told."""

from __future__ import annotations

from random import Random
from typing import Final

from forecaster.history import Grant, Opening
from forecaster.population.pen import Pen

_CAP: Final = 100_000  # smallest units
_MANDATED: Final = 0.6  # share of agents that have mandates on chain
_TOLD: Final = 0.6  # share of those whose amounts are opened
_LASTS: Final = (15, 150)  # the agent's usual gaps between acts that a mandate lasts


class Purse:
    """The mandates of one agent.

    Args:
        pen: Its clock and chain.
        pace: Median gap between its acts, in log2 milliseconds.
        rng: Its dice.
    """

    def __init__(self, pen: Pen, pace: float, rng: Random) -> None:
        self.grants: list[Grant] = []
        self._pen, self._pace, self._rng = pen, pace, rng
        self._used = 0
        self._mandated = rng.random() < _MANDATED
        self._told = rng.random() < _TOLD

    @property
    def mandate(self) -> str | None:
        """The mandate that it acts under, 64 hex digits; None if it has none on chain."""
        return self.grants[-1].mandate if self.grants else None

    def renew(self, lapsing: float) -> None:
        """See to a mandate that has ended: get another, or, by some chance, go on without."""
        if self._mandated and (not self.grants or self._ended()) and (not self.grants or self._rng.random() >= lapsing):
            self._grant()

    def pay(self, step: float, renewal: float) -> Opening | None:
        """Pay, by habits of `Temper`; returns what is told of it."""
        if not self.grants:
            return None
        amount = max(1, int(_CAP * 2 ** self._rng.gauss(step, 0.6)))
        if self._used + amount > _CAP * min(1.0, renewal):
            self._grant()
            amount = min(amount, _CAP)
        return self._spent(amount)

    def overspend(self) -> Opening | None:
        """Pay more than is allowed; returns what is told of it."""
        if not self.grants:
            return None
        return self._spent(_CAP + _CAP // 4 - min(self._used, _CAP // 2))

    def _spent(self, amount: int) -> Opening | None:
        self._used += amount
        return Opening(amount, self._used, _CAP) if self._told else None

    def _ended(self) -> bool:
        return self._pen.now >= self.grants[-1].expiry

    def _grant(self) -> None:
        lasts = int(2**self._pace * self._rng.uniform(*_LASTS))
        mandate = f"{len(self.grants) + 1:064x}"
        self.grants.append(Grant(self._pen.block, mandate, _CAP, self._pen.now + lasts))
        self._used = 0
