"""One run: read histories from the mirror as of a block, forecast, and state forecasts and alerts.

What is read is as of one block of one chain, so the same block gives the same forecasts; what is written are its own
statements, beside the mirror.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from forecaster.artefact import Card
from forecaster.catalogue import FEATURE_NAMES
from forecaster.crowd.alarm import LATELY_BLOCKS
from forecaster.drift import Drift
from forecaster.features import Floats
from forecaster.history import Action
from forecaster.model import Model
from forecaster.reader import Openings, Read, Reader
from forecaster.service.rows import Forecaster, forecast_all
from forecaster.shelf import Shelf
from ledger.domain.forecast_book import PPM
from ledger.errors import ConflictError, StaleMirrorError
from ledger.queries.answers import AsOf
from ledger.queries.sources import Sources
from ledger.store.forecasts import ChainRow, ForecastRow, Forecasts, ModelRow, RunRow, inputs_digest

_TRIES: Final = 3
_FORKED: Final = frozenset({"block_reorganised", "cursor_reorganised"})


@dataclass(frozen=True, slots=True)
class Made:
    """What a run stated: `rows` by agent number. `written` is False if exactly this had been stated before.

    `drift` compares the agents with those that taught; None if there were too few. `chains` are sendings that several
    agents together lead to, the newest first.
    """

    block: AsOf
    model: str
    rows: dict[int, ForecastRow]
    written: bool
    drift: Drift | None = None
    chains: tuple[ChainRow, ...] = ()


def run(
    sources: Sources,
    model: Model,
    card: Card,
    *,
    as_of: int | None = None,
    openings: Openings | None = None,
    forecaster: Forecaster | None = None,
    shelf: Shelf | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Forecast every agent as of a block, and state forecasts and alerts.

    Args:
        sources: What questions are asked of; the statements are kept in its Redis.
        model: The model.
        card: Its card.
        as_of: The block; the newest if not given.
        openings: Opened amounts, where known.
        forecaster: Who forecasts; the model, from nothing but histories, if not given.
        shelf: Where records are kept for the next run; every record is read if not given.
        progress: Told what happens.

    Raises:
        InvalidInputError: if the block does not exist yet.
        ConflictError: if forks, or other forecasters, never let it come to an end.
        StaleMirrorError: if the mirror is empty, silent, or too far behind, or never stood still.
        UnavailableError: if mirror or node cannot be reached.
    """
    for last in range(_TRIES, 0, -1):
        try:
            reader = Reader(sources, as_of, openings, shelf)
            progress(f"reading histories as of block {reader.block.number}")
            latest: list[Floats] = []
            lately: list[tuple[Action, int]] = []
            everyone = _noting(reader.everyone(), lately)
            rows = (forecaster or partial(forecast_all, model))(everyone, latest)
            break
        except (StaleMirrorError, ConflictError) as error:
            if error.code not in _FORKED or last == 1:
                raise
            progress("the chain forked meanwhile: reading again")
    chains = _chains(model, lately)
    block, books = reader.block, sources.mirror.books()
    moved = model.drift(np.vstack(latest)) if latest else None
    row = RunRow(
        block=block.number,
        hash=bytes.fromhex(block.hash),
        time=block.time,
        inputs=inputs_digest(rows),
        agents=len(rows),
        stated_block=books.cursor.number,
        stated_at=int(sources.clock()),
        confidence=None if moved is None else moved.confidence,
        drifted=() if moved is None else tuple(FEATURE_NAMES[column] for column in moved.drifted),
        retrain=moved is not None and moved.retrain,
        chains=chains,
    )
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    written = store.write(bytes.fromhex(card.sha256), _model_row(model, card), row, rows)
    return Made(block, card.sha256, rows, written, moved, chains)


def _noting(everyone: Iterator[Read], lately: list[tuple[Action, int]]) -> Iterator[Read]:
    """Pass histories on, and note the records of late, with whose they are."""
    for read in everyone:
        history = read.history
        first = history.position(max(0, history.as_of_block - LATELY_BLOCKS))
        lately += [(action, history.agent_id) for action in history.records[first:]]
        yield read


def _chains(model: Model, lately: list[tuple[Action, int]]) -> tuple[ChainRow, ...]:
    """Name the sendings of late that chains of several agents lead to, the newest first."""
    if model.chains is None:
        return ()
    found = model.chains.alarms(sorted(lately, key=lambda item: (item[0].block, item[1], item[0].seq)))
    return tuple(
        ChainRow(
            bytes.fromhex(item.record),
            item.block,
            item.score,
            item.agents,
            tuple(bytes.fromhex(record) for record, _ in item.chain),
        )
        for item in reversed(found)
    )


def in_millionths(rows: Mapping[int, ForecastRow], base_rate: float) -> list[int]:
    """Return what is said of agent 0, 1, and so on to the last, in parts per million, as a forecast book takes it.

    Args:
        rows: Forecasts by agent number, every number from nought on.
        base_rate: What is said of agents whose history is insufficient, 0..1.
    """
    said = [rows[number].probability for number in range(len(rows))]
    return [round(PPM * (base_rate if chance is None else chance)) for chance in said]


def _model_row(model: Model, card: Card) -> ModelRow:
    """Say of a model what decides from the model itself, and the rest from its card."""
    return ModelRow(
        schema=card.schema,
        feature_schema=card.feature_schema,
        detector=type(model.detector).__name__,
        calibration=card.calibration,
        horizon=model.horizon,
        base_rate=model.base_rate,
        bound=model.rule.bound,
        threshold=model.rule.threshold,
        seed=card.seed,
        source=card.data.source,
        caution=card.caution,
    )


def backfill(
    sources: Sources,
    model: Model,
    card: Card,
    blocks: Sequence[int],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Made]:
    """Forecast as of blocks that have passed, one after the other.

    Each run says when it was stated, so that nobody takes it for one that came before what happened since. What was
    stated before is stated again only if it was made from other records.

    Raises:
        InvalidInputError: if a block does not exist yet.
        StaleMirrorError: as `run`.
    """
    for block in blocks:
        yield run(sources, model, card, as_of=block, progress=progress)
