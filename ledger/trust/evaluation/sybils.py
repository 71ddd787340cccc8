"""When most raters are Sybils: does the ranking of the others hold, and does anyone lose a score?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import kendalltau

from ledger.trust.configuration import DEFENCES, FULL, Defences
from ledger.trust.epoch import epoch
from ledger.trust.evaluation.world import DAY, Attack, World
from ledger.trust.ratings import Ints, Rating

SHARE: Final = 0.736
"""Share of Sybils among raters, measured on the live ERC-8004 registry of Ethereum (arXiv 2606.26028)."""
_BOUGHT: Final = 0.01
_YEAR: Final = 365 * DAY


@dataclass(frozen=True, slots=True)
class Flooded:
    """What a flood of Sybils did: tau-b over honest agents with a score, and how many of them lost theirs.

    None where too few agents are there to be ranked, or to be flooded.
    """

    sybils: int
    kendall_tau: float | None
    kendall_tau_all: float | None
    honest_without_score: int | None


def flood(world: World, seed: int, share: float = SHARE, rules: Defences = DEFENCES) -> Flooded:
    """Add Sybils until they are `share` of all raters.

    Each slanders two honest agents, praises two frauds and two Sybils; one in a hundred is praised by an insider.
    `kendall_tau_all` is over all agents without a fraudulent label, with or without a score.
    """
    dice = np.random.default_rng([seed, 736])
    raters = len(np.unique(world.network.ratings.rater))
    count = int(np.ceil(raters * share / (1 - share)))
    names, at = world.agents + np.arange(count), world.network.end + DAY
    fraud = np.zeros(world.agents, np.bool_)
    fraud[world.network.labelled(benign=False)] = True
    honest = np.flatnonzero(~fraud)
    if not (len(honest) and len(world.frauds) and len(world.insiders)):
        return Flooded(count, None, None, None)
    rows = []
    for name in names.tolist():
        slandered, praised = dice.choice(honest, 2), dice.choice(world.frauds, 2)
        friends = dice.choice(names, 2)
        rows += [Rating(name, int(one), -FULL, at) for one in slandered]
        rows += [Rating(name, int(one), FULL, at) for one in (*praised, *friends)]
        if dice.random() < _BOUGHT:
            rows.append(Rating(int(dice.choice(world.insiders)), name, FULL, at))
    attack = Attack(rows, [], count, at + _YEAR)
    anchors = world.anchors.tolist()
    before = epoch(world.network.ratings, anchors, attack.as_of, rules=rules).scores
    after = epoch(world.attacked(attack), anchors, attack.as_of, rules=rules).scores
    known = honest[before.enough[honest]]
    lost = int((before.enough[known] & ~after.enough[known]).sum())
    return Flooded(
        count,
        _tau(before.ppb[known], after.ppb[known]),
        _tau(before.ppb[honest], after.ppb[honest]),
        lost,
    )


def _tau(before: Ints, after: Ints) -> float | None:
    """Compare two rankings; nothing is ranked where all are alike."""
    if len(np.unique(before)) < 2 or len(np.unique(after)) < 2:  # noqa: PLR2004 - the least that can be ranked
        return None
    return float(kendalltau(before, after).statistic)
