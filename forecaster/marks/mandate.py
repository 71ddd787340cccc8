"""How an agent uses its mandates: margin left, size of steps, slices, acts without one."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import ClassVar, Final

from forecaster.history import Action
from forecaster.marks.observer import Observer
from forecaster.tools import Does, does

_NEAR: Final = 0.8  # share of the cap from which a mandate is nearly used up
_CLIP: Final = 3.0  # doublings
_PRIOR: Final = 3  # payments the first estimate of the usual step counts for


class Mandate(Observer):
    """Marks payments by what they leave of the mandate, and acts on others that name none."""

    names: ClassVar[tuple[str, ...]] = (
        "paid",
        "opened",
        "mandate_use",
        "mandate_nearly_used",
        "step_up",
        "sliced",
        "effect_without_mandate",
        "new_mandate",
    )

    def __init__(self) -> None:
        self._steps: list[float] = [0.0, 0.0]
        self._paid: set[str] = set()
        self._known: set[str] = set()

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        if action.phase == "outcome":
            return (0.0, *self._money(action), 0.0, 0.0, 0.0)
        pays = Does.PAYS in does(action.tool, action.risk)
        sliced = pays and action.session in self._paid
        if pays:
            self._paid.add(action.session)
        lacking = action.kind == "interaction" and action.mandate is None and bool(self._known)
        new = action.mandate is not None and action.mandate not in self._known
        if action.mandate is not None:
            self._known.add(action.mandate)
        return (pays, *self._money(action), sliced, lacking, new)

    def _money(self, action: Action) -> tuple[float, float, float, float]:
        opening = action.opening
        if opening is None or not opening.cap:
            return 0.0, 0.0, 0.0, 0.0
        use = min(2.0, opening.running_total / opening.cap)
        step = log2(max(1, opening.amount) / opening.cap)
        count, total = self._steps
        self._steps = [count + 1, total + step]
        usual = (total + _PRIOR * step) / (count + _PRIOR)
        return 1.0, use, float(use > _NEAR), min(_CLIP, max(-_CLIP, step - usual))
