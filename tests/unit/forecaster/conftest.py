"""One small simulated world, and one model of it, shared by all tests of the forecaster."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from forecaster.detectors import BlendDetector
from forecaster.evaluate import Evaluation, evaluate
from forecaster.features import History
from forecaster.history import AgentHistory
from forecaster.model import Model
from forecaster.population import Life, simulate
from forecaster.split import Split, split
from forecaster.table import Table, tabulate
from forecaster.train import train

SEED = 7


@dataclass(frozen=True)
class World:
    lives: list[Life]
    histories: list[AgentHistory]
    ready: list[History]
    parts: Split
    families: dict[int, str]


def make_world(agents: int, seed: int, base_rate: float) -> World:
    lives = simulate(agents, seed, base_rate=base_rate)
    histories = [life.history for life in lives]
    families = {place: life.family for place, life in enumerate(lives) if life.family}
    return World(lives, histories, [History(item) for item in histories], split(histories), families)


@pytest.fixture(scope="session")
def world() -> World:
    """450 agents; many do harm, so that little data teaches enough."""
    return make_world(450, SEED, 0.25)


@pytest.fixture(scope="session")
def model(world) -> Model:
    return train(world.ready, world.parts, seed=SEED, detector=BlendDetector(trees=60, random_state=SEED))


@pytest.fixture(scope="session")
def taught(world) -> Table:
    """Rows of the training part."""
    return tabulate(world.ready, world.parts.train, seed=1)


@pytest.fixture(scope="session")
def probed(world) -> Table:
    """Rows of the test part."""
    return tabulate(world.ready, world.parts.test, seed=2)


@pytest.fixture(scope="session")
def measured(world, model) -> Evaluation:
    """What the model does on the test part."""
    return evaluate(model, world.ready, world.parts, seed=1, families=world.families)
