"""Feedback as the forecaster sees it: who said what of whom, beside what others had said by then, oldest first.

Values from 0 to 100 are read as from worst to best; of any other only the sign counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from forecaster.history import Rating
from ledger.queries.feedback import FeedbackItem

_BEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Said:
    """One saying, as received; `action` names the act that it stands on, 64 hex digits, None if it stands on none."""

    rating: Rating
    action: str | None
    agent: int
    client: str


@dataclass(slots=True)
class Spoken:
    """All feedback, by whom it is about and by who gave it."""

    _about: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    _by: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def add(self, item: Said) -> None:
        """Add the next saying."""
        self._about[item.agent].append(item)
        self._by[item.client.lower()].append(item)

    def about(self, agent: int) -> list[Said]:
        """Return what was said of an agent."""
        return self._about.get(agent, [])

    def by(self, client: str, owners: Mapping[int, str]) -> list[Said]:
        """Return what an account said of others, seen from its side: the other side is the other agent's owner."""
        return [
            replace(item, rating=replace(item.rating, peer=owners.get(item.agent, ""), received=False), action=None)
            for item in self._by.get(client.lower(), [])
        ]


def spoken(items: Iterable[FeedbackItem]) -> Spoken:
    """Put feedback, oldest first, in order."""
    found = Spoken()
    first: dict[str, int] = {}
    sums: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        block, value = item.given.block, scaled(float(item.value))
        others = [v for client, values in sums[item.agent_id].items() if client != item.client for v in values]
        rating = Rating(
            block, item.client, value, received=True, usual=sum(others) / len(others) if others else None,
            age=block - first.setdefault(item.client, block),
        )  # fmt: skip
        sums[item.agent_id][item.client].append(value)
        found.add(Said(rating, None if item.link is None else item.link.action, item.agent_id, item.client))
    return found


def scaled(value: float) -> float:
    """Return a value as one from -1 to 1, worst to best."""
    if 0 <= value <= _BEST:
        return 2 * value / _BEST - 1
    return 1.0 if value > 0 else -1.0
