"""In which order tools are used, against the agent's own habit."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from math import log2
from typing import ClassVar, Final

from forecaster.history import Action
from forecaster.marks.observer import Observer

_LATELY: Final = 32  # records: over how many the spread over sessions is looked at

_GROWN: Final = 50.0  # acts at which a first counts once
_OLD: Final = 2.0


class Order(Observer):
    """Marks new tools and orders, surprise in bits, switches of session, and changes of model or policy."""

    names: ClassVar[tuple[str, ...]] = (
        "new_tool",
        "new_bigram",
        "new_trigram",
        "tool_surprise",
        "session_switch",
        "session_surprise",
        "model_change",
        "policy_change",
    )

    def __init__(self) -> None:
        self._tools: Counter[str] = Counter()
        self._after: Counter[str] = Counter()
        self._grams: Counter[tuple[str, ...]] = Counter()
        self._last: dict[str, tuple[str, ...]] = {}
        self._lately: deque[str] = deque(maxlen=_LATELY)
        self._set: dict[str, str] = {}

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        share = (self._lately.count(action.session) + 1) / (len(self._lately) + 1)
        switch = bool(self._lately) and self._lately[-1] != action.session
        self._lately.append(action.session)
        changes = (self._changed("model", action.model), self._changed("policy", action.policy))
        order = self._order(action) if action.phase == "intent" else (0, 0, 0, 0)
        return (*order, switch, -log2(share), *changes)

    def _order(self, action: Action) -> Sequence[float]:
        tool = action.tool or action.op
        before = self._last.get(action.session, ("^", "^"))
        pair, triple = (before[1], tool), (*before, tool)
        kinds = len(self._tools) + 1
        chance = (self._grams[pair] + 1) / (self._after[before[1]] + kinds)
        # firsts grow rarer with age, about as 1/acts; weighed by age they say as much of the young as of the old
        weight = min(_OLD, sum(self._tools.values()) / _GROWN)
        firsts = (not self._tools[tool], not self._grams[pair], not self._grams[triple])
        row = (*(weight * first for first in firsts), -log2(chance))
        self._tools[tool] += 1
        self._after[before[1]] += 1
        self._grams[pair] += 1
        self._grams[triple] += 1
        self._last[action.session] = (before[1], tool)
        return row

    def _changed(self, what: str, value: str | None) -> bool:
        if value is None:
            return False
        before = self._set.get(what, value)
        self._set[what] = value
        return before != value
