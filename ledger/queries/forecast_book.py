"""Forecasts committed on chain before the outcome, and how they did: Brier score and skill, as `ForecastBook.scoreOf`.

Scores are in millionths. What was not revealed counts at its worst: it is as far off as it can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.forecast_book import CLOSING_SECONDS, Score
from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, cut, turn
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store import room_rows as rows
from ledger.store.room_view import RoomView, parse_round, round_name
from ledger.store.rows import Placed
from ledger.store.view import View, lost

State: TypeAlias = Literal["running", "over"]
BASIS: Final = (
    "events of ForecastBook; each states the sums after it, so a missing one would show as a jump between two of them"
)

_EPOCHS: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class RoundView:
    """One commitment of a forecaster: `root` over one forecast for each agent below `population`.

    It was committed `committed` and is about disputes opened until `until` (Unix seconds): running before, over after.
    `revealed` forecasts have squared errors of `squares` in all (squared millionths), against `upheld` agents a fault
    was upheld. `model` is the hash of what made the forecasts.

    `brier` is the mean squared error, `reference` that of whoever says the base rate, `skill` is 1 - brier / reference;
    all in millionths, and as of the answer's block. `skill` is None while nothing was upheld, or everything. What is
    not revealed counts at its worst, so the score of a running round says little; it is `final` 75 days after its end.
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
    brier: int
    reference: int
    skill: int | None
    final: bool
    committed: Seen


@dataclass(frozen=True, slots=True)
class RoundStep:
    """A forecast that was revealed, in parts per million, or (`dispute_id`) a dispute that was shown to be upheld."""

    step: Literal["revealed", "upheld"]
    agent_id: int
    ppm: int | None
    salt: str | None
    dispute_id: int | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class RoundCase:
    """One round, and a page of what was revealed of it and shown to be upheld, in the order of the chain."""

    round: RoundView
    items: list[RoundStep]
    next_cursor: str | None
    more: bool


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
        items = [round_view(view, name, history, now) for name, history in zip(turned.names, histories, strict=True)]
        return turned.page(items), counted(BASIS)

    return ask(sources, question, as_of)


def book_round(
    sources: Sources, forecaster: str, epoch: int, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[RoundCase]:
    """Return one round with what was revealed of it.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if the account committed to nothing in that epoch.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    account = checksum(forecaster)
    if not 0 <= epoch < _EPOCHS:
        raise InvalidInputError(f"{epoch} is no epoch", hint="epochs count weeks of Unix time", code="bad_epoch")
    name = round_name(account, epoch)
    asked = Asked.parse(f"round/{name.hex()}", cursor, limit, as_of)

    def question(view: View) -> tuple[RoundCase, Completeness]:
        (history,) = RoomView(view).rounds([name])
        if not history:
            raise NotFoundError(
                f"{account} committed to no forecast in epoch {epoch} as of block {view.block}",
                hint="see GET /v1/forecast-book",
                code="no_such_round",
            )
        steps = [placed for placed in history if not isinstance(placed.row, rows.ForecastCommitted)]
        page = cut(view, asked, steps, lambda placed: (placed.block, placed.log_index))
        view.load_blocks([history[0].block, *(placed.block for placed in page.items)])
        told = round_view(view, name, history, block_at(sources, view).time)
        items = [_step(view, placed) for placed in page.items]
        return RoundCase(told, items, page.next_cursor, page.more), counted(BASIS)

    return ask(sources, question, as_of)


def _step(view: View, placed: Placed[rows.RoundRow]) -> RoundStep:
    row = placed.row
    seen = finding.seen_at(view, placed)
    if isinstance(row, rows.ForecastRevealed):
        return RoundStep("revealed", row.agent_id, row.ppm, row.salt.hex(), None, seen)
    if isinstance(row, rows.OutcomeShown):
        return RoundStep("upheld", row.agent_id, None, None, row.dispute_id, seen)
    raise lost("a step of a round")


def round_view(view: View, name: bytes, history: list[Placed[rows.RoundRow]], now: int) -> RoundView:
    """Return one round with its scores as of a time (Unix seconds).

    Raises:
        StaleMirrorError: if the mirror has lost its beginning.
    """
    row = history[0].row if history else None
    if not isinstance(row, rows.ForecastCommitted):
        raise lost(f"round {name.hex()}")
    told = [placed.row for placed in history if not isinstance(placed.row, rows.ForecastCommitted)]
    revealed = [item.revealed for item in told if isinstance(item, rows.ForecastRevealed)]
    shown = [item.upheld for item in told if isinstance(item, rows.OutcomeShown)]
    count, upheld = revealed[-1] if revealed else 0, shown[-1] if shown else 0
    squares = told[-1].squares if told else "0"
    score = Score.of(row.population, revealed=count, squares=int(squares), upheld=upheld)
    whose = parse_round(name)
    return RoundView(
        forecaster=whose.forecaster,
        epoch=whose.epoch,
        root=row.root.hex(),
        model=row.model.hex(),
        population=row.population,
        until=row.until,
        state="running" if now < row.until else "over",
        revealed=count,
        upheld=upheld,
        squares=squares,
        brier=score.brier,
        reference=score.reference,
        skill=score.skill,
        final=now >= row.until + CLOSING_SECONDS,
        committed=finding.seen(view, Witness(history[0].block, history[0].log_index, row.time, row.tx)),
    )
