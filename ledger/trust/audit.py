"""The audit game: where to look, when one cannot look everywhere.

An agent that could gain g by cheating and would lose g and its bond b if caught cheats if g > p (g + b), p being the
chance of an audit. So p = g / (g + b) and a little more deters it, and anything less is wasted on it. With a budget
of audits for all, they go first where one audit deters the most harm. Everyone keeps a floor, so that nobody is safe
to cheat, and the chances are published: deterrence needs no secret.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Chances = npt.NDArray[np.float64]
MARGIN: Final = 1.05
"""Deterring chances are so much above the point where cheating stops to pay, against errors about what is at stake."""
FLOOR: Final = 0.1
"""Share of the budget that is spread evenly."""


def deterring(gain: Chances, bond: Chances) -> Chances:
    """Return (agents,) the chance of an audit that deters each agent; above 1 where nothing does."""
    return MARGIN * gain / np.maximum(gain + bond, np.finfo(np.float64).tiny)


def chances(gain: Chances, bond: Chances, budget: float) -> Chances:
    """Deal out a budget.

    Args:
        gain: (agents,) what each could gain by cheating, in coins.
        bond: (agents,) what each would lose.
        budget: How many audits can be afforded in all, in expectation.

    Returns:
        (agents,) chances of an audit, 0 to 1, that sum to the budget, or to less if everyone is deterred for less.
    """
    count = len(gain)
    floor = min(1.0, FLOOR * budget / max(1, count))
    wanted = deterring(gain, bond)
    price = np.maximum(wanted - floor, 0.0)
    worth = np.divide(gain, price, out=np.full(count, np.inf), where=price > 0)
    worth[wanted > 1] = 0.0
    found = np.full(count, floor)
    left = budget - floor * count
    for agent in np.argsort(-worth, kind="stable"):
        if wanted[agent] <= 1 and price[agent] <= left:
            found[agent] += price[agent]
            left -= float(price[agent])
    return found


def cheaters(gain: Chances, bond: Chances, audited: Chances) -> npt.NDArray[np.bool_]:
    """Return (agents,) who cheats if everyone is rational: whoever gains more than an audit is expected to cost."""
    cheats: npt.NDArray[np.bool_] = gain > audited * (gain + bond)
    return cheats
