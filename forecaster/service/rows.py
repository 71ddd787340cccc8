"""From histories to what is stated of each agent: all at once, some hundreds of agents at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

import numpy as np
from joblib import Parallel, delayed

from forecaster.alerts import Alert
from forecaster.catalogue import FEATURE_NAMES
from forecaster.explain import Explanation, explain
from forecaster.features import MIN_ACTS, Floats, History
from forecaster.model import Model
from forecaster.reader import Read
from forecaster.watch import watch_blocks
from ledger.store.forecasts import ForecastRow, ReasonRow

AT_ONCE: Final = 256
"""Agents whose histories are held and scored together."""


class Forecaster(Protocol):
    """Whoever forecasts every agent."""

    def __call__(self, everyone: Iterator[Read], latest: list[Floats]) -> dict[int, ForecastRow]:
        """Return what is stated, by agent number; `latest` is given the newest features, (n_agents, n_features)."""


def forecast_all(model: Model, everyone: Iterator[Read], latest: list[Floats] | None = None) -> dict[int, ForecastRow]:
    """Forecast agents, some hundreds at a time, and follow the alert of each from its first acts on.

    Histories are read here; the rest is done wherever joblib is told to, at once if it is told nothing: see
    `forecaster.cluster`.

    Args:
        model: The model.
        everyone: Histories.
        latest: Given the newest features of those with enough acts, (n_agents, n_features) at a time.
    """
    found: dict[int, ForecastRow] = {}
    for rows, newest in Parallel(return_as="generator")(delayed(forecast_some)(model, some) for some in _by(everyone)):
        found |= rows
        if latest is not None and len(newest):
            latest.append(newest)
    return found


def _by(everyone: Iterator[Read]) -> Iterator[list[Read]]:
    while some := list(islice(everyone, AT_ONCE)):
        yield some


def forecast_some(model: Model, some: Sequence[Read]) -> tuple[dict[int, ForecastRow], Floats]:
    """Forecast agents together; return what is stated, and their newest features, of those with enough acts."""
    found: dict[int, ForecastRow] = {}
    judged = [(read, History(read.history)) for read in some if read.history.acts >= MIN_ACTS]
    answers = dict(zip([read.history.agent_id for read, _ in judged], _scored(model, judged), strict=True))
    newest = [np.empty((0, len(FEATURE_NAMES)))]
    ready = {read.history.agent_id: item for read, item in judged}
    for read in some:
        number = read.history.agent_id
        if number not in answers:
            found[number] = too_little(read)
            continue
        block, scores = read.history.as_of_block, answers[number]
        alert = Alert()
        for look, score in zip(watch_blocks(ready[number], block), scores, strict=False):
            alert = alert.advance(model.rule, score, look)
        last = ready[number].at([block])
        newest.append(last)
        found[number] = stated(model, read, alert, scores[-1], last)
    return found, np.vstack(newest)


def _scored(model: Model, judged: Sequence[tuple[Read, History]]) -> list[list[float]]:
    """Score agents at every look, and last as of their block."""
    if not judged:
        return []
    last = [item.history.as_of_block for _, item in judged]
    looks = [[*watch_blocks(item, block), block] for (_, item), block in zip(judged, last, strict=True)]
    rows = [item.at(blocks) for (_, item), blocks in zip(judged, looks, strict=True)]
    parts = np.split(model.detector.score(np.vstack(rows)), np.cumsum([len(blocks) for blocks in looks])[:-1])
    return [part.tolist() for part in parts]


def too_little(read: Read) -> ForecastRow:
    """Return what is stated of an agent whose history is insufficient."""
    return ForecastRow(read.history.acts, None, None, "", None, None, read.complete, read.inputs)


def stated(model: Model, read: Read, alert: Alert, score: float, last: Floats) -> ForecastRow:
    """Return what is stated of an agent.

    Args:
        model: The model.
        read: The agent.
        alert: Where its alert stands.
        score: Its score as of the block.
        last: (1, n_features) features as of the block.
    """
    alerted = alert.state != "none"
    chance = model.calibrator.probability(np.array([score]))
    return ForecastRow(
        acts=read.history.acts,
        probability=float(chance[0]),
        score=score,
        alert=alert.state if alerted else "",
        since=alert.since if alerted else None,
        fired=alert.fired,
        complete=read.complete,
        inputs=read.inputs,
        reasons=_reasons(explain(model, History(read.history), read.history.as_of_block)) if alerted else (),
        by=model.when(last, chance)[0],
    )


def _reasons(found: Explanation) -> tuple[ReasonRow, ...]:
    return tuple(
        ReasonRow(
            item.feature,
            item.says,
            item.value,
            item.typical,
            item.push,
            tuple(bytes.fromhex(record) for record in item.records),
        )
        for item in found.reasons
    )
