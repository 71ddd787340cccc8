"""How acts end, and what the agent does after a no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from forecaster.history import Action
from forecaster.marks.observer import Observer

_MEMORY: Final = 10  # acts: how long a no is remembered


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
    )

    def __init__(self) -> None:
        self._acts = 0
        self._denials: dict[str, tuple[int, str]] = {}

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        tool = action.tool or action.op
        at, session = self._denials.get(tool, (-_MEMORY - 1, ""))
        lately = self._acts - at <= _MEMORY
        if action.phase == "intent":
            self._acts += 1
            return (1, 1, 0, 0, 0, 0, 0, 0, lately, lately and session != action.session, 0)
        end = action.outcome
        no = end in {"denied", "refused"}
        if no:
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
        )
