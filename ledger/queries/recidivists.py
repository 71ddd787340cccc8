"""Recidivists: agents, or owners with all their agents, against whom faults were held more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, Literal, TypeAlias

from ledger.errors import InvalidInputError
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.lifecycle import fold
from ledger.queries.outcomes import MOST, Held, held, outcomes
from ledger.queries.sources import Sources
from ledger.store.forecasts import Forecasts
from ledger.store.view import View

By: TypeAlias = Literal["agent", "owner"]
BYS: Final[tuple[By, ...]] = ("agent", "owner")
SHOWN: Final = 100
BASIS: Final = f"verdicts and final rulings that punish, of the newest {MOST} disputes and {MOST} verdicts"


@dataclass(frozen=True, slots=True)
class Recidivist:
    """One agent or owner; times are Unix seconds, `slashed` is in wei.

    `agents` are those with faults, `linked` the other agents of the same owner. `between` is the median time between
    faults, None with one alone. `probability` is the newest forecast about the worst of the agents, None without one.
    """

    name: str
    agents: list[int]
    linked: list[int]
    faults: int
    by_kind: dict[str, int]
    first: int
    last: int
    between: int | None
    slashed: str
    probability: float | None
    refs: list[str]


@dataclass(frozen=True, slots=True)
class Recidivists:
    """Those with at least `least` faults between `since` and `until` (Unix seconds), most first; at most 100."""

    items: list[Recidivist]
    least: int
    since: int
    until: int
    more: bool


def recidivists(
    sources: Sources,
    *,
    by: str = "agent",
    least: int = 2,
    since: int = 0,
    until: int | None = None,
    as_of: int | None = None,
) -> Answer[Recidivists]:
    """Return who did wrong again.

    Args:
        sources: What to read.
        by: `agent` or `owner`.
        least: How many faults at least.
        since: From when on, Unix seconds.
        until: Until when; now if not given.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    if by not in BYS or least < 1:
        raise InvalidInputError(
            f"by {by[:20]!r}, least {least}", hint="by agent or owner; 1 or more", code="bad_argument"
        )

    def question(view: View) -> tuple[Recidivists, Completeness]:
        end = block_at(sources, view).time if until is None else until
        found = [one for one in held(view, outcomes(view)) if since <= one.at <= end]
        owners = _owners(view)
        groups: dict[str, list[Held]] = {}
        for one in found:
            name = str(sources.agent(one.agent_id)) if by == "agent" else owners.get(one.agent_id, "unknown")
            groups.setdefault(name, []).append(one)
        again = [(name, faults) for name, faults in groups.items() if len(faults) >= least]
        again.sort(key=lambda item: (-len(item[1]), item[0]))
        items = [_recidivist(sources, view, name, faults, owners) for name, faults in again[:SHOWN]]
        return Recidivists(items, least, since, end, len(again) > SHOWN), counted(BASIS)

    return ask(sources, question, as_of)


def _owners(view: View) -> dict[int, str]:
    """Return the present owner of each agent."""
    numbers = [number for number, _ in view.agents(None, MOST)]
    folded = [fold(number, life) for number, life in zip(numbers, view.lives(numbers), strict=True)]
    return {agent.number: agent.owner.owner for agent in folded if agent is not None}


def _recidivist(sources: Sources, view: View, name: str, faults: Sequence[Held], owners: dict[int, str]) -> Recidivist:
    agents = sorted({one.agent_id for one in faults})
    mine = {owners[agent] for agent in agents if agent in owners}
    times = [one.at for one in faults]
    gaps = [later - before for before, later in pairwise(times)]
    return Recidivist(
        name=name,
        agents=agents,
        linked=[number for number, owner in owners.items() if owner in mine and number not in agents],
        faults=len(faults),
        by_kind=dict(sorted(Counter(one.kind for one in faults).items())),
        first=times[0],
        last=times[-1],
        between=round(median(gaps)) if gaps else None,
        slashed=str(sum(one.slashed for one in faults)),
        probability=_probability(sources, view, agents),
        refs=[one.ref for one in faults],
    )


def _probability(sources: Sources, view: View, agents: Sequence[int]) -> float | None:
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    run = store.newest(view.block)
    if run is None:
        return None
    known = [row.probability for row in store.of(run, agents) if row is not None and row.probability is not None]
    return max(known, default=None)
