"""When acts happen and when their records reach the log; only differences of time are used."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import ClassVar, Final

from forecaster.history import Action
from forecaster.marks.observer import Observer

_CLIP: Final = 3.0  # doublings
_PRIOR: Final = 4  # acts: how many gaps the first estimate of the agent's pace counts for


class Rhythm(Observer):
    """Marks haste against the agent's own pace, clocks that run backwards, records held back, late endings."""

    names: ClassVar[tuple[str, ...]] = ("haste", "backwards", "held_back", "late_end")

    def __init__(self) -> None:
        self._last_ts: int | None = None
        self._last_intent: int | None = None
        self._gaps: list[float] = [0.0, 0.0]
        self._block, self._in_block = -1, 0
        self._blocks: list[int] = [0, 0]
        self._seen = 0
        self._begun: dict[str, int] = {}

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        self._seen += 1
        backwards = self._last_ts is not None and action.ts < self._last_ts
        self._last_ts = action.ts
        haste = self._haste(action) if action.phase == "intent" else 0.0
        return (haste, backwards, self._held_back(action.block), self._late_end(action))

    def _haste(self, action: Action) -> float:
        """Doublings by which this act came sooner than the agent's usual gap."""
        before, self._last_intent = self._last_intent, action.ts
        if before is None:
            return 0.0
        gap = log2(max(1, action.ts - before))
        count, total = self._gaps
        self._gaps = [count + 1, total + gap]
        usual = (total + _PRIOR * gap) / (count + _PRIOR)
        return min(_CLIP, max(-_CLIP, usual - gap))

    def _held_back(self, block: int) -> float:
        """Doublings by which more records share this anchor than the agent's usual anchor has."""
        if block != self._block:
            if self._in_block:
                self._blocks = [self._blocks[0] + 1, self._blocks[1] + self._in_block]
            self._block, self._in_block = block, 0
        self._in_block += 1
        count, total = self._blocks
        usual = (total + _PRIOR * self._in_block) / (count + _PRIOR)
        return min(_CLIP, max(0.0, log2(self._in_block / usual)))

    def _late_end(self, action: Action) -> float:
        """Doublings of the number of records between an intent and its outcome."""
        if action.phase == "intent":
            self._begun[action.record_id] = self._seen
            return 0.0
        begun = next((self._begun.pop(item) for item in action.parents if item in self._begun), self._seen - 1)
        return min(_CLIP, log2(max(1, self._seen - begun)))
