"""A rehearsal of poisoned rulings: what do wrong verdicts in a batch cost the model that follows?

Verdicts are turned round in the histories themselves, agent by agent, as collusive rulings would: who did harm is
acquitted, who did none is found at fault. What follows is measured on a population that nobody had a hand in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Literal

import numpy as np

from forecaster.detectors import BlendDetector
from forecaster.features import History
from forecaster.history import AgentHistory, Dispute, Verdict
from forecaster.lesson import Lesson, batch_of, gather
from forecaster.metrics import auroc
from forecaster.model import Model
from forecaster.population import TAUGHT_RATE, WORLD_END, Life, simulate
from forecaster.retrain import Retrained, retrain
from forecaster.split import Part, split
from forecaster.table import Table, tabulate
from forecaster.train import learn

Whom = Literal["anybody", "honest", "guilty"]
_BATCH: Final = 3_000_017  # added to the seed of the batch
_ASKED: Final = 4_000_037  # added to the seed of what is asked about
_LAG: Final = 300  # blocks from an act to the opening about it, and from there to the verdict


@dataclass(frozen=True, slots=True)
class Attempt:
    """One poisoned batch.

    Args:
        whom: Whose verdicts were turned round.
        wrong: Share of all agents of the batch whose verdict is wrong.
        refused: Whether the batch was refused.
        auroc: Of the model in force afterwards, on agents that nobody had a hand in.
        cost: What that is below the model that the clean batch would have led to.
        contradicts: Share of labels that contradict the model in force.
    """

    whom: Whom
    wrong: float
    refused: bool
    auroc: float
    cost: float
    contradicts: float


@dataclass(frozen=True, slots=True)
class Poisoned:
    """What was found: AUROC before any batch and after the clean one, whether that was taken, and every attempt."""

    before: float
    clean: float
    clean_refused: bool
    attempts: tuple[Attempt, ...]


def turned(lives: Sequence[Life], share: float, whom: Whom, seed: int) -> list[AgentHistory]:
    """Turn verdicts round.

    Args:
        lives: The population.
        share: Share of all agents whose verdict becomes wrong; fewer where there are not so many.
        whom: Among whom they are drawn.
        seed: Seed of the draw.
    """
    rng = Random(f"turned/{seed}/{whom}/{share}")  # noqa: S311 repeatable on purpose
    could = [n for n, life in enumerate(lives) if whom == "anybody" or (life.family is None) == (whom == "honest")]
    drawn = set(rng.sample(could, min(len(could), round(share * len(lives)))))
    return [_wrong(life, rng) if place in drawn else life.history for place, life in enumerate(lives)]


def _wrong(life: Life, rng: Random) -> AgentHistory:
    history = life.history
    if life.family is not None:
        return replace(history, verdicts=tuple(replace(item, upheld=False) for item in history.verdicts))
    record = rng.choice(history.records[len(history.records) // 3 :])
    opened, closed = record.block + _LAG, record.block + 2 * _LAG
    about = (record.record_id,)
    case, ruled = Dispute(opened, about, closed=closed), Verdict(closed, upheld=True, records=about, opened=opened)
    return replace(
        history,
        disputes=tuple(sorted((*history.disputes, case), key=lambda item: item.block)),
        verdicts=tuple(sorted((*history.verdicts, ruled), key=lambda item: item.block)),
    )


def rehearse_poison(
    seed: int,
    *,
    agents: int,
    shares: Sequence[float] = (0.05, 0.1, 0.2, 0.4),
    trees: int = 120,
    base_rate: float = 0.2,
    progress: Callable[[str], None] = lambda _: None,
) -> Poisoned:
    """Teach a model, offer it a clean batch and poisoned ones, and measure what it is afterwards.

    Args:
        seed: Seed of populations, draws and of what is learnt.
        agents: Agents that teach at first; the batch has half as many, and as many are asked about.
        shares: Shares of wrong verdicts.
        trees: Trees in each forest.
        base_rate: Share that does harm in the batch.
        progress: Told what is being done.
    """
    progress("teaching")
    lives = simulate(agents, seed, taught_rate=TAUGHT_RATE)
    histories = [life.history for life in lives]
    lesson = gather([History(item) for item in histories], split(histories), seed=seed)
    model = learn(lesson, seed=seed, detector=BlendDetector(trees=trees, random_state=seed))
    asked = _asked(agents // 2, seed)
    batch = simulate(agents // 2, seed + _BATCH, base_rate=base_rate)
    batch = [replace(life, history=replace(life.history, owner=f"new/{life.history.owner}")) for life in batch]
    progress("a clean batch")
    clean = _offer(model, lesson, [life.history for life in batch], seed)
    best = _measured(clean.model or model, asked)
    attempts = []
    for whom in ("anybody", "honest", "guilty"):
        for share in shares:
            progress(f"{share:.0%} wrong, {whom}")
            done = _offer(model, lesson, turned(batch, share, whom, seed), seed)
            now = _measured(done.model or model, asked)
            attempts.append(Attempt(whom, share, done.model is None, now, best - now, done.judged.contradicts))
    return Poisoned(_measured(model, asked), best, clean.model is None, tuple(attempts))


def _offer(model: Model, lesson: Lesson, histories: Sequence[AgentHistory], seed: int) -> Retrained:
    rows = batch_of([History(item) for item in histories], since=0, until=WORLD_END, seed=seed)
    return retrain(model, lesson, rows, until=WORLD_END, seed=seed)


def _asked(agents: int, seed: int) -> Table:
    ready = [History(life.history) for life in simulate(agents, seed + _ASKED, base_rate=0.3)]
    return tabulate(ready, Part(tuple(range(len(ready))), 0, WORLD_END), seed=seed)


def _measured(model: Model, asked: Table) -> float:
    return auroc(asked.labels, np.asarray(model.detector.score(asked.features)))
