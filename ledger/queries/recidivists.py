"""Recidivists: agents, owners, operators of logs or principals against whom faults were held more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, Literal, TypeAlias

from ledger.errors import InvalidInputError
from ledger.queries import named_faults
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.fault_kinds import name_of
from ledger.queries.lifecycle import Agent, fold
from ledger.queries.links import Link, links
from ledger.queries.mandate_nodes import Nodes
from ledger.queries.outcomes import MOST, Held, held, outcomes
from ledger.queries.sources import Sources
from ledger.store import keys, mandate_rows
from ledger.store.fault_view import FaultView
from ledger.store.forecasts import Forecasts
from ledger.store.named import named
from ledger.store.view import View

By: TypeAlias = Literal["agent", "owner", "operator", "principal"]
BYS: Final[tuple[By, ...]] = ("agent", "owner", "operator", "principal")
SHOWN: Final = 100
_LINKS: Final = 100
BASIS: Final = f"verdicts and final rulings that punish, of the newest {MOST} disputes and {MOST} verdicts"
BY_OPERATOR: Final = "faults that were proved against operators of logs, all of them"
BY_PRINCIPAL: Final = (
    "the newest {looked} faults; of {unknown} the record is not held, or names neither principal nor mandate"
)


@dataclass(frozen=True, slots=True)
class Recidivist:
    """One agent, owner, operator or principal; times are Unix seconds, `slashed` is in wei.

    `agents` are those with faults, `linked` the other agents of the same owner, `links` (the first 100) all others that
    share an account with them, now or once; none of these for operators, of whom `logs` are those with faults.
    `between` is the median time between faults and `shortest` the least, None with one alone. `probability` is the
    newest forecast about the worst of the agents, None without one; how well such forecasts do, the systemic view says.
    """

    name: str
    agents: list[int]
    linked: list[int]
    links: list[Link]
    logs: list[str]
    faults: int
    by_kind: dict[str, int]
    first: int
    last: int
    between: int | None
    shortest: int | None
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
        by: `agent`, `owner`, `operator` (of a log) or `principal` (of the record, or of the mandate that it names).
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
            f"by {by[:20]!r}, least {least}", hint=f"by {', '.join(BYS)}; 1 or more", code="bad_argument"
        )

    def question(view: View) -> tuple[Recidivists, Completeness]:
        end = block_at(sources, view).time if until is None else until
        agents = _agents(view)
        groups, basis = _groups(sources, view, by, agents, since, end)
        again = [(name, faults) for name, faults in groups.items() if len(faults) >= least]
        again.sort(key=lambda item: (-len(item[1]), item[0]))
        items = [_recidivist(sources, view, name, faults, agents) for name, faults in again[:SHOWN]]
        return Recidivists(items, least, since, end, len(again) > SHOWN), counted(basis)

    return ask(sources, question, as_of)


def _agents(view: View) -> list[Agent]:
    numbers = [number for number, _ in view.agents(None, MOST)]
    folded = [fold(number, life) for number, life in zip(numbers, view.lives(numbers), strict=True)]
    return [agent for agent in folded if agent is not None]


def _groups(
    sources: Sources, view: View, by: str, agents: Sequence[Agent], since: int, end: int
) -> tuple[dict[str, list[_Fault]], str]:
    """Return faults by name, oldest first, and on what that rests."""
    if by == "operator":
        faults = _of_operators(view)
        return _grouped([(row.name, row) for row in faults if since <= row.at <= end]), BY_OPERATOR
    found = [one for one in held(view, outcomes(view)) if since <= one.at <= end]
    if by == "principal":
        found = found[-named_faults.MOST_FAULTS :]
        principals = _principals(sources, view, found)
        known = [(principals[one.ref], _Fault.of(one)) for one in found if one.ref in principals]
        return _grouped(known), BY_PRINCIPAL.format(looked=len(found), unknown=len(found) - len(known))
    owners = {agent.number: agent.owner.owner for agent in agents}
    named_by = {
        one.agent_id: str(sources.agent(one.agent_id)) if by == "agent" else owners.get(one.agent_id, "unknown")
        for one in found
    }
    return _grouped([(named_by[one.agent_id], _Fault.of(one)) for one in found]), BASIS


@dataclass(frozen=True, slots=True)
class _Fault:
    """One fault of an agent, or of the operator `name` of a log."""

    agent_id: int | None
    log: str | None
    name: str
    kind: str
    at: int
    slashed: int
    ref: str

    @classmethod
    def of(cls, one: Held) -> _Fault:
        return cls(one.agent_id, None, "", one.kind, one.at, one.slashed, one.ref)


def _grouped(faults: Sequence[tuple[str, _Fault]]) -> dict[str, list[_Fault]]:
    groups: dict[str, list[_Fault]] = {}
    for name, fault in faults:
        groups.setdefault(name, []).append(fault)
    return groups


def _of_operators(view: View) -> list[_Fault]:
    names = [named(item).name for item in view.members(keys.OPERATOR_FAULTS)]
    rows = zip(names, FaultView(view).operator_faults(names), strict=True)
    return [
        _Fault(None, row.log.hex(), row.operator, name_of(row.kind), row.time, int(row.slashed), f"fault {name.hex()}")
        for name, row in rows
    ]


def _principals(sources: Sources, view: View, faults: Sequence[Held]) -> dict[str, str]:
    """Return in whose name the agent acted, by fault: as its record says, or as the mandate does that it names."""
    written, nodes = named_faults.written_of(sources, view, faults), Nodes(view)
    mandates = {ref: bytes.fromhex(item.content.mandate) for ref, item in written.items() if item.content.mandate}
    granted = {node.name: node for node in nodes.load(list(dict.fromkeys(mandates.values())))}
    out: dict[str, str] = {}
    for ref, item in written.items():
        node = granted.get(mandates.get(ref, b""))
        root = None if node is None else nodes.line(node)[-1].row
        if item.content.principal is not None:
            out[ref] = item.content.principal
        elif isinstance(root, mandate_rows.Granted):
            out[ref] = root.principal
    return out


def _recidivist(
    sources: Sources, view: View, name: str, faults: Sequence[_Fault], everyone: Sequence[Agent]
) -> Recidivist:
    agents = sorted({one.agent_id for one in faults if one.agent_id is not None})
    owners = {agent.number: agent.owner.owner for agent in everyone}
    mine = {owners[agent] for agent in agents if agent in owners}
    times = [one.at for one in faults]
    gaps = [later - before for before, later in pairwise(times)]
    return Recidivist(
        name=name,
        agents=agents,
        linked=[number for number, owner in owners.items() if owner in mine and number not in agents],
        links=links(everyone, agents)[:_LINKS],
        logs=sorted({one.log for one in faults if one.log is not None}),
        faults=len(faults),
        by_kind=dict(sorted(Counter(one.kind for one in faults).items())),
        first=times[0],
        last=times[-1],
        between=round(median(gaps)) if gaps else None,
        shortest=min(gaps, default=None),
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
