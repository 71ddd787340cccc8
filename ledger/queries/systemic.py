"""The systemic view: how disputes end, how faults spread, what covers them, and how well they were foreseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ledger.errors import InvalidInputError
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.bond_cover import MOST_AGENTS, BondCover, bond_cover
from ledger.queries.calibration import MOST_ROUNDS, Calibration, calibration
from ledger.queries.fault_kinds import name_of
from ledger.queries.named_faults import MOST_FAULTS, NamedFaults, named_faults
from ledger.queries.outcomes import MOST, Held, Outcome, held, outcomes
from ledger.queries.sources import Sources
from ledger.store import keys, room_rows
from ledger.store.fault_view import FaultView
from ledger.store.named import named
from ledger.store.room_view import RoomView
from ledger.store.view import View, lost

DAY_S: Final = 86_400
LONGEST_DAYS: Final = 3660
_TOP: Final = 20
BASIS: Final = (
    f"the newest {MOST} disputes and {MOST} verdicts; faults of operators are all counted; records of the newest "
    f"{MOST_FAULTS} faults, bonds of {MOST_AGENTS} agents, the newest {MOST_ROUNDS} rounds of forecasts"
)
ABSENT: Final = {
    "sector": "no record, mandate or policy names a sector",
    "model": "models, versions and tools are what the agent's own record names; one that names none counts for none",
    "members": "who is in a cluster stands in the leaves of the credibility root, at its `uri`",
}
"""What an authority may ask for, and why it is not here."""


@dataclass(frozen=True, slots=True)
class Period:
    """What happened in one period that began at `start` (Unix seconds). `time_to_ruling` is the median, in seconds."""

    start: int
    opened: int
    upheld: int
    dismissed: int
    refused: int
    default_rate_ppm: int | None
    time_to_ruling: int | None
    faults_by_kind: dict[str, int]
    slashed: str


@dataclass(frozen=True, slots=True)
class Concentration:
    """How many faults were held against one owner or operator, and the share of all, in ppm."""

    name: str
    faults: int
    share_ppm: int


@dataclass(frozen=True, slots=True)
class Clusters:
    """The credibility root that stands: `clusters` is the root over accounts that act as one, zeros for none."""

    epoch: int
    clusters: str
    as_of_block: int
    uri: str


@dataclass(frozen=True, slots=True)
class Systemic:
    """Periods in order; who answers for most faults; faults of log operators by kind; what is not here, and why.

    `named` counts faults by model, version, tool and log operator; `bonds` say how far running disputes are covered;
    `forecasts` how forecasters did, and what followed on alerts; `clusters` is None before any root stands.
    """

    days: int
    periods: list[Period]
    liable: list[Concentration]
    operators: list[Concentration]
    operator_faults_by_kind: dict[str, int]
    named: NamedFaults
    bonds: BondCover
    forecasts: Calibration
    clusters: Clusters | None
    absent: dict[str, str]


def systemic(sources: Sources, *, days: int = 30, as_of: int | None = None) -> Answer[Systemic]:
    """Return the systemic view.

    Args:
        sources: What to read.
        days: Length of a period.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if the period has another length than 1..3660 days.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInputError(f"{days} days are not in 1..{LONGEST_DAYS}", code="bad_period")

    def question(view: View) -> tuple[Systemic, Completeness]:
        found = outcomes(view)
        faults = held(view, found)
        length = days * DAY_S
        starts = sorted({one.opened_at // length for one in found} | {one.at // length for one in faults})
        periods = [_period(start * length, length, found, faults) for start in starts]
        of_operators = FaultView(view).operator_faults(
            [named(item).name for item in view.members(keys.OPERATOR_FAULTS)]
        )
        return Systemic(
            days=days,
            periods=periods,
            liable=_concentration([one.liable for one in found if one.punishes]),
            operators=_concentration([row.operator for row in of_operators]),
            operator_faults_by_kind=dict(sorted(Counter(name_of(row.kind) for row in of_operators).items())),
            named=named_faults(sources, view, faults),
            bonds=bond_cover(sources, view),
            forecasts=calibration(sources, view, faults),
            clusters=_clusters(view),
            absent=dict(ABSENT),
        ), counted(BASIS)

    return ask(sources, question, as_of)


def _clusters(view: View) -> Clusters | None:
    history = [placed.row for placed in RoomView(view).roots()]
    accepted = [row for row in history if isinstance(row, room_rows.RootAccepted)]
    if not accepted:
        return None
    names = (accepted[-1].epoch, accepted[-1].root)
    proposed = [row for row in history if isinstance(row, room_rows.RootProposed) and (row.epoch, row.root) == names]
    if not proposed:
        raise lost(f"the proposal of root {names[0]}")
    row = proposed[-1]
    return Clusters(row.epoch, row.clusters.hex(), row.as_of_block, row.uri)


def _period(start: int, length: int, found: Sequence[Outcome], faults: Sequence[Held]) -> Period:
    opened = [one for one in found if start <= one.opened_at < start + length]
    final = [one for one in found if one.final_at is not None and start <= one.final_at < start + length]
    here = [one for one in faults if start <= one.at < start + length]
    ruled = Counter(one.ruling for one in final)
    defaults = sum(one.basis == "default" for one in final)
    times = [one.final_at - one.opened_at for one in final if one.final_at is not None]
    return Period(
        start=start,
        opened=len(opened),
        upheld=ruled["upheld"],
        dismissed=ruled["dismissed"],
        refused=ruled["refused"],
        default_rate_ppm=round(1_000_000 * defaults / len(final)) if final else None,
        time_to_ruling=round(median(times)) if times else None,
        faults_by_kind=dict(sorted(Counter(one.kind for one in here).items())),
        slashed=str(sum(one.slashed for one in here)),
    )


def _concentration(names: Sequence[str]) -> list[Concentration]:
    counts = Counter(names).most_common(_TOP)
    return [Concentration(name, count, round(1_000_000 * count / len(names))) for name, count in counts]
