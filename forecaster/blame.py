"""Blame: who has which share in a harm, over the graph of causes, and where it began.

The harm's weight is passed back from each act to the acts that it names as causes. An act keeps what nobody before it
explains: all of it where it names no cause, and a fixed part otherwise, little, so that whoever acted last does not
outweigh a root that is many hands away. An act that took in text which anyone may have written keeps most, because that
is where orders of strangers come in. Where the harm is that something was sent, its weight goes first to whoever looked
up a person whose data it rests on, and from there to what led to looking. Shares sum to one.
It says who was *involved* and how; a panel says who is liable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forecaster.history import Action
from forecaster.tools import Does, does
from ledger.errors import NotFoundError

_KEEPS: Final = 0.1  # little: else whoever acted last would outweigh a root that is many hands away
_KEEPS_EFFECT: Final = 0.2  # of an act on others that no such data led to
_KEEPS_UNTRUSTED: Final = 0.85
_ASIDE: Final = 0.15  # what a cause without the data that was sent counts for, beside one with it
_STEPS: Final = 64  # acts back: no graph is walked for ever


@dataclass(frozen=True, slots=True)
class Blame:
    """Shares in a harm; each mapping sums to one.

    Args:
        by_act: By record id, the largest first.
        by_agent: By agent, the largest first.
        root: The act that has the largest share.
    """

    by_act: Mapping[str, float]
    by_agent: Mapping[int, float]
    root: str


def blame(harm: str, acts: Mapping[str, tuple[Action, int]]) -> Blame:
    """Share the blame for a harm.

    Args:
        harm: Record id of the act that did it.
        acts: Every act known and whose it is, by record id; causes that are missing end a path.

    Raises:
        NotFoundError: if the harm is not among them.
    """
    if harm not in acts:
        raise NotFoundError(f"there is no act {harm}", hint="name the record of the harm", code="no_record")
    data = _behind(harm, acts, Does.READS_PERSON) if Does.SENDS in _does(acts[harm][0]) else set[str]()
    kept: dict[str, float] = {}
    weights = {harm: 1.0}
    for _ in range(_STEPS):
        onwards: dict[str, float] = {}
        for name, weight in weights.items():
            act, _whose = acts[name]
            causes = [item for item in act.parents if item in acts]
            towards = set[str]() if Does.READS_PERSON in _does(act) else data.intersection(causes)
            keeps = _keeps(act, led=bool(towards) or name in data) if causes else 1.0
            kept[name] = kept.get(name, 0.0) + keeps * weight
            counts = [1.0 if item in towards or not towards else _ASIDE for item in causes]
            for item, count in zip(causes, counts, strict=True):
                onwards[item] = onwards.get(item, 0.0) + (1 - keeps) * weight * count / sum(counts)
        weights = onwards
    for name, weight in weights.items():
        kept[name] = kept.get(name, 0.0) + weight
    agents: dict[int, float] = {}
    for name, share in kept.items():
        agents[acts[name][1]] = agents.get(acts[name][1], 0.0) + share
    by_act = dict(sorted(kept.items(), key=lambda item: -item[1]))
    return Blame(by_act, dict(sorted(agents.items(), key=lambda item: -item[1])), next(iter(by_act)))


def baselines(harm: str, acts: Mapping[str, tuple[Action, int]]) -> dict[str, dict[int, float]]:
    """Return what simpler rules would say, each by agent and summing to one: to stand beside the shares.

    Args:
        harm: Record id of the act that did it; it is among the acts.
        acts: Every act known and whose it is, by record id.

    Returns:
        `doer`: whoever did it; `first`: whoever did the earliest act among its causes; `equal`: all alike, by act.
    """
    met, rest = {harm}, [harm]
    while rest:
        fresh = {item for name in rest for item in acts[name][0].parents if item in acts} - met
        met |= fresh
        rest = sorted(fresh)
    equal: dict[int, float] = {}
    for name in met:
        equal[acts[name][1]] = equal.get(acts[name][1], 0.0) + 1 / len(met)
    first = min(met, key=lambda name: (acts[name][0].block, acts[name][0].ts, name))
    return {
        "doer": {acts[harm][1]: 1.0},
        "first": {acts[first][1]: 1.0},
        "equal": dict(sorted(equal.items(), key=lambda item: -item[1])),
    }


def _does(act: Action) -> Does:
    return does(act.tool, act.risk)


def _keeps(act: Action, *, led: bool) -> float:
    if Does.READS_UNTRUSTED in _does(act):
        return _KEEPS_UNTRUSTED
    return _KEEPS_EFFECT if act.kind == "interaction" and not led else _KEEPS


def _behind(harm: str, acts: Mapping[str, tuple[Action, int]], what: Does) -> set[str]:
    """Which acts behind a harm, itself among them, do a thing, or follow from one that does."""
    follow: dict[str, list[str]] = {harm: []}
    rest = [harm]
    while rest:
        name = rest.pop()
        for item in acts[name][0].parents:
            if item in acts:
                if item not in follow:
                    rest.append(item)
                follow.setdefault(item, []).append(name)
    rest = [name for name in follow if what in _does(acts[name][0])]
    found = set(rest)
    while rest:
        fresh = [name for name in follow[rest.pop()] if name not in found]
        found.update(fresh)
        rest += fresh
    return found
