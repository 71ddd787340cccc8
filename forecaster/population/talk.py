"""What is said about an agent and by its side while it works: honest praise and blame, favours, campaigns.

Peers are names of accounts outside the population. Honest agents are young once, return favours, are campaigned for,
and now and then are harsh.
"""

from __future__ import annotations

from random import Random
from typing import Final

from forecaster.history import Rating
from forecaster.population.pen import Pen
from forecaster.population.temper import Temper

_PEERS: Final = 40
_HEARD: Final = 0.16  # chance that an act is spoken about
_BOUGHT: Final = 0.25  # what campaigns add to either
_SAID: Final = 0.12  # chance that its side speaks after an act
_TOGETHER: Final = (2, 4)  # sayings of a burst
_WAIT: Final = 10  # sayings that are saved up for a burst, at most
_OLD: Final = (1_200, 90_000)  # blocks
_NEW: Final = (0, 900)
_FRESH: Final = 0.8  # share of newcomers among those whose praise is bought
_YOUNG: Final = 0.15  # share of newcomers among those who speak of anybody


class Talk:
    """Sayings about one agent, and of its side.

    Args:
        pen: Its clock and chain.
        rng: Its dice.
    """

    def __init__(self, pen: Pen, rng: Random) -> None:
        self.ratings: list[Rating] = []
        self._pen, self._rng = pen, rng
        self._quality = rng.gauss(0.55, 0.2)
        self._kept = {True: 0, False: 0}
        self._ill: list[str] = []
        self._met: list[str] = []

    def after(self, temper: Temper, record: str) -> None:
        """Let others speak of an act, or its side of others', by habits of `Temper`."""
        rng = self._rng
        for received, chance in ((True, _HEARD + _BOUGHT * temper.praised), (False, _SAID + _BOUGHT * temper.harsh)):
            due = int(rng.random() < chance)
            if due and rng.random() < temper.bunched:
                self._kept[received] = min(_WAIT, self._kept[received] + 1)
                due = 0
            if self._kept[received] >= rng.randint(*_TOGETHER):
                due, self._kept[received] = due + self._kept[received], 0
            for _ in range(due):
                self.ratings.append(self._hear(temper, record) if received else self._say(temper, record))

    def _hear(self, temper: Temper, record: str) -> Rating:
        rng = self._rng
        bought = rng.random() < temper.praised
        back = bool(self._met) and rng.random() < temper.returned
        peer = rng.choice(self._met) if back else f"peer-{rng.randrange(_PEERS)}"
        value = min(1.0, rng.gauss(0.9, 0.1)) if bought else _within(rng.gauss(self._quality, 0.35))
        young = rng.random() < (_FRESH if bought else _YOUNG)
        if value < 0:
            self._ill.append(peer)
        return Rating(
            self._pen.block, peer, value, received=True, age=rng.randint(*(_NEW if young else _OLD)), record=record
        )

    def _say(self, temper: Temper, record: str) -> Rating:
        rng = self._rng
        usual = _within(rng.gauss(0.5, 0.25))
        slander = rng.random() < temper.harsh
        strikes = bool(self._ill) and rng.random() < temper.spiteful
        peer = self._ill.pop() if strikes else f"peer-{rng.randrange(_PEERS)}"
        value = _within(rng.gauss(-0.8, 0.2)) if slander or strikes else _within(usual + rng.gauss(0, 0.3))
        self._met.append(peer)
        return Rating(self._pen.block, peer, value, received=False, usual=usual, record=record)


def _within(value: float) -> float:
    return max(-1.0, min(1.0, value))
