"""A rehearsal of the watch over chains: learnt on one company, alarms set on a second, measured on a third."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecaster.crowd.alarm import BOUND, TAUGHT_RATE, WATCHED_RATE, Sendings, sendings, watch_of, worst_honest
from forecaster.crowd.chains import NAMES, SINGLE, Floats
from forecaster.metrics import Estimate, auroc, share_interval


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the watch found.

    Args:
        recall: Share of back doors whose sending set off an alarm.
        false_alarms: Share of honest workflows that did.
        auroc: Over sendings.
        single_recall: The same recall of a check that sees only the act itself, at the same bound.
        opened: Back doors in the company that was watched.
    """

    recall: Estimate
    false_alarms: Estimate
    auroc: float
    single_recall: Estimate
    opened: int


def rehearse(seed: int, *, taught: int = 1500, watched: int = 1500, trees: int = 60, bound: float = BOUND) -> Rehearsal:
    """Learn, set the alarm, watch; three companies with other agents, habits and teams.

    Args:
        seed: Seed of the companies and of what is learnt.
        taught: Workflows that teach, and as many that set the alarm.
        watched: Workflows that are watched.
        trees: Random trees.
        bound: Stated bound.
    """
    learn, tune = sendings(taught, 3 * seed, TAUGHT_RATE), sendings(taught, 3 * seed + 1, WATCHED_RATE)
    asked = sendings(watched, 3 * seed + 2, WATCHED_RATE)
    scores, alarms, clean = _watched(learn, tune, asked, tuple(range(len(NAMES))), (trees, seed, bound))
    _, single, _ = _watched(learn, tune, asked, SINGLE, (trees, seed, bound))
    labels = asked[1]
    return Rehearsal(
        recall=share_interval(int(alarms[labels == 1].sum()), int(labels.sum())),
        false_alarms=share_interval(int(clean.sum()), len(clean)),
        auroc=auroc(labels, scores),
        single_recall=share_interval(int(single[labels == 1].sum()), int(labels.sum())),
        opened=int(labels.sum()),
    )


Alarms = NDArray[np.bool_]


def _watched(
    learn: Sendings, tune: Sendings, asked: Sendings, columns: tuple[int, ...], how: tuple[int, int, float]
) -> tuple[Floats, Alarms, Alarms]:
    trees, seed, bound = how
    watch = watch_of(learn, tune, columns, trees=trees, seed=seed, bound=bound)
    scores = watch.detector.score(asked[0][:, list(columns)])
    return scores, scores > watch.threshold, worst_honest(asked, scores) > watch.threshold
