"""Practice for families that nobody has met: agents of invented families teach beside those of known ones.

Whoever is to be tested on a family must not have met it: then that family is left out, and every invented one that
moves a habit that it moves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from forecaster.features import Floats, History
from forecaster.metrics import Labels
from forecaster.population import WORLD_END, simulate
from forecaster.population.families import FAMILIES, UNTAUGHT
from forecaster.population.invented import invented
from forecaster.split import Part
from forecaster.table import Table, tabulate

INVENTED: Final = 80
"""Families that are invented."""
_OTHER: Final = 3_000_017  # added to the seed
_RATE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Practice:
    """Rows of agents of which half belong to invented families.

    Args:
        table: The rows.
        moved: For each row the habits that its agent's family moves; none if it is honest.
    """

    table: Table
    moved: tuple[frozenset[str], ...]

    def met(self, family: str) -> NDArray[np.bool_]:
        """Say for each row whether its agent moves a habit that a family moves."""
        goal = next(item.goal for item in (*FAMILIES, *UNTAUGHT) if item.name == family)
        return np.array([not habits.isdisjoint(goal) for habits in self.moved], dtype=np.bool_)


def practise(agents: int, seed: int) -> Practice:
    """Simulate agents of invented families.

    Args:
        agents: How many.
        seed: Seed of them, and of the families.
    """
    families = invented(INVENTED, seed)
    lives = simulate(agents, seed + _OTHER, base_rate=_RATE, families=(), more=families)
    ready = [History(life.history) for life in lives]
    table = tabulate(ready, Part(tuple(range(len(ready))), 0, WORLD_END), seed=seed)
    goals = {family.name: frozenset(family.goal) for family in families}
    moved = tuple(goals.get(lives[agent].family or "", frozenset[str]()) for agent in table.agents)
    return Practice(table, moved)


def teach_without(
    taught: Table, kinds: NDArray[np.str_], practice: Practice, families: Collection[str]
) -> tuple[Floats, Labels]:
    """Return features and labels that teach somebody who is to be tested on families that he has not met.

    Rows of offenders from before they are near their harm are left out: they are neither usual nor yet harmful.

    Args:
        taught: Rows of known families and of honest agents.
        kinds: (n_rows,) the family of each of those, empty if honest.
        practice: Rows of invented families, and of honest agents.
        families: The families to be tested on.
    """
    known = ~np.isin(kinds, list(families)) & ((kinds == "") | (taught.labels == 1))
    guilty = np.array([bool(habits) for habits in practice.moved], dtype=np.bool_)
    fresh = ~guilty | (practice.table.labels == 1)
    for family in families:
        fresh &= ~practice.met(family)
    features = np.vstack([taught.features[known], practice.table.features[fresh]])
    return features, np.concatenate([taught.labels[known], practice.table.labels[fresh]])
