"""The service step: read histories from the mirror as of a block, forecast, and state forecasts and alerts.

What is read is as of one block of one chain, so the same block gives the same forecasts; what is written are its own
statements, beside the mirror. It has no key and sends no transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from forecaster.alerts import Alert
from forecaster.artefact import Card
from forecaster.blame import Blame, baselines, blame
from forecaster.catalogue import FEATURE_NAMES
from forecaster.drift import Drift
from forecaster.explain import Explanation, explain
from forecaster.features import MIN_ACTS, Floats, History
from forecaster.history import Action
from forecaster.lesson import Rows, batch_of
from forecaster.model import Forecast, Model
from forecaster.reader import Openings, Read, Reader
from forecaster.watch import watch_blocks
from ledger.domain.forecast_book import PPM
from ledger.errors import ConflictError, StaleMirrorError
from ledger.queries.answers import AsOf
from ledger.queries.sources import Sources
from ledger.store.forecasts import ForecastRow, Forecasts, ModelRow, ReasonRow, RunRow, inputs_digest

AT_ONCE: Final = 256
"""Agents whose histories are held and scored together."""
_TRIES: Final = 3
_FORKED: Final = frozenset({"block_reorganised", "cursor_reorganised"})


@dataclass(frozen=True, slots=True)
class Made:
    """What a run stated: `rows` by agent number. `written` is False if exactly this had been stated before.

    `drift` compares the agents with those that taught; None if there were too few.
    """

    block: AsOf
    model: str
    rows: dict[int, ForecastRow]
    written: bool
    drift: Drift | None = None


def run(
    sources: Sources,
    model: Model,
    card: Card,
    *,
    as_of: int | None = None,
    openings: Openings | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Forecast every agent as of a block, and state forecasts and alerts.

    Args:
        sources: What questions are asked of; the statements are kept in its Redis.
        model: The model.
        card: Its card.
        as_of: The block; the newest if not given.
        openings: Opened amounts, where known.
        progress: Told what happens.

    Raises:
        InvalidInputError: if the block does not exist yet.
        ConflictError: if forks, or other forecasters, never let it come to an end.
        StaleMirrorError: if the mirror is empty, silent, or too far behind, or never stood still.
        UnavailableError: if mirror or node cannot be reached.
    """
    for last in range(_TRIES, 0, -1):
        try:
            reader = Reader(sources, as_of, openings)
            progress(f"reading histories as of block {reader.block.number}")
            latest: list[Floats] = []
            rows = forecast_all(model, reader.everyone(), latest)
            break
        except (StaleMirrorError, ConflictError) as error:
            if error.code not in _FORKED or last == 1:
                raise
            progress("the chain forked meanwhile: reading again")
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
    )
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    written = store.write(bytes.fromhex(card.sha256), _model_row(model, card), row, rows)
    return Made(block, card.sha256, rows, written, moved)


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows whose labels have become known, read as of a block; `incomplete` agents are known to miss records."""

    block: AsOf
    rows: Rows
    agents: int
    incomplete: int


def settled(sources: Sources, *, since: int, seed: int, horizon: int, as_of: int | None = None) -> Settled:
    """Read what rulings, and their absence, say of every agent since a block.

    Args:
        sources: What questions are asked of.
        since: Block up to which rulings have taught already.
        seed: Seed of the cuts.
        horizon: Acts ahead.
        as_of: The block; the newest if not given.

    Raises:
        StaleMirrorError: as `run`.
    """
    reader = Reader(sources, as_of)
    read = list(reader.everyone())
    ready = [History(item.history) for item in read]
    rows = batch_of(ready, since=since, until=reader.block.number, seed=seed, horizon=horizon)
    return Settled(reader.block, rows, len(read), sum(not item.complete for item in read))


def in_millionths(rows: Mapping[int, ForecastRow], base_rate: float) -> list[int]:
    """Return what is said of agent 0, 1, and so on to the last, in parts per million, as a forecast book takes it.

    Args:
        rows: Forecasts by agent number, every number from nought on.
        base_rate: What is said of agents whose history is insufficient, 0..1.
    """
    said = [rows[number].probability for number in range(len(rows))]
    return [round(PPM * (base_rate if chance is None else chance)) for chance in said]


def forecast_all(model: Model, everyone: Iterator[Read], latest: list[Floats] | None = None) -> dict[int, ForecastRow]:
    """Forecast agents, some hundreds at a time, and follow the alert of each from its first acts on.

    Args:
        model: The model.
        everyone: Histories.
        latest: Given the newest features of those with enough acts, (n_agents, n_features) at a time.
    """
    found: dict[int, ForecastRow] = {}
    while some := list(islice(everyone, AT_ONCE)):
        ready = [(read, History(read.history)) for read in some]
        judged = [(read, item) for read, item in ready if read.history.acts >= MIN_ACTS]
        scores = _scores(model, [item for _, item in judged])
        answers = iter(zip(judged, scores, strict=True))
        if latest is not None and judged:
            latest.append(np.vstack([item.at([item.history.as_of_block]) for _, item in judged]))
        for read, item in ready:
            if read.history.acts >= MIN_ACTS:
                found[read.history.agent_id] = _row(model, read, item, next(answers)[1])
            else:
                found[read.history.agent_id] = ForecastRow(
                    read.history.acts, None, None, "", None, None, read.complete, read.inputs
                )
    return found


def _scores(model: Model, ready: Sequence[History]) -> list[list[float]]:
    """Score agents at every look, and last as of their block."""
    if not ready:
        return []
    last = [item.history.as_of_block for item in ready]
    looks = [[*watch_blocks(item, block), block] for item, block in zip(ready, last, strict=True)]
    scores = model.detector.score(np.vstack([item.at(blocks) for item, blocks in zip(ready, looks, strict=True)]))
    parts = np.split(scores, np.cumsum([len(blocks) for blocks in looks])[:-1])
    return [part.tolist() for part in parts]


def _row(model: Model, read: Read, ready: History, scores: Sequence[float]) -> ForecastRow:
    block = read.history.as_of_block
    alert = Alert()
    for look, score in zip(watch_blocks(ready, block), scores, strict=False):
        alert = alert.advance(model.rule, score, look)
    alerted = alert.state != "none"
    chance = model.calibrator.probability(np.array(scores[-1:]))
    return ForecastRow(
        acts=read.history.acts,
        probability=float(chance[0]),
        score=scores[-1],
        alert=alert.state if alerted else "",
        since=alert.since if alerted else None,
        fired=alert.fired,
        complete=read.complete,
        inputs=read.inputs,
        reasons=_reasons(explain(model, ready, block)) if alerted else (),
        by=model.when(ready.at([block]), chance)[0],
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


@dataclass(frozen=True, slots=True)
class Shared:
    """Who has which share in a harm, as of a block, beside what simpler rules would say; `complete` as of a run."""

    block: AsOf
    record: str
    shares: Blame
    root_agent: int
    baselines: Mapping[str, Mapping[int, float]]
    complete: bool


def share_blame(sources: Sources, record: str, *, as_of: int | None = None) -> Shared:
    """Share the blame for a record over everybody's records that it names as causes, and those that these name.

    Args:
        sources: What questions are asked of.
        record: Id of the record of the harm, 64 hex digits.
        as_of: The block; the newest if not given.

    Raises:
        NotFoundError: if no agent wrote such a record by then.
        StaleMirrorError: as `run`.
    """
    reader = Reader(sources, as_of)
    acts: dict[str, tuple[Action, int]] = {}
    complete = True
    for read in reader.everyone():
        complete = complete and read.complete
        acts |= {item.record_id: (item, read.history.agent_id) for item in read.history.records}
    found = blame(record, acts)
    return Shared(reader.block, record, found, acts[found.root][1], baselines(record, acts), complete)


@dataclass(frozen=True, slots=True)
class Explained:
    """One agent's forecast with its reasons; `why` is None if the history is insufficient."""

    block: AsOf
    forecast: Forecast
    alert: Alert
    acts: int
    complete: bool
    why: Explanation | None


def explain_agent(
    sources: Sources, model: Model, agent: str, *, as_of: int | None = None, openings: Openings | None = None
) -> Explained:
    """Forecast one agent from the mirror and say why; nothing is written.

    Raises:
        InvalidInputError: if agent or block have another form.
        NotFoundError: if there was no such agent.
        StaleMirrorError: if the mirror is empty, silent, or too far behind.
        UnavailableError: if mirror or node cannot be reached.
    """
    reader = Reader(sources, as_of, openings)
    read = reader.one(agent)
    ready, block = History(read.history), read.history.as_of_block
    found = model.forecast([read.history])[0]
    return Explained(
        block=reader.block,
        forecast=found,
        alert=model.alert(ready, watch_blocks(ready, block)),
        acts=read.history.acts,
        complete=read.complete,
        why=explain(model, ready, block) if found.state == "ok" else None,
    )
