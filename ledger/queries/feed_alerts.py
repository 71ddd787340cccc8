"""Alerts as messages: what forecasters stated about agents, when an alert changed its state."""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import replace

from ledger.errors import NotFoundError
from ledger.queries.asking import finality
from ledger.queries.feed_cursor import FeedCursor
from ledger.queries.feed_messages import Found, Message, Step
from ledger.queries.sources import Sources
from ledger.store.forecasts import ForecastRow, Forecasts, Run
from ledger.store.view import View

_REASONS: Final = 3


def read(sources: Sources, view: View, at: FeedCursor, limit: int) -> Step:
    """Return alerts that changed their state in runs behind a cursor: run by run, and in a run by agent.

    A run about a block that was taken back is passed over; the forecaster makes it again.
    """
    if "alert" not in at.topics:
        return [], at, True
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    out: Found = []
    for run in store.runs(min([at.born, *at.models.values()]), view.block):
        told = at.models.get(run.digest, at.born)
        if run.row.block <= told or not _stands(sources, view, run):
            continue
        for number, message in _changed(sources, view, store, run, told):
            if number < at.within:
                continue
            if len(out) >= limit:
                return out, at, False
            at = replace(at.heard(run.row.block, run.row.hash, view.books.floor), within=number + 1)
            out.append((message, at))
        at = replace(at, models={**at.models, run.digest: run.row.block}, within=0)
    return out, at, True


def _stands(sources: Sources, view: View, run: Run) -> bool:
    known = view.block_id(run.row.block)
    try:
        found = sources.block(run.row.block).hash if known is None else known.hash
    except NotFoundError:
        return False
    return found == run.row.hash


def _changed(sources: Sources, view: View, store: Forecasts, run: Run, told: int) -> list[tuple[int, Message]]:
    """Return the messages of the agents whose alert changed its state after a block, by agent number."""
    states = [(number, state) for state, numbers in store.alerted(run).items() for number in numbers]
    states.sort()
    found = store.of(run, [number for number, _ in states]) if states else []
    return [
        (number, _message(sources, view, run, number, state, row))
        for (number, state), row in zip(states, found, strict=True)
        if row is not None and row.since is not None and told < row.since <= run.row.block
    ]


def _message(sources: Sources, view: View, run: Run, number: int, state: str, row: ForecastRow) -> Message:
    data: dict[str, Any] = {
        "agent": str(sources.agent(number)),
        "agent_id": number,
        "state": state,
        "probability": row.probability,
        "horizon": run.model.horizon,
        "since": row.since,
        "fired": row.fired,
        "model": run.digest.hex(),
        "reasons": [
            {"says": reason.says, "records": [record.hex() for record in reason.records]}
            for reason in row.reasons[:_REASONS]
        ],
    }
    return Message(
        topic="alert",
        event=state,
        key=f"alert/{run.digest.hex()}/{run.row.block}/{run.row.hash.hex()}/{number}",
        says=f"agent {number}: the alert is {state}; a forecast is advice and changes nothing by itself",
        block=run.row.block,
        block_hash=run.row.hash.hex(),
        time=run.row.time,
        finality=finality(view.books, run.row.block),
        tx=None,
        log_index=None,
        data=data,
    )
