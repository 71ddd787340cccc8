"""Marks: what can be said of a single record in the light of those before it.

A mark is computed in one pass and looks only back, so the marks of a prefix are the prefix of the marks:
nothing that comes later can change them. Features are sums and rates of marks over windows.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from forecaster.history import Action, AgentHistory
from forecaster.marks.mandate import Mandate
from forecaster.marks.observer import Observer
from forecaster.marks.order import Order
from forecaster.marks.outcomes import Outcomes
from forecaster.marks.provenance import Provenance
from forecaster.marks.rhythm import Rhythm

_OBSERVERS: Final[tuple[type[Observer], ...]] = (Outcomes, Order, Rhythm, Provenance, Mandate)
MARKS: Final[tuple[str, ...]] = tuple(name for observer in _OBSERVERS for name in observer.names)
"""Names of the columns of `marks`."""


class Marker:
    """Marks records one by one, in order; it remembers what the next mark needs and sees no record twice."""

    def __init__(self) -> None:
        self._observers = [observer() for observer in _OBSERVERS]

    def told(self, history: AgentHistory) -> None:
        """Hear what of a history is dated without its records; it may be told again as that grows."""
        for observer in self._observers:
            observer.told(history)

    def see(self, action: Action) -> list[float]:
        """Return the marks of the next record, as in `MARKS`."""
        return [value for observer in self._observers for value in observer.see(action)]


def marks(history: AgentHistory) -> NDArray[np.float64]:
    """Compute the marks of every record.

    Returns:
        (n_records, n_marks) float64, columns as in `MARKS`.
    """
    marker = Marker()
    marker.told(history)
    rows = [marker.see(action) for action in history.records]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(MARKS))
