"""Families that dice invent: any few habits move together, so that whoever learns from them learns no list of attacks.

They only teach. Habits of the families that teach nothing are left alone, so that those stay unheard of.
"""

from __future__ import annotations

from random import Random
from typing import Final

from forecaster.population.families import Family, Harm
from forecaster.population.roles import ROLES

_HABITS: Final[dict[str, tuple[float, str]]] = {
    "steered": (0.95, "untrusted"),
    "exposure": (0.95, "untrusted"),
    "drawing": (0.95, "people"),
    "breadth": (0.95, "people"),
    "looking": (0.95, "people"),
    "again": (0.95, "people"),
    "leaking": (0.9, "people"),
    "mixing": (0.35, ""),
    "sending": (0.95, "sends"),
    "slicing": (0.95, "pays"),
    "paying": (0.95, "pays"),
    "step": (2.0, "pays"),
    "renewal": (1.1, "pays"),
    "lapsing": (0.95, "pays"),
    "delayed": (0.95, ""),
    "backdated": (0.15, ""),
    "held": (0.95, ""),
    "unfinished": (0.08, ""),
    "overlap": (0.95, ""),
    "pace": (-1.3, ""),
    "retry": (0.95, ""),
    "elsewhere": (0.95, ""),
    "denied": (0.16, ""),
    "praised": (0.95, ""),
    "returned": (0.95, ""),
    "bunched": (0.95, ""),
    "harsh": (0.95, ""),
    "spiteful": (0.95, ""),
    "strange": (0.95, ""),
    "wandering": (0.95, ""),
}
"""How far a habit may go, and what a role must work with for it to show."""
_MOVED: Final = (2, 4)
_LEAST: Final = 0.6  # share of the way that a habit goes, at least


def invented(number: int, seed: int) -> tuple[Family, ...]:
    """Invent families.

    Args:
        number: How many.
        seed: Of the dice.
    """
    rng = Random(f"invented/{seed}")  # noqa: S311 a simulation wants repeatable dice
    found: list[Family] = []
    while len(found) < number:
        habits = rng.sample(sorted(_HABITS), rng.randint(*_MOVED))
        needs = tuple(sorted({need for habit in habits if (need := _HABITS[habit][1])}))
        goal = {habit: _HABITS[habit][0] * rng.uniform(_LEAST, 1) for habit in habits}
        # no role works with everything, and a family needs one that has what shows its habits
        if any(all(getattr(role, need) for need in needs) for role in ROLES):
            found.append(Family(f"invented_{len(found)}", goal, _harm(needs), needs))
    return tuple(found)


def _harm(needs: tuple[str, ...]) -> Harm:
    if "sends" in needs:
        return "send"
    return "pay" if "pays" in needs else "work"
