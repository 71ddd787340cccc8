"""Chains: what a sending rests on, followed back through the records of all agents.

The causes of a sending are walked back across agents. What is looked at is the *path* from what was read about a
person, or came from outside, to the sending: how many hands it went through, whether anybody on it names the request,
whether it was rewritten, and how usual such a hand-over is in this company.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from forecaster.crowd.workflows import Workflow
from forecaster.history import Action
from forecaster.tools import Does, does

Floats = NDArray[np.float64]
_DEEPEST: Final = 8
_FAR: Final = _DEEPEST + 1

NAMES: Final = (
    "agents", "acts", "person_steps", "outside_steps", "person_hands", "outside_hands", "person_elsewhere",
    "outside_before_person", "named_on_path", "path_length", "path_hands", "path_plain", "surprise", "surprise_most",
    "strangers", "asked", "causes", "own_causes",
)  # fmt: skip
"""Columns of `Chains.features`: the last three are all that a check of the single act sees."""
SINGLE: Final = tuple(NAMES.index(name) for name in ("asked", "causes", "own_causes"))


@dataclass(frozen=True, slots=True)
class Sending:
    """A sending and what it rests on.

    Args:
        record: Its record.
        row: What is known of it, as in `NAMES`.
        chain: It and the acts back to what was read about a person, or came from outside; who did each.
    """

    record: str
    row: tuple[float, ...]
    chain: tuple[tuple[str, int], ...]


class Chains:
    """Follows the sendings of a company, block after block, and learns what is usual as it goes.

    Args:
        lag: Blocks after which a hand-over begins to count as usual: what is new does not vouch for itself.
    """

    def __init__(self, lag: int = 1) -> None:
        self._lag = lag
        self._by: dict[str, tuple[Action, int]] = {}
        self._intents: dict[str, str] = {}
        self._waiting: deque[tuple[int, str, int, str]] = deque()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._firsts: Counter[str] = Counter()
        self._together: Counter[tuple[int, int]] = Counter()

    def features(self, flow: Workflow) -> tuple[Floats, tuple[str, ...]]:
        """Describe every sending of a workflow, by what was known before it.

        Returns:
            (n_sendings, n_features) float64, columns as in `NAMES`; and the record of each.
        """
        found = self.see(list(zip(flow.acts, flow.agents, strict=True)))
        rows = np.array([item.row for item in found], dtype=np.float64)
        return rows.reshape(len(found), len(NAMES)), tuple(item.record for item in found)

    def see(self, acts: Sequence[tuple[Action, int]]) -> list[Sending]:
        """Take in all records of one block, with whose they are, and describe its sendings.

        An act that names an outcome as its cause, names the act that ended so.
        """
        intents = [item for item in acts if item[0].phase == "intent"]
        self._intents |= {act.record_id: act.parents[0] for act, _ in acts if act.phase == "outcome" and act.parents}
        if acts:
            self._settle(acts[0][0].block - self._lag)
        for act, agent in intents:
            causes = tuple(dict.fromkeys(self._intents.get(item, item) for item in act.parents))
            self._by[act.record_id] = (act if causes == act.parents else replace(act, parents=causes), agent)
        for act, agent in intents:
            act = self._by[act.record_id][0]  # noqa: PLW2901 the same with the causes it rests on
            self._waiting += [(act.block, _kind(act), agent, item) for item in act.parents]
        return [self._sending(*self._by[act.record_id]) for act, _ in intents if Does.SENDS in does(act.tool, act.risk)]

    @property
    def usual(self) -> int:
        """How many hand-overs count as usual so far."""
        return self._firsts.total()

    def _settle(self, block: int) -> None:
        """Let hand-overs up to a block count."""
        while self._waiting and self._waiting[0][0] <= block:
            _, effect, agent, item = self._waiting.popleft()
            if item in self._by:
                cause, whose = self._by[item]
                self._pairs[_kind(cause), effect] += 1
                self._firsts[_kind(cause)] += 1
                self._together[whose, agent] += 1

    def _sending(self, act: Action, agent: int) -> Sending:
        by = self._by
        paths = _paths(act, by)
        met = {item for path in paths for item in path}
        person = [path for path in paths if Does.READS_PERSON in does(by[path[-1]][0].tool, None)]
        outside = [path for path in paths if Does.READS_UNTRUSTED in does(by[path[-1]][0].tool, None)]
        told = max(person or outside or [()], key=len)
        chain = [(act, agent), *(by[item] for item in told)]
        edges = [(cause, effect) for effect, cause in pairwise(chain)]
        odd = [self._surprise(cause, effect) for (cause, _), (effect, _) in edges]
        hands = [whose != to for (_, whose), (_, to) in edges]
        asked = [any(item in by and by[item][0].tool is None for item in link.parents) for link, _ in chain]
        behind = [path for path in outside if any(path[: len(p)] == p for p in person)]
        row = (
            len({by[item][1] for item in met} | {agent}),
            len(met),
            min((len(path) for path in person), default=_FAR),
            min((len(path) for path in outside), default=_FAR),
            max((_hands(path, agent, by) for path in person), default=0),
            max((_hands(path, agent, by) for path in outside), default=0),
            float(any(by[path[-1]][1] != agent for path in person)),
            float(bool(behind)),
            sum(asked) / len(chain),
            len(told),
            sum(hands),
            sum(does(item.tool, None) is Does.NOTHING for item, _ in chain),
            float(np.mean(odd)) if odd else 0.0,
            max(odd, default=0.0),
            sum(self._together[whose, to] == 0 for (_, whose), (_, to) in edges if whose != to),
            float(asked[0]),
            len(act.parents),
            sum(item in by and by[item][1] == agent for item in act.parents),
        )
        return Sending(act.record_id, row, tuple((item.record_id, whose) for item, whose in chain))

    def _surprise(self, cause: Action, effect: Action) -> float:
        pair = self._pairs[_kind(cause), _kind(effect)] + 1
        return -log2(pair / (self._firsts[_kind(cause)] + 6))


def _kind(act: Action) -> str:
    if act.tool is None:
        return "request"
    return (does(act.tool, act.risk).name or "plain").lower()


def _paths(act: Action, by: dict[str, tuple[Action, int]]) -> list[tuple[str, ...]]:
    """Every way back from an act, step by step; requests end it and are left out."""
    found: list[tuple[str, ...]] = []
    open_: list[tuple[str, ...]] = [(item,) for item in act.parents if item in by]
    while open_ and len(found) < 200:  # noqa: PLR2004 no chain is looked at for ever
        path = open_.pop()
        step = by[path[-1]][0]
        if step.tool is None:
            continue
        found.append(path)
        if len(path) < _DEEPEST:
            open_ += [(*path, item) for item in step.parents if item in by and item not in path]
    return found


def _hands(path: Sequence[str], agent: int, by: dict[str, tuple[Action, int]]) -> int:
    whose = [agent, *(by[item][1] for item in path)]
    return sum(one != other for one, other in pairwise(whose))
