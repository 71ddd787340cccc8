"""How acts end, and what the agent does after a no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from forecaster.history import Action
from forecaster.marks.observer import Observer

_MEMORY: Final = 10  # acts: how long a no is remembered
_AT_ONCE: Final = 1  # acts after a no within which the same tool is the same request


class Outcomes(Observer):
    """Marks outcomes by kind, and intents that ask again for what was just denied or refused."""

    names: ClassVar[tuple[str, ...]] = (
        "record",
        "act",
        "outcome",
        "refused",
        "denied",
        "failed",
        "timed_out",
        "escalated",
        "asked_again",
        "asked_elsewhere",
        "denied_again",
        "no",
    )

    def __init__(self) -> None:
        self._acts = 0
        self._denials: dict[str, tuple[int, str]] = {}
        self._refusals: set[str] = set()

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        tool = action.tool or action.op
        at, session = self._denials.get(tool, (-_MEMORY - 1, ""))
        lately = self._acts - at <= _MEMORY
        if action.phase == "intent":
            self._acts += 1
            again = not self._refusals.isdisjoint(action.parents) or (self._acts - at <= _AT_ONCE)
            return (1, 1, 0, 0, 0, 0, 0, 0, again, lately and session != action.session, 0, 0)
        end = action.outcome
        no = end in {"denied", "refused"}
        if no:
            self._refusals.update(action.parents)
            self._denials[tool] = (self._acts, action.session)
        return (
            1,
            0,
            1,
            end == "refused",
            end == "denied",
            end == "failure",
            end == "timeout",
            end == "escalated",
            0,
            0,
            no and lately,
            no,
        )
