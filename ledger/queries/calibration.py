"""How forecasters did: what they committed to on chain against what was upheld, and what followed on their alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.queries.asking import block_at
from ledger.queries.forecast_book import RoundView, round_view
from ledger.queries.outcomes import Held
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store import room_rows as rows
from ledger.store.forecasts import Forecasts
from ledger.store.named import named
from ledger.store.room_view import RoomView
from ledger.store.view import View

MOST_ROUNDS: Final = 200
BINS: Final = 10
_PPM: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts revealed between two probabilities, in ppm: how many, what they said on average, how many came true.

    For each, a fault that was upheld against the agent within the horizon makes it come true.
    """

    low: int
    high: int
    count: int
    stated_ppm: int
    came_true_ppm: int


@dataclass(frozen=True, slots=True)
class ForecasterScore:
    """One forecaster over its rounds that are final: mean Brier score and skill, in millionths, by population.

    `skill` is 1 - brier / reference, None where nothing was upheld, or everything. What was not revealed counts at its
    worst. `running` rounds are not counted.
    """

    forecaster: str
    rounds: int
    running: int
    population: int
    revealed: int
    upheld: int
    brier: int | None
    skill: int | None


@dataclass(frozen=True, slots=True)
class AlertOutcomes:
    """Agents with an alert that fired, as the newest run tells, and for how many of them a fault was held after that.

    `stated_block` is where the mirror stood when that run was first written: alerts that fired before are no proof.
    """

    stated_block: int
    fired: int
    held_after: int
    firing: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Forecasters, the most rounds first; all their revealed forecasts of final rounds in ten bins; alerts, if any."""

    forecasters: list[ForecasterScore]
    bins: list[Bin]
    alerts: AlertOutcomes | None
    more: bool


def calibration(sources: Sources, view: View, faults: Sequence[Held]) -> Calibration:
    """Return how forecasters did.

    Args:
        sources: What forecasts are read from.
        view: As of which block.
        faults: What was held against agents.
    """
    names = [named(item).name for item in view.newest(keys.ROUNDS, MOST_ROUNDS + 1)]
    histories = RoomView(view).rounds(names[:MOST_ROUNDS])
    view.load_blocks([history[0].block for history in histories if history])
    now = block_at(sources, view).time
    told = [round_view(view, name, history, now) for name, history in zip(names, histories, strict=False)]
    by_forecaster: dict[str, list[RoundView]] = {}
    for one in told:
        by_forecaster.setdefault(one.forecaster, []).append(one)
    scores = [_score(name, those) for name, those in by_forecaster.items()]
    scores.sort(key=lambda score: (-score.rounds, score.forecaster))
    final = [[placed.row for placed in history] for one, history in zip(told, histories, strict=True) if one.final]
    return Calibration(scores, _bins(final), _alerts(sources, view, faults), len(names) > MOST_ROUNDS)


def _score(name: str, those: Sequence[RoundView]) -> ForecasterScore:
    final = [one for one in those if one.final]
    population = sum(one.population for one in final)
    brier = _weighted([(one.brier, one.population) for one in final])
    reference = _weighted([(one.reference, one.population) for one in final])
    return ForecasterScore(
        forecaster=name,
        rounds=len(final),
        running=len(those) - len(final),
        population=population,
        revealed=sum(one.revealed for one in final),
        upheld=sum(one.upheld for one in final),
        brier=brier,
        skill=None if brier is None or not reference else _PPM - round(_PPM * brier / reference),
    )


def _weighted(values: Sequence[tuple[int, int]]) -> int | None:
    weight = sum(by for _, by in values)
    return round(sum(value * by for value, by in values) / weight) if weight else None


def _bins(final: Sequence[Sequence[rows.RoundRow]]) -> list[Bin]:
    parts: list[list[tuple[int, bool]]] = [[] for _ in range(BINS)]
    for history in final:
        upheld = {row.agent_id for row in history if isinstance(row, rows.OutcomeShown)}
        for row in history:
            if isinstance(row, rows.ForecastRevealed):
                parts[min(BINS - 1, row.ppm * BINS // _PPM)].append((row.ppm, row.agent_id in upheld))
    return [
        Bin(
            low=place * _PPM // BINS,
            high=(place + 1) * _PPM // BINS,
            count=len(part),
            stated_ppm=round(sum(ppm for ppm, _ in part) / len(part)),
            came_true_ppm=round(_PPM * sum(true for _, true in part) / len(part)),
        )
        for place, part in enumerate(parts)
        if part
    ]


def _alerts(sources: Sources, view: View, faults: Sequence[Held]) -> AlertOutcomes | None:
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    run = store.newest(view.block)
    if run is None:
        return None
    alerted = store.alerted(run)
    numbers = sorted({number for those in alerted.values() for number in those})
    fired = {
        number: row.fired
        for number, row in zip(numbers, store.of(run, numbers), strict=True)
        if row is not None and row.fired is not None
    }
    after = {fault.agent_id for fault in faults if fault.agent_id in fired and fault.block > fired[fault.agent_id]}
    return AlertOutcomes(run.row.stated_block, len(fired), len(after), len(alerted.get("firing", ())))
