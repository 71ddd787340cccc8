"""What an act was caused by, as far as records say it: their `parents`, followed a few steps back.

A record is *foreign* to a history if the history does not hold it: another agent's, or one that is missing.
Causes are not guessed from time alone, except where a mark says so in its name (`..._after_...`), and for data about
persons, which counts as sent when it was read in the same session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2
from typing import ClassVar, Final

from forecaster.history import Action
from forecaster.marks.observer import Observer
from forecaster.tools import Does, does

_STEPS: Final = 4  # causes of causes that are followed
_SOON: Final = 4  # acts: what counts as soon after
_CLIP: Final = 6.0  # bits
_SETTLED: Final = 24  # acts after which a tool that is new was taken up late


@dataclass(slots=True)
class _Origin:
    """How many steps back untrusted input lies (none: beyond `_STEPS`), and which reads of persons, how far."""

    untrusted: int = _STEPS + 1
    people: dict[str, int] = field(default_factory=dict)


class Provenance(Observer):
    """Marks acts on others by what caused them: untrusted input, reads about persons, other agents, nothing."""

    names: ClassVar[tuple[str, ...]] = (
        "effect",
        "sent",
        "person_read",
        "untrusted_read",
        "effect_without_cause",
        "effect_from_untrusted",
        "effect_soon_after_untrusted",
        "sent_from_untrusted",
        "sent_after_person_read",
        "sent_of_many_people",
        "person_read_from_untrusted",
        "person_read_crowded",
        "other_principal",
        "foreign_cause",
        "personal_sent",
        "personal_sent_oddly",
        "personal_sent_anew",
        "sent_unasked",
        "sent_aside",
        "effect_oddly",
    )

    def __init__(self) -> None:
        self._origins: dict[str, _Origin] = {}
        self._acts = 0
        self._untrusted_at: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._principals: dict[str, str] = {}
        self._used: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._reads: set[str] = set()

    def see(self, action: Action) -> Sequence[float]:
        """Mark one record."""
        origin = self._origin(action)
        if action.phase == "outcome":
            return (0.0,) * len(self.names)
        self._acts += 1
        what, session = does(action.tool, action.risk), action.session
        effect, sends = action.kind == "interaction" and bool(action.tool), Does.SENDS in what
        reads_person, reads_untrusted = Does.READS_PERSON in what, Does.READS_UNTRUSTED in what
        tainted = origin.untrusted <= _STEPS
        soon = self._acts - self._untrusted_at.get(session, -_SOON) <= _SOON
        first = self._principals.setdefault(session, action.principal) if action.principal else None
        already = self._people.get(session, 0)
        personal = sends and (already > 0 or bool(origin.people))
        odd, new = self._habit(action.tool or action.op)
        row = (
            effect,
            sends,
            reads_person,
            reads_untrusted,
            effect and not action.parents,
            effect and tainted,
            effect and soon,
            sends and tainted,
            sends and already > 0,
            float(max(0, len(origin.people) - 1)) if sends else 0.0,
            reads_person and tainted,
            reads_person and already > 0,
            first is not None and first != action.principal,
            any(item not in self._origins for item in action.parents),
            personal,
            odd if personal else 0.0,
            new if personal else 0.0,
            sends and self._unasked(action),
            odd * new if personal else 0.0,
            odd if effect else 0.0,
        )
        if reads_person:
            self._people[session] = already + 1
            self._reads.add(action.record_id)
            origin.people[action.record_id] = 0
        if reads_untrusted:
            self._untrusted_at[session] = self._acts
            origin.untrusted = 0
        return row

    def _habit(self, tool: str) -> tuple[float, float]:
        """Say how unusual a tool is among the agent's own acts so far, in bits, and how late it took it up, 0..1."""
        odd = -log2((self._used[tool] + 1) / (self._acts + 1))
        self._used[tool] += 1
        late = self._first.setdefault(tool, self._acts) / _SETTLED
        return min(_CLIP, odd), min(1.0, late)

    def _unasked(self, action: Action) -> bool:
        """Whether an act names causes, and none but its own look-ups of people: nobody asked for it."""
        return bool(action.parents) and self._reads.issuperset(action.parents)

    def _origin(self, action: Action) -> _Origin:
        origin = _Origin()
        # the intent of an outcome is the same act: no step further back
        step = 0 if action.phase == "outcome" else 1
        for item in action.parents:
            cause = self._origins.get(item)
            if cause is None:
                continue
            origin.untrusted = min(origin.untrusted, cause.untrusted + step)
            for person, far in cause.people.items():
                if far + step <= _STEPS:
                    origin.people[person] = min(far + step, origin.people.get(person, _STEPS))
        self._origins[action.record_id] = origin
        return origin
