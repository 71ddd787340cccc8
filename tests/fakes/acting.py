"""Agents that act in a world in memory, and a model that minds one thing alone: acts that were never ended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from forecaster.alerts import AlertRule
from forecaster.artefact import Card, DataRange, save
from forecaster.calibrate import Calibrator
from forecaster.catalogue import FEATURE_NAMES
from forecaster.detectors import LogisticDetector
from forecaster.model import Model
from ledger.domain import record
from ledger.domain.hashing import ZERO32
from tests.fakes.world import FakeAgent, World

DATA = DataRange(source="made up", agents=1, first_block=0, last_block=1)


def simple_model(horizon: int = 20) -> Model:
    """Learn, in no time, that agents who leave a quarter of their acts open come to harm."""
    rng = np.random.default_rng(0)
    features = np.zeros((400, len(FEATURE_NAMES)))
    features[:, FEATURE_NAMES.index("open_intents")] = rng.uniform(0, 1, 400)
    labels = (features.max(axis=1) > 0.25).astype(np.int64)
    detector = LogisticDetector(penalty=10.0).fit(features, labels)
    scores = detector.score(features)
    calibrator = Calibrator("sigmoid").fit(scores, labels)
    return Model(detector, calibrator, AlertRule(0.5, 0.35, benign=24), np.zeros(len(FEATURE_NAMES)), 0.5, horizon)


def artefact(folder: Path) -> tuple[Model, Card]:
    """Write the model of this module as an artefact."""
    model = simple_model()
    return model, save(model, folder, seed=0, data=DATA, metrics={})


def act(world: World, log: bytes, agent: FakeAgent, acts: int, *, ends: bool = True, anchors: bool = True) -> None:
    """Let an agent begin acts, and end them or not; each act is a segment and, with `anchors`, has an anchor."""
    for _ in range(acts):
        seq, head = agent.heads.get(1, (0, ZERO32))
        common: dict[str, Any] = {"session": f"s{seq // 8}", "tool": "look", "call": f"c{seq}"}
        data = [agent.record(seq, **common)]
        if ends:
            cause = (record.record_id(data[0]).hex(),)
            data.append(agent.record(seq + 1, phase="outcome", outcome="success", parents=cause, **common))
        segment = agent.sign(data, seq, head)
        agent.heads[1] = (seq + len(data), segment.entry.segment.header)
        world.logs[log].append(segment)
        if anchors:
            world.anchor(log)
    if not anchors:
        world.anchor(log)
