"""A trained forecaster: detector, calibration, alert rule, and what is typical. It answers about histories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from forecaster.alerts import Alert, AlertRule
from forecaster.calibrate import Calibrator
from forecaster.crowd.alarm import ChainWatch
from forecaster.detectors import Detector
from forecaster.drift import FEWEST, Drift, drift
from forecaster.features import MIN_ACTS, Floats, History
from forecaster.hazard import Hazard
from forecaster.history import AgentHistory


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is forecast about an agent as of a block.

    Args:
        agent_id: The agent.
        as_of_block: The block.
        state: `insufficient` if the history is too short for any answer.
        horizon: Acts ahead.
        probability: Of an upheld fault within the horizon, 0..1; None if insufficient.
        by: The same by the end of each stretch of the horizon, never falling; empty if nobody learnt when.
        score: What alerts are decided on, higher is worse; None if insufficient.
    """

    agent_id: int
    as_of_block: int
    state: Literal["ok", "insufficient"]
    horizon: int
    probability: float | None = None
    score: float | None = None
    by: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A trained forecaster.

    Args:
        detector: Gives scores.
        calibrator: Gives probabilities.
        rule: Gives alerts.
        typical: (n_features,) median of rows that no fault followed.
        base_rate: Share of forecasts that a fault follows, as estimated last.
        horizon: Acts ahead.
        hazard: Says when, where that was learnt.
        reference: (n_rows, n_features) some of the rows that taught, to compare others with.
        chains: Names sendings that chains of several agents lead to, where that was learnt.
    """

    detector: Detector
    calibrator: Calibrator
    rule: AlertRule
    typical: NDArray[np.float64]
    base_rate: float
    horizon: int
    hazard: Hazard | None = None
    reference: Floats | None = None
    chains: ChainWatch | None = None

    def drift(self, rows: Floats) -> Drift | None:
        """Compare rows (n_rows, n_features) with those that taught; None where there are too few to say."""
        if self.reference is None or min(len(rows), len(self.reference)) < FEWEST:
            return None
        return drift(self.reference, rows)

    def when(self, features: Floats, chances: Floats) -> list[tuple[float, ...]]:
        """Return, for each row, its chance by the end of each stretch of the horizon; empty if nobody learnt when."""
        if self.hazard is None or not len(features):
            return [()] * len(features)
        return [tuple(row) for row in self.hazard.spread(features, chances).tolist()]

    def probabilities(self, features: Floats) -> Floats:
        """Return calibrated probabilities (n_rows,) of features (n_rows, n_features)."""
        return self.calibrator.probability(self.detector.score(features))

    def forecast(self, histories: Sequence[AgentHistory]) -> list[Forecast]:
        """Forecast each agent as of its history's block."""
        ready = [History(history) for history in histories]
        enough = [history.acts >= MIN_ACTS for history in histories]
        rows = [item.at([item.history.as_of_block]) for item, ok in zip(ready, enough, strict=True) if ok]
        scores = self.detector.score(np.vstack(rows)) if rows else np.empty(0)
        chances = self.calibrator.probability(scores)
        when = self.when(np.vstack(rows), chances) if rows else []
        answers = iter(zip(chances.tolist(), scores.tolist(), when, strict=True))
        return [
            Forecast(h.agent_id, h.as_of_block, "ok", self.horizon, *next(answers))
            if ok
            else Forecast(h.agent_id, h.as_of_block, "insufficient", self.horizon)
            for h, ok in zip(histories, enough, strict=True)
        ]

    def alert(self, ready: History, blocks: Sequence[int]) -> Alert:
        """Follow an agent's alert over ascending blocks, skipping those at which its history is insufficient."""
        known = [block for block in blocks if ready.acts(block) >= MIN_ACTS]
        alert = Alert()
        for block, score in zip(known, self.detector.score(ready.at(known)) if known else (), strict=True):
            alert = alert.advance(self.rule, float(score), block)
        return alert
