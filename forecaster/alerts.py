"""Alerts: when a score is worth somebody's attention, with a false-alarm rate that is stated beforehand.

An alert is *pending* at the first high score, *firing* once the score has stayed high, and *resolved* only after it
has stayed clearly low: between the two thresholds nothing changes. An alert tells people to look; it changes no
score and no bond.

The threshold is conformal: set on agents that had no part in training, at the level that all but a stated share of
them never reach in all the time they are watched. If benign agents are exchangeable, one that is new fires with at
most that probability (Vovk et al., "Algorithmic Learning in a Random World", 2005). That holds on average over
calibration parts; a single one may be lucky. So the level is set higher, until nine parts in ten would keep the bound:
the share of new agents over the k-th of n levels follows Beta(n + 1 - k, k) (Vovk, "Conditional validity of inductive
conformal predictors", Machine Learning 92, 2013). Where there are too few agents for that, the plain bound is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from ledger.errors import InvalidInputError

BOUND: Final = 0.04
"""Default bound on the share of benign agents that ever fire."""
SURE: Final = 0.9
"""Share of calibration parts that keep the bound."""
CONFIRM: Final = 2
"""High scores in a row before an alert fires."""
QUIET: Final = 3
"""Low scores in a row before it is resolved."""
HYSTERESIS: Final = 0.7
"""An alert is resolved below this share of the threshold."""

State = Literal["none", "pending", "firing", "resolved"]


@dataclass(frozen=True, slots=True)
class AlertRule:
    """When alerts begin and end.

    Args:
        threshold: Scores above it are high.
        clear: Scores below it are low.
        bound: Stated bound on the share of benign agents that ever fire.
        benign: How many benign agents the threshold was set on.
        confirm: High scores in a row before it fires.
        quiet: Low scores in a row before it is resolved.
    """

    threshold: float
    clear: float
    bound: float = BOUND
    benign: int = 0
    confirm: int = CONFIRM
    quiet: int = QUIET


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert about one agent, as of a block.

    Args:
        state: Where it stands.
        since: Block of its present state; None before anything happened.
        fired: Block at which it last fired; None if it never did.
        run: How many scores in a row speak for the next state.
    """

    state: State = "none"
    since: int | None = None
    fired: int | None = None
    run: int = 0

    def advance(self, rule: AlertRule, score: float, block: int) -> Alert:
        """Return the alert after one more score, as of a later block."""
        if self.state == "firing":
            run = self.run + 1 if score < rule.clear else 0
            return Alert("resolved", block, self.fired) if run >= rule.quiet else replace(self, run=run)
        if score <= rule.threshold:
            return Alert("none", block, self.fired) if self.state == "pending" else self
        run = self.run + 1 if self.state == "pending" else 1
        if run >= rule.confirm:
            return Alert("firing", block, block)
        return replace(self, state="pending", run=run, since=self.since if self.state == "pending" else block)


def firing_level(scores: NDArray[np.float64], confirm: int = CONFIRM) -> float:
    """Return the highest threshold at which a run of scores would just not have fired; -inf if it is too short."""
    if len(scores) < confirm:
        return float("-inf")
    return float(np.lib.stride_tricks.sliding_window_view(scores, confirm).min(axis=1).max())


def least_benign(bound: float) -> int:
    """Return how many benign agents a bound takes: 19 for 5%."""
    return ceil(round(1 / bound, 9)) - 1


def _rank(number: int, bound: float) -> int:
    """Return which of the ascending levels is the threshold."""
    plain = ceil(round((number + 1) * (1 - bound), 9))
    ranks = np.arange(plain, number + 1)
    kept = np.flatnonzero(beta.cdf(bound, number + 1 - ranks, ranks) >= SURE)
    return int(ranks[kept[0]]) if len(kept) else plain


def conformal_rule(levels: Sequence[float], bound: float = BOUND) -> AlertRule:
    """Set a threshold that a new benign agent exceeds with probability `bound` at most.

    Args:
        levels: The firing level of each benign agent of a calibration part.
        bound: In 0..1.

    Raises:
        InvalidInputError: if there are too few benign agents for the bound.
    """
    if len(levels) < least_benign(bound):
        raise InvalidInputError(
            f"{len(levels)} benign agents cannot bound false alarms by {bound:g}",
            hint=f"it takes {least_benign(bound)}; give more, or a looser bound",
            code="too_few_benign",
        )
    rank = _rank(len(levels), bound)
    threshold = sorted(levels)[rank - 1]
    return AlertRule(threshold, threshold * HYSTERESIS, bound, len(levels))
