"""Teaching a model further: new rulings teach, unless the batch is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from sklearn.base import clone

from forecaster.artefact import Card, DataRange, save
from forecaster.batch import Judged, judge
from forecaster.lesson import Lesson, Rows
from forecaster.model import Model
from forecaster.train import learn
from ledger.errors import ConflictError, InvalidInputError

FEWEST: Final = 50
"""Rows of a batch below which nothing is learnt."""


@dataclass(frozen=True, slots=True)
class Retrained:
    """What became of a batch.

    Args:
        model: The model that follows; None if the batch is refused.
        lesson: What it learnt from; the old lesson if the batch is refused.
        judged: What the batch does.
        left_out: Rows that did not teach, because their owner is trusted to judge.
        base_rate: Base rate before, and after.
    """

    model: Model | None
    lesson: Lesson
    judged: Judged
    left_out: int
    base_rate: tuple[float, float]

    def accepted(self) -> Model:
        """Return the model that follows.

        Raises:
            ConflictError: if the batch is refused.
        """
        if self.model is None:
            raise ConflictError(
                f"the batch is refused: {'; '.join(self.judged.reasons)}",
                hint="look at the rulings that its report names; the model in force stays",
                code="poisoned_batch",
            )
        return self.model


def retrain(
    model: Model,
    lesson: Lesson,
    batch: Rows,
    *,
    until: int,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> Retrained:
    """Teach a model further, if that does no harm.

    Args:
        model: The model in force.
        lesson: What it learnt from.
        batch: What came since.
        until: Block as of which the batch was read.
        seed: Seed of what is learnt.
        progress: Told what is being done.

    Raises:
        InvalidInputError: if the batch is too small to say anything.
    """
    teaches = ~np.isin(batch.owners, lesson.trusted.owners)
    fresh = batch.chosen(teaches)
    if len(fresh) < FEWEST:
        raise InvalidInputError(
            f"{len(fresh)} rows have settled since block {lesson.until}",
            hint=f"it takes {FEWEST}; wait for more rulings",
            code="insufficient",
        )
    whole = replace(lesson, taught=lesson.taught.followed_by(fresh), until=until)
    new = learn(
        whole,
        seed=seed,
        detector=clone(model.detector),
        method=model.calibrator.method,
        bound=model.rule.bound,
        horizon=model.horizon,
        now=fresh.labels,
        progress=progress,
    )
    progress("judging the batch")
    judged = judge(model.detector, new.detector, fresh, lesson.trusted, model.calibrator)
    rates = (model.base_rate, new.base_rate)
    if judged.reasons:
        return Retrained(None, lesson, judged, int((~teaches).sum()), rates)
    # no ruling is about a chain of several agents, so that watch stays as it was
    return Retrained(replace(new, chains=model.chains), whole, judged, int((~teaches).sum()), rates)


def told(done: Retrained, parent: str) -> dict[str, Any]:
    """Return what became of a batch, as plain values.

    Args:
        done: What became of it.
        parent: Digest of the artefact in force.
    """
    return {
        "parent": parent,
        "accepted": done.model is not None,
        "left_out": done.left_out,
        "base_rate": done.base_rate,
        "judged": msgspec.to_builtins(done.judged),
    }


def follow(done: Retrained, card: Card, folder: Path, *, source: str) -> Card:
    """Write the artefact that follows another.

    Args:
        done: What became of the batch.
        card: Of the artefact that was taught further.
        folder: Where.
        source: What the batch was, in words.

    Raises:
        ConflictError: if the batch was refused.
    """
    taught = done.lesson.taught
    data = DataRange(
        source=f"{card.data.source}; {source}",
        agents=len(set(taught.agents.tolist())),
        first_block=card.data.first_block,
        last_block=done.lesson.until,
    )
    return save(
        done.accepted(),
        folder,
        seed=card.seed,
        data=data,
        metrics=told(done, card.sha256),
        lesson=done.lesson,
        parent=card.sha256,
    )
