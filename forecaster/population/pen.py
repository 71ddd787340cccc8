"""Writes an agent's records: ids, clocks, late outcomes, and anchors that come in batches."""

from __future__ import annotations

import hashlib
from collections import deque
from random import Random
from typing import Any, Final

from forecaster.history import Action
from forecaster.population.temper import Temper

BLOCK_MS: Final = 12_000
_GENESIS_MS: Final = 1_700_000_000_000
_LATE: Final = (6, 14)  # records after which a delayed outcome is written
_LARGEST_BATCH: Final = 40  # records


class Pen:
    """Writes the records of one agent.

    Args:
        rng: Its dice.
        name: Makes its record ids its own.
        block: Block at which it is born.
    """

    def __init__(self, rng: Random, name: str, block: int) -> None:
        self.records: list[Action] = []
        self._rng = rng
        self._name = name
        self._block = block
        self._ms = _GENESIS_MS + block * BLOCK_MS
        self._waiting: list[dict[str, Any]] = []
        self._late: deque[tuple[int, dict[str, Any]]] = deque()
        self._seq = 0

    @property
    def now(self) -> int:
        """Unix milliseconds of its last act."""
        return self._ms

    @property
    def block(self) -> int:
        """Block of its last anchor."""
        return self._block

    def foreign(self) -> str:
        """Return the id of some other agent's record."""
        return hashlib.sha256(f"foreign/{self._name}/{self._rng.random()}".encode()).hexdigest()

    def act(self, temper: Temper, outcome: str, words: dict[str, Any]) -> str:
        """Write an intent and, now or later or never, its outcome.

        Args:
            temper: Habits at the moment.
            outcome: How the act ends.
            words: Fields of the record.

        Returns:
            The id of the intent.
        """
        rng = self._rng
        self._ms += int(2 ** rng.gauss(temper.pace, 1.5)) + 1
        intent = self._write(temper, {**words, "phase": "intent"})
        said = {k: v for k, v in words.items() if k not in {"parents", "opening"}}
        ending = {**said, "phase": "outcome", "outcome": outcome, "parents": (intent,)}
        draw = rng.random()
        if draw < temper.delayed:
            self._late.append((self._seq + rng.randint(*_LATE), ending))
        elif draw < 1 - temper.unfinished:
            self._ms += rng.randint(200, 3000)
            self._write(temper, ending)
        while self._late and self._late[0][0] <= self._seq:
            self._write(temper, self._late.popleft()[1])
        return intent

    def _write(self, temper: Temper, words: dict[str, Any]) -> str:
        record_id = hashlib.sha256(f"{self._name}/{self._seq}".encode()).hexdigest()
        back = self._rng.randint(1000, 60_000) if self._rng.random() < temper.backdated else 0
        self._waiting.append({**words, "record_id": record_id, "seq": self._seq, "ts": self._ms - back})
        self._seq += 1
        if self._rng.random() >= temper.held or len(self._waiting) >= _LARGEST_BATCH:
            self.anchor()
        return record_id

    def anchor(self) -> int:
        """Anchor everything that waits; returns the block."""
        self._block = max(self._block + 1, (self._ms - _GENESIS_MS) // BLOCK_MS + 1)
        self.records += [Action(block=self._block, **words) for words in self._waiting]
        self._waiting.clear()
        return self._block
