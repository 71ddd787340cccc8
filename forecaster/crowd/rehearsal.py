"""A rehearsal of the watch over chains: learnt on one company, alarms set on a second, measured on a third."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from forecaster.crowd.chains import NAMES, SINGLE, Chains, Floats
from forecaster.crowd.workflows import company
from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.metrics import Estimate, Labels, auroc, share_interval

BOUND: Final = 0.03
"""Stated bound on the share of honest workflows that set off an alarm."""
_TAUGHT_RATE: Final = 0.25


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
    learn = _sendings(taught, 3 * seed, _TAUGHT_RATE)
    tune = _sendings(taught, 3 * seed + 1, 0.1)
    asked = _sendings(watched, 3 * seed + 2, 0.1)
    every = tuple(range(len(NAMES)))
    scores, alarms, clean = _watched(learn, tune, asked, every, (trees, seed, bound))
    _, single, _ = _watched(learn, tune, asked, SINGLE, (trees, seed, bound))
    labels = asked[1]
    return Rehearsal(
        recall=share_interval(int(alarms[labels == 1].sum()), int(labels.sum())),
        false_alarms=share_interval(int(clean.sum()), len(clean)),
        auroc=auroc(labels, scores),
        single_recall=share_interval(int(single[labels == 1].sum()), int(labels.sum())),
        opened=int(labels.sum()),
    )


Sendings = tuple[Floats, Labels, Labels]


def _sendings(number: int, seed: int, rate: float) -> Sendings:
    """Features, labels and workflow of every sending."""
    chains, rows, labels, flows = Chains(), [], list[int](), list[int]()
    for place, flow in enumerate(company(number, seed, rate=rate)):
        found, names = chains.features(flow)
        rows.append(found)
        labels += [int(name in flow.harmful[-1:]) for name in names]
        flows += [place] * len(names)
    return np.vstack(rows), np.array(labels, dtype=np.int64), np.array(flows, dtype=np.int64)


def _honest(sendings: Sendings, scores: Floats) -> Floats:
    """The highest score of every honest workflow."""
    _, labels, flows = sendings
    bad = set(flows[labels == 1].tolist())
    return np.array([scores[flows == flow].max() for flow in np.unique(flows) if int(flow) not in bad])


def _watched(
    learn: Sendings, tune: Sendings, asked: Sendings, columns: tuple[int, ...], how: tuple[int, int, float]
) -> tuple[Floats, Floats, Floats]:
    trees, seed, bound = how
    use = list(columns)
    fitted = EnsembleDetector(trees=trees, rounds=40, random_state=seed).fit(learn[0][:, use], learn[1])
    levels = np.sort(_honest(tune, fitted.score(tune[0][:, use])))
    threshold = levels[min(len(levels), ceil((len(levels) + 1) * (1 - bound))) - 1]
    scores = fitted.score(asked[0][:, use])
    return scores, scores > threshold, _honest(asked, scores) > threshold
