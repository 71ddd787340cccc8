"""What a forecaster would state about a world, written straight into the store: no model is needed to read it."""

from __future__ import annotations

from ledger.store.forecasts import ChainRow, ForecastRow, Forecasts, ModelRow, ReasonRow, RunRow, inputs_digest
from ledger.store.mirror import Mirror

DIGEST = b"\xf0" * 32
RECORD = b"\x9c" * 32
MODEL = ModelRow("ombud/forecast-model/1", "f/1", "Blend", "sigmoid", 20, 0.1, 0.04, 0.5, 0, "made up", "advice")
REASON = ReasonRow("open_intents", "acts were begun and never ended: 0.50 of acts", 0.5, 0.1, 0.2, (RECORD,))


def row(alert: str = "", *, probability: float | None = 0.2, complete: bool = True) -> ForecastRow:
    """Return a forecast, with an alert and its reason if one is named."""
    score = None if probability is None else 0.3
    since = 3 if alert else None
    reasons = (REASON,) if alert else ()
    return ForecastRow(20, probability, score, alert, since, since, complete, b"\x1e" * 32, reasons)


def chain(first: int, *agents: int) -> ChainRow:
    """Return a chain of agents that ends in a sending at a block."""
    return ChainRow(first.to_bytes(32, "big"), first, 0.9, agents, (first.to_bytes(32, "big"), RECORD))


def state(
    mirror: Mirror,
    rows: dict[int, ForecastRow],
    *,
    block: int | None = None,
    digest: bytes = DIGEST,
    chains: tuple[ChainRow, ...] = (),
) -> RunRow:
    """State forecasts as of a block that the mirror knows, the newest if not given."""
    books = mirror.books()
    at = mirror.view(books).block_id(books.cursor.number if block is None else block)
    assert at is not None
    run = RunRow(
        at.number,
        at.hash,
        at.time,
        inputs_digest(rows),
        len(rows),
        books.cursor.number,
        1_800_000_000,
        chains=chains,
    )
    Forecasts(mirror.connection, mirror.space).write(digest, MODEL, run, rows)
    return run
