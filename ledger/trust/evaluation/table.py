"""The attack table: every attack, at three budgets, with many seeds; what moved furthest and on average."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

import numpy as np

from ledger.trust.evaluation.attacks import ATTACKS, Make, can_be_cast
from ledger.trust.evaluation.measures import percentile
from ledger.trust.evaluation.world import Attack, Judge, World

BUDGETS: Final = (5, 20, 100)
DECIDES: Final = 20
"""The budget at which goals are judged."""
ASLEEP: Final = ("sleeper", "sleeper_patient", "sleeper_unruled", "sleeper_audited")
"""Attacks that are read as a rank afterwards, not as a shift."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one attack did at one budget: `worst` and `mean` over all seeds, in rank percentiles.

    Both are None where the network has nobody for a part of it.
    """

    attack: str
    budget: int
    worst: float | None
    mean: float | None


def attack_table(
    world: World,
    judge: Judge,
    seeds: Sequence[int],
    budgets: Iterable[int] = BUDGETS,
    attacks: Iterable[str] = tuple(ATTACKS),
    say: Callable[[str], None] = lambda _: None,
) -> list[Row]:
    """Run attacks. Worst is the largest shift the attacker wants or does not want; of sleepers, the highest rank."""
    budgets = tuple(budgets)
    rows = []
    for name in attacks:
        say(f"attack {name}")
        if not can_be_cast(world, name):
            rows += [Row(name, budget, None, None) for budget in budgets]
            continue
        for budget in budgets:
            found = [_moved(world, judge, name, budget, seed) for seed in seeds]
            worst = max(found) if name in ASLEEP else max(found, key=abs)
            rows.append(Row(name, budget, round(worst, 3), round(mean(found), 3)))
    return rows


def _moved(world: World, judge: Judge, name: str, budget: int, seed: int) -> float:
    make: Make = ATTACKS[name]
    attack = make(world, budget, np.random.default_rng([seed, budget, list(ATTACKS).index(name)]))
    after = judge(world.attacked(attack), world.anchors, attack.as_of, attack.rulings)
    if name in ASLEEP:
        return max(_rank(after, world, target) for target in attack.targets)
    before = world.untouched(judge, attack.fresh, attack.as_of)
    shifts = [
        _rank(after, world, target) - _rank(before, world, was)
        for target, was in zip(attack.targets, attack.before or attack.targets, strict=True)
    ]
    return max(shifts, key=abs)


def _rank(scores: np.ndarray[tuple[int], np.dtype[np.int64]], world: World, agent: int) -> float:
    """Return an agent's percentile among those that were there before the attack (and itself)."""
    peers = scores[: world.agents]
    return percentile(peers if agent < world.agents else np.r_[peers, scores[agent]], min(agent, world.agents))


__all__ = ["ASLEEP", "BUDGETS", "DECIDES", "Attack", "Row", "attack_table"]
