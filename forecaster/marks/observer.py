"""What computes marks: it sees an agent's records one by one, in order, and remembers what it needs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from forecaster.history import Action, AgentHistory


class Observer(ABC):
    """Sees the records of one history in order."""

    names: ClassVar[tuple[str, ...]]
    """Names of its marks, in the order `see` returns them."""

    def told(self, history: AgentHistory) -> None:  # noqa: B027 most observers need nothing but records
        """Hear what of a history is dated without its records; it may be told again as that grows."""

    @abstractmethod
    def see(self, action: Action) -> Sequence[float]:
        """Return the marks of the next record; may depend on all records seen so far."""
