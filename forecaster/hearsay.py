"""What is said of an agent, and what its side says of others, as of a block: how much, by whom, how, and when.

Praise bought from newcomers, praise that is returned, blows struck in a burst against agents of whom everybody else
speaks well: such patterns go before frauds that no record of an act shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from math import log1p
from typing import Final

from forecaster.history import AgentHistory, Rating

HEARSAY: Final = (
    "heard", "heard_well", "heard_young", "heard_back", "heard_burst",
    "said", "said_ill", "said_apart", "said_burst", "struck_back", "kin_upheld",
)  # fmt: skip
"""Names of the features, in the order of `hearsay`."""

YOUNG: Final = 1_000
"""Blocks of age below which whoever says something is a newcomer."""
BURST: Final = 240
"""Blocks within which much that is said is a burst."""
LATELY: Final = 24
"""Newest sayings of either kind that are looked at."""
_PRIOR: Final = 3.0  # sayings that every share is held back by
_ILL: Final = -0.2  # values below it are ill


class Ear:
    """Hears sayings one by one, oldest first, and remembers what the features need; the past is never gone through."""

    def __init__(self) -> None:
        self._heard: deque[Rating] = deque(maxlen=LATELY)
        self._said: deque[Rating] = deque(maxlen=LATELY)
        self._rated: set[str] = set()
        self._struck: dict[str, int] = {}

    def hear(self, item: Rating) -> None:
        """Hear the next saying."""
        if item.received:
            self._heard.append(item)
            if item.value < _ILL:
                self._struck.setdefault(item.peer, item.block)
        else:
            self._said.append(item)
            self._rated.add(item.peer)

    def features(self, kin: int) -> tuple[float, ...]:
        """Return the features as of now, as in `HEARSAY`.

        Args:
            kin: Faults upheld against other agents of the owner.
        """
        heard, said = self._heard, self._said
        return (
            log1p(len(heard)),
            sum(item.value for item in heard) / (len(heard) + _PRIOR),
            _share(item.age < YOUNG for item in heard),
            _share(item.peer in self._rated for item in heard),
            _burst(heard),
            log1p(len(said)),
            _share(item.value < _ILL for item in said),
            sum(abs(item.value - item.usual) for item in said if item.usual is not None) / (len(said) + _PRIOR),
            _burst(said),
            _share(item.value < _ILL and self._struck.get(item.peer, item.block + 1) <= item.block for item in said),
            log1p(kin),
        )


def hearsay(history: AgentHistory, block: int) -> tuple[float, ...]:
    """Return the features as of a block, as in `HEARSAY`."""
    ear = Ear()
    for item in history.ratings[: bisect_right(history.ratings, block, key=lambda item: item.block)]:
        ear.hear(item)
    return ear.features(sum(item.block <= block for item in history.kin))


def carriers(history: AgentHistory, name: str, block: int) -> tuple[str, ...]:
    """Return the ids of the records that a feature of `HEARSAY` rests on, the newest first."""
    known = [item for item in history.ratings if item.block <= block and item.record is not None]
    wanted = [item for item in known if item.received == name.startswith("heard")]
    return tuple(
        dict.fromkeys(item.record for item in reversed(wanted[-LATELY:]) if item.record and _carries(item, name, known))
    )


def _carries(item: Rating, name: str, known: Sequence[Rating]) -> bool:
    """Whether a feature rests on a saying."""
    if name == "heard_young":
        return item.age < YOUNG
    if name == "said_ill":
        return item.value < _ILL
    if name == "struck_back":
        return _strikes_back(item, known)
    return name != "kin_upheld"


def _share(found: Iterable[bool]) -> float:
    values = list(found)
    return sum(values) / (len(values) + _PRIOR)


def _burst(items: Iterable[Rating]) -> float:
    """The largest share that falls within a burst; little where little was said."""
    blocks = [item.block for item in items]
    most = max((bisect_right(blocks, block + BURST) - place for place, block in enumerate(blocks)), default=0)
    return max(0, most - 1) / (len(blocks) + _PRIOR)


def _strikes_back(item: Rating, known: Sequence[Rating]) -> bool:
    """Whether an ill word answers one from the same side."""
    return item.value < _ILL and any(
        other.received and other.peer == item.peer and other.value < _ILL and other.block <= item.block
        for other in known
    )
