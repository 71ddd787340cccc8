"""How an agent uses its mandates: margin left, size of steps, slices, load, acts past their end or without one.

Cap, expiry and revocation are public from the block of the grant or the revocation on; amounts are known only where
somebody opened them. What is not known is no mark, so an agent that opens nothing is judged by the public part alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log2
from typing import ClassVar, Final

from forecaster.history import Action, AgentHistory, Grant
from forecaster.marks.observer import Observer
from forecaster.tools import Does, does

_NEAR: Final = 0.8  # share of the cap from which a mandate is nearly used up
_CLIP: Final = 3.0  # doublings
_PRIOR: Final = 3  # payments the first estimate of the usual step counts for


class Mandate(Observer):
    """Marks payments by what they leave of the mandate, and acts by whether a mandate covers them."""

    names: ClassVar[tuple[str, ...]] = (
        "paid",
        "opened",
        "mandate_use",
        "mandate_nearly_used",
        "step_up",
        "sliced",
        "effect_without_mandate",
        "new_mandate",
        "mandate_load",
        "mandate_ended",
    )

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}
        self._steps: list[float] = [0.0, 0.0]
        self._paid: set[tuple[str, str | None]] = set()
        self._known: set[str] = set()
        self._load: Counter[str] = Counter()

    def told(self, history: AgentHistory) -> None:
        """Hear of the mandates that were granted, by any block: each is used from its own block on."""
        # the first of a name stands: a second, which the chain would refuse, must not reach back
        self._grants = {grant.mandate: grant for grant in reversed(history.grants)}

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        grant = self._grant(action)
        if action.phase == "outcome":
            return (0.0, *self._money(action, grant), 0.0, 0.0, 0.0, 0.0, 0.0)
        pays = Does.PAYS in does(action.tool, action.risk)
        sliced = pays and (action.session, action.tool) in self._paid
        if pays:
            self._paid.add((action.session, action.tool))
        lacking = action.kind == "interaction" and action.mandate is None and bool(self._known)
        new = action.mandate is not None and action.mandate not in self._known
        load = 0.0
        if action.mandate is not None:
            self._known.add(action.mandate)
            if pays:
                load = log2(1 + self._load[action.mandate])
                self._load[action.mandate] += 1
        return (pays, *self._money(action, grant), sliced, lacking, new, load, self._ended(action, grant))

    def _grant(self, action: Action) -> Grant | None:
        """Return the grant of the mandate that a record names, as it was public when the record was anchored."""
        grant = None if action.mandate is None else self._grants.get(action.mandate)
        return None if grant is None or grant.block > action.block else grant.until(action.block)

    def _ended(self, action: Action, grant: Grant | None) -> bool:
        """Whether the mandate was over when the agent says that it acted."""
        return grant is not None and action.ts >= min(grant.expiry, grant.revoked_ms or grant.expiry)

    def _money(self, action: Action, grant: Grant | None) -> tuple[float, float, float, float]:
        opening = action.opening
        if opening is None:
            return 0.0, 0.0, 0.0, 0.0
        cap = opening.cap or (0 if grant is None else grant.cap)
        if not cap:
            return 0.0, 0.0, 0.0, 0.0
        use = min(2.0, opening.running_total / cap)
        step = log2(max(1, opening.amount) / cap)
        count, total = self._steps
        self._steps = [count + 1, total + step]
        usual = (total + _PRIOR * step) / (count + _PRIOR)
        return 1.0, use, float(use > _NEAR), min(_CLIP, max(-_CLIP, step - usual))
