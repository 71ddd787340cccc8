"""Forecasts committed on chain before the outcome, and how they did: Brier score and skill, as `ForecastBook.scoreOf`.

Scores are in millionths. What was not revealed counts at its worst: it is as far off as it can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.ids import checksum
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, turn
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store import room_rows as rows
from ledger.store.room_view import RoomView, parse_round
from ledger.store.rows import Placed
from ledger.store.view import View, lost

State: TypeAlias = Literal["running", "over"]
BASIS: Final = (
    "events of ForecastBook; each states the sums after it, so a missing one would show as a jump between two of them"
)


@dataclass(frozen=True, slots=True)
class RoundView:
    """One commitment of a forecaster: `root` over one forecast for each agent below `population`.

    It was committed `committed` and is about disputes opened until `until` (Unix seconds): running before, over after.
    `revealed` forecasts have squared errors of `squares` in all (squared millionths), against `upheld` agents a fault
    was upheld. `model` is the hash of what made the forecasts.
    """

    forecaster: str
    epoch: int
    root: str
    model: str
    population: int
    until: int
    state: State
    revealed: int
    upheld: int
    squares: str
    committed: Seen


def rounds(
    sources: Sources, *, forecaster: str | None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[RoundView]]:
    """List commitments in the order in which they were made, of one forecaster or of all.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    account = None if forecaster is None else checksum(forecaster)
    asked = Asked.parse(f"rounds/{account or ''}", cursor, limit, as_of)
    key = keys.ROUNDS if account is None else keys.forecaster_rounds(account)

    def question(view: View) -> tuple[Page[RoundView], Completeness]:
        turned = turn(view, key, asked)
        histories = RoomView(view).rounds(turned.names)
        view.load_blocks([history[0].block for history in histories if history])
        now = block_at(sources, view).time
        items = [_round(view, name, history, now) for name, history in zip(turned.names, histories, strict=True)]
        return turned.page(items), counted(BASIS)

    return ask(sources, question, as_of)


def _round(view: View, name: bytes, history: list[Placed[rows.RoundRow]], now: int) -> RoundView:
    row = history[0].row if history else None
    if not isinstance(row, rows.ForecastCommitted):
        raise lost(f"round {name.hex()}")
    told = [placed.row for placed in history if not isinstance(placed.row, rows.ForecastCommitted)]
    revealed = [item.revealed for item in told if isinstance(item, rows.ForecastRevealed)]
    upheld = [item.upheld for item in told if isinstance(item, rows.OutcomeShown)]
    whose = parse_round(name)
    return RoundView(
        forecaster=whose.forecaster,
        epoch=whose.epoch,
        root=row.root.hex(),
        model=row.model.hex(),
        population=row.population,
        until=row.until,
        state="running" if now < row.until else "over",
        revealed=revealed[-1] if revealed else 0,
        upheld=upheld[-1] if upheld else 0,
        squares=told[-1].squares if told else "0",
        committed=finding.seen(view, Witness(history[0].block, history[0].log_index, row.time, row.tx)),
    )
