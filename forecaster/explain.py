"""Explanations: which features push a score, and the very records behind them, in plain words.

Features that rest on one mark are judged together: they are set to what is typical, and what the score falls by is
their push. Pushes are taken greedily until the score is no longer high, so an explanation is short and, as far as the
model goes, sufficient. The *deletion test* asks the harder question: without those acts, would the alert be gone?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from forecaster.catalogue import CATALOGUE
from forecaster.features import History
from forecaster.model import Model

REASONS: Final = 6
"""Most reasons an explanation gives."""
RECORDS: Final = 12
"""Most records a reason cites: the heaviest."""
ROUNDS: Final = 3
"""How often what remains is explained again, where citing once was not enough."""

_GROUPS: Final[dict[str, list[int]]] = {}
for _column, _feature in enumerate(CATALOGUE):
    _GROUPS.setdefault(_feature.mark or _feature.name, []).append(_column)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that pushes the score up.

    Args:
        feature: Name of the feature that stands for it.
        says: Plain words.
        value: The feature's value.
        typical: Its median where no fault followed.
        push: What the score falls by if it were typical, after the reasons before this one.
        records: Ids of the records that carry it, the heaviest first.
    """

    feature: str
    says: str
    value: float
    typical: float
    push: float
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an agent's score is what it is, as of a block.

    Args:
        block: The block.
        score: The score, higher is worse.
        threshold: Above it a score is high.
        reasons: What pushes it up, strongest first.
        records: All records cited.
        score_without: The score as if the cited acts had never been.
    """

    block: int
    score: float
    threshold: float
    reasons: tuple[Reason, ...]
    records: tuple[str, ...]
    score_without: float

    @property
    def holds(self) -> bool:
        """Whether the deletion test is passed: without the cited acts the score is not high."""
        return self.score_without <= self.threshold


def explain(model: Model, ready: History, block: int) -> Explanation:
    """Explain a score.

    Args:
        model: The model.
        ready: The agent's history.
        block: The block it is about.
    """
    history = ready.history.until(block)
    score = _score(model, ready, block)
    first = _reasons(model, ready, block)
    cited: dict[str, None] = dict.fromkeys(item for reason in first for item in reason.records)
    without = score
    for _ in range(ROUNDS):
        rest = History(history.without(frozenset(cited)))
        without = _score(model, rest, block)
        if without <= model.rule.threshold:
            break
        more = [item for reason in _reasons(model, rest, block) for item in reason.records]
        cited.update(dict.fromkeys(more))
    return Explanation(block, score, model.rule.threshold, first, tuple(cited), without)


def _score(model: Model, ready: History, block: int) -> float:
    return float(model.detector.score(ready.at([block]))[0])


def _reasons(model: Model, ready: History, block: int) -> tuple[Reason, ...]:
    row = ready.at([block])[0]
    left = {name: columns for name, columns in _GROUPS.items() if _carried(ready, columns, block)}
    score = float(model.detector.score(row[None])[0])
    found: list[Reason] = []
    now = row.copy()
    while left and len(found) < REASONS and (score > model.rule.threshold or not found):
        names = list(left)
        trials = np.repeat(now[None], len(names), axis=0)
        for trial, name in zip(trials, names, strict=True):
            trial[left[name]] = model.typical[left[name]]
        scores = model.detector.score(trials)
        best = int(np.argmin(scores))
        push = score - float(scores[best])
        if push <= 0:
            break
        columns = left.pop(names[best])
        # the column that is furthest from typical speaks for the group
        column = max(columns, key=lambda item: abs(row[item] - model.typical[item]))
        found.append(_reason(model, ready, block, (column, float(row[column])), push))
        now, score = trials[best], float(scores[best])
    return tuple(found)


def _carried(ready: History, columns: Sequence[int], block: int) -> tuple[str, ...]:
    return ready.carriers(CATALOGUE[columns[0]].name, block)[:RECORDS]


def _reason(model: Model, ready: History, block: int, at: tuple[int, float], push: float) -> Reason:
    column, value = at
    feature, typical = CATALOGUE[column], float(model.typical[column])
    change = " (change against its own past)" if feature.window == "rise" else ""
    says = f"{feature.says}{change}: {value:.2f} {feature.unit}, typically {typical:.2f}; {feature.why}"
    return Reason(feature.name, says, value, typical, push, ready.carriers(feature.name, block)[:RECORDS])
