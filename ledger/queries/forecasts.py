"""Forecasts and alerts: what a forecaster stated, as of which block, from what, and why. Never a fact of the chain.

A statement names the hash of its block. If the chain has another block there now, the statement is shown as
`reorged`: it is about a history that was taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, AsOf, Completeness, Finality, Page, counted
from ledger.queries.asking import ask, block_at, finality
from ledger.queries.cursors import Place
from ledger.queries.paging import Asked, paged
from ledger.queries.sources import Sources
from ledger.store.forecasts import ALERT_STATES, AlertState, ForecastRow, Forecasts, Run
from ledger.store.rows import HASH_BYTES, WIDE_BYTES
from ledger.store.view import View

State: TypeAlias = Literal["ok", "insufficient", "reorged"]
CAUTION: Final = "A forecast is advice: it changes nothing on chain, neither score nor bond nor any right."
RUN: Final = "`ombud forecast run`"
BASIS: Final = "a run covers every agent registered by its block; what came later is not in it"
INCOMPLETE: Final = "records were known to be missing when the forecast was made"
REORGED: Final = f"the block it is as of was taken back; make it again: {RUN}"
NO_RUN: Final = f"no forecaster has stated anything as of this block or before; make a forecast: {RUN}"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Which model spoke: the digest of its file, and what its card says of it.

    `horizon` is in acts; `false_alarm_bound` is the stated share of benign agents that ever fire.
    """

    digest: str
    schema: str
    feature_schema: str
    detector: str
    calibration: str
    horizon: int
    base_rate: float
    false_alarm_bound: float
    threshold: float
    seed: int
    trained_on: str
    caution: str


@dataclass(frozen=True, slots=True)
class Statement:
    """As of which block something was stated, and when.

    `reorged`: the chain has another block there now. `stated_block` is where the mirror stood when exactly this was
    first written, and `stated_at` (Unix seconds) the forecaster's own clock; nothing on chain proves either.
    `inputs` digests every history that was read. `confidence` (0..1) is lower the more features have `drifted` from
    those of the agents that the model learnt from; None where there were too few agents to compare. `retrain` asks for
    another training.
    """

    as_of: AsOf
    finality: Finality
    reorged: bool
    stated_block: int
    stated_at: int
    agents: int
    inputs: str
    confidence: float | None
    drifted: list[str]
    retrain: bool
    model: ModelCard


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in plain words, with the ids of the records that carry it, the heaviest first.

    `push` is what the score falls by if the value were typical, after the reasons before this one.
    """

    says: str
    feature: str
    value: float
    typical: float
    push: float
    records: list[str]


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert: `state` since the block `since`; `fired` is the block at which it last fired.

    `probability` is of an upheld fault within the next `horizon` acts.
    """

    agent: str
    agent_id: int
    state: AlertState
    since: int | None
    fired: int | None
    probability: float | None
    horizon: int
    score: float | None
    reasons: list[Reason]
    statement: Statement
    caution: str


@dataclass(frozen=True, slots=True)
class ForecastView:
    """What is forecast about one agent.

    `state` is `insufficient` if the history was too short for any answer: then there is no probability. It is
    `reorged` if the forecast's block was taken back. `acts` had been begun by then; `inputs` digests the history. `by`
    is the probability by the end of each equal stretch of the horizon, never falling; empty where nobody learnt when.
    """

    agent: str
    agent_id: int
    state: State
    acts: int
    probability: float | None
    by: list[float]
    horizon: int
    score: float | None
    alert: AlertState | None
    since: int | None
    fired: int | None
    reasons: list[Reason]
    inputs: str
    statement: Statement
    caution: str


def alerts(
    sources: Sources, *, state: str | None, agent: str | None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[AlertView]]:
    """List the alerts of the newest run, by agent number.

    Args:
        sources: What to read.
        state: Only those that are pending, firing or resolved.
        agent: Only this one's; number or global id.
        cursor: Where to go on; None for the first page.
        limit: Most alerts on the page, 1..500.
        as_of: As of which block; the newest if not given.

    Raises:
        ConflictError: if a fork took back what the cursor has seen, or its run is gone.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)
    wanted = _states(state)
    name = f"alerts/{state or ''}/{'' if number is None else number}"
    asked = Asked.parse(name, cursor, limit, as_of)
    store = Forecasts(sources.mirror.connection, sources.mirror.space)

    def question(view: View) -> tuple[Page[AlertView], Completeness]:
        if number is not None:
            finding.agent(view, number)
        at = asked.begin(view)
        run, after = _resumed(store, at.chain) if at.chain else (store.newest(view.block), -1)
        if run is None:
            return Page([], None, more=False), counted(NO_RUN, complete=False)
        statement = statement_of(sources, view, run)
        by_state = store.alerted(run)
        states = {n: name for name in wanted for n in by_state.get(name, ()) if n > after and number in (None, n)}
        page = sorted(states)[:limit]
        rows = zip(page, store.of(run, page), strict=True)
        items = [_alert(sources, n, states[n], row, statement) for n, row in rows if row is not None]
        end = Place(run.row.block, run.digest + page[-1].to_bytes(WIDE_BYTES, "big")) if page else None
        complete = covered(statement, whole=True)
        return paged(view, at, items, end, more=len(states) > limit), complete

    return ask(sources, question, as_of)


def forecast(sources: Sources, agent: str, *, as_of: int | None) -> Answer[ForecastView]:
    """Return the newest forecast about an agent.

    Raises:
        InvalidInputError: if the agent or as_of have another form.
        NotFoundError: if there is no such agent, or no forecast about it.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    store = Forecasts(sources.mirror.connection, sources.mirror.space)

    def question(view: View) -> tuple[ForecastView, Completeness]:
        finding.agent(view, number)
        run = store.newest(view.block)
        if run is None:
            raise _no_forecast(f"nobody has made a forecast as of block {view.block} or before")
        row = store.of(run, [number])[0]
        if row is None:
            raise _no_forecast(f"the newest forecast is as of block {run.row.block}, before agent {number} came to be")
        statement = statement_of(sources, view, run)
        return _forecast(sources, number, row, statement), covered(statement, whole=row.complete)

    return ask(sources, question, as_of)


def forecast_before(sources: Sources, view: View, number: int, block: int) -> ForecastView | None:
    """Return the newest forecast about an agent that came before a block; None if nobody had made one.

    It is as of a block before, and was written before the mirror came to `block`. The latter rests on whoever keeps
    the mirror: nothing on chain proves when a forecast was made.
    """
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    run = store.newest_stated_before(block)
    row = None if run is None else store.of(run, [number])[0]
    if run is None or row is None:
        return None
    statement = statement_of(sources, view, run)
    if statement.finality != "finalised":
        view.settled = False
    return _forecast(sources, number, row, statement)


def _no_forecast(message: str) -> NotFoundError:
    return NotFoundError(message, hint=f"make one: {RUN}", code="no_forecast")


def _states(state: str | None) -> tuple[AlertState, ...]:
    if state is None:
        return ALERT_STATES
    found = tuple(item for item in ALERT_STATES if item == state)
    if not found:
        raise InvalidInputError(
            f"alert state {state[:40]!r} is unknown", hint=f"use {', '.join(ALERT_STATES)}", code="bad_alert_state"
        )
    return found


def _resumed(store: Forecasts, place: Place) -> tuple[Run, int]:
    """Return the run that a cursor reads, and the last agent it has seen."""
    if len(place.prefix) != HASH_BYTES + WIDE_BYTES:
        raise InvalidInputError("the cursor does not fit the list", hint="start again", code="bad_cursor")
    run = store.run(place.prefix[:HASH_BYTES], place.block)
    if run is None:
        raise run_gone(place.block)
    return run, int.from_bytes(place.prefix[HASH_BYTES:], "big")


def run_gone(block: int) -> ConflictError:
    """Say that the run that a cursor reads is not held any more."""
    return ConflictError(
        f"the run as of block {block} is gone", hint="start again from the first page", code="run_gone"
    )


def statement_of(sources: Sources, view: View, run: Run) -> Statement:
    """Say as of which block a run was stated, and whether that block still stands."""
    row, model = run.row, run.model
    now = block_at(sources, sources.mirror.view(view.books, row.block))
    return Statement(
        as_of=AsOf(row.block, row.hash.hex(), row.time),
        finality=finality(view.books, row.block),
        reorged=now.hash != row.hash,
        stated_block=row.stated_block,
        stated_at=row.stated_at,
        agents=row.agents,
        inputs=row.inputs.hex(),
        confidence=row.confidence,
        drifted=list(row.drifted),
        retrain=row.retrain,
        model=ModelCard(
            digest=run.digest.hex(),
            schema=model.schema,
            feature_schema=model.feature_schema,
            detector=model.detector,
            calibration=model.calibration,
            horizon=model.horizon,
            base_rate=model.base_rate,
            false_alarm_bound=model.bound,
            threshold=model.threshold,
            seed=model.seed,
            trained_on=model.source,
            caution=model.caution,
        ),
    )


def covered(statement: Statement, *, whole: bool) -> Completeness:
    """Say what a statement covers; `whole` is False if records were known to be missing."""
    if statement.reorged:
        return counted(REORGED, complete=False)
    made = f"run as of block {statement.as_of.number}, model {statement.model.digest[:12]}"
    return counted(f"{made}: {BASIS if whole else INCOMPLETE}", complete=whole)


def _alert(sources: Sources, number: int, state: AlertState, row: ForecastRow, statement: Statement) -> AlertView:
    return AlertView(
        agent=str(sources.agent(number)),
        agent_id=number,
        state=state,
        since=row.since,
        fired=row.fired,
        probability=row.probability,
        horizon=statement.model.horizon,
        score=row.score,
        reasons=_reasons(row),
        statement=statement,
        caution=CAUTION,
    )


def _forecast(sources: Sources, number: int, row: ForecastRow, statement: Statement) -> ForecastView:
    state: State = "insufficient" if row.probability is None else "ok"
    return ForecastView(
        agent=str(sources.agent(number)),
        agent_id=number,
        state="reorged" if statement.reorged else state,
        acts=row.acts,
        probability=row.probability,
        by=list(row.by),
        horizon=statement.model.horizon,
        score=row.score,
        alert=next((item for item in ALERT_STATES if item == row.alert), None),
        since=row.since,
        fired=row.fired,
        reasons=_reasons(row),
        inputs=row.inputs.hex(),
        statement=statement,
        caution=CAUTION,
    )


def _reasons(row: ForecastRow) -> list[Reason]:
    return [
        Reason(item.says, item.feature, item.value, item.typical, item.push, [record.hex() for record in item.records])
        for item in row.reasons
    ]
