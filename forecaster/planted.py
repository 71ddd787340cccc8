"""Planted faults, of which it is known where they began: is the root named, and do the shares of blame add up?

The faults are those of `forecaster.crowd.workflows`, in which several agents take a step each until data leaves, and
they begin in three ways: text from outside gives the order (the *root* is the act that took it in, however long
before), an agent looks a person up on its own account, naming no cause (the root is the look-up), or the principal
asked for it (the root is the request). They end in one of two ways: what was read about the person is sent, or money
is paid, so that no data leads back. One link in ten was not written down, so that some roots cannot be reached; and
three steps in ten also rest on honest text from outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from forecaster.blame import baselines, blame
from forecaster.crowd.workflows import Workflow, company
from forecaster.history import Action
from forecaster.metrics import Estimate, share_interval
from forecaster.tools import Does, does

RULES: Final = ("doer", "first", "equal")
"""Simpler rules; see `forecaster.blame.baselines`."""
BEGINS: Final = ("outside", "alone", "asked")
"""Ways in which a planted fault begins, in turn."""
ENDS: Final = ("sends", "pays")
"""Ways in which it ends."""
_PAYMENT: Final = "transfer"
_LOST: Final = 0.1  # chance that a link was not written down
_DECOY: Final = 0.3  # chance that a step of the fault also rests on honest text from outside


@dataclass(frozen=True, slots=True)
class Planted:
    """What was found, each share with its 95% interval.

    Args:
        faults: Planted faults.
        root_agent: Share in which the agent with the largest share is the one at the root.
        root_step: Share in which the act with the largest share is the root.
        baselines: By rule, the share in which it names the agent at the root; ties count as one over those tied.
        by_begin: By the way it began, the shares in which the agent and the step are named.
        hands: How many agents the path to the root goes through, and in how many faults.
        furthest_from_one: Largest distance of a sum of shares from one.
    """

    faults: int
    root_agent: Estimate
    root_step: Estimate
    baselines: Mapping[str, float]
    by_begin: Mapping[str, tuple[float, float]]
    hands: Mapping[int, int]
    furthest_from_one: float


def rehearse_blame(seed: int, *, faults: int, end: str = "sends") -> Planted:
    """Plant faults and ask who is to blame.

    Args:
        seed: Seed of the company.
        faults: How many, one a workflow.
        end: How they end, by `ENDS`.
    """
    rng = Random(f"planted/{seed}")  # noqa: S311 repeatable on purpose
    right: dict[str, list[tuple[bool, bool]]] = {begin: [] for begin in BEGINS}
    by_rule = dict.fromkeys(RULES, 0.0)
    hands: Counter[int] = Counter()
    furthest = 0.0
    for number, flow in enumerate(company(faults, seed, rate=1.0)):
        begin = BEGINS[number % len(BEGINS)]
        root, acts = _plant(flow, begin, rng)
        if end == "pays":
            act, agent = acts[flow.harmful[-1]]
            acts[act.record_id] = (replace(act, tool=_PAYMENT), agent)
        harm, whose = flow.harmful[-1], acts[root][1]
        found = blame(harm, acts)
        right[begin].append((next(iter(found.by_agent)) == whose, found.root == root))
        sums = (sum(found.by_act.values()), sum(found.by_agent.values()))
        furthest = max(furthest, *(abs(1 - total) for total in sums))
        hands[len({acts[item][1] for item in flow.harmful})] += 1
        for rule, shares in _named(harm, acts).items():
            by_rule[rule] += shares.get(whose, 0.0)
    every = [item for items in right.values() for item in items]
    return Planted(
        faults,
        share_interval(sum(agent for agent, _ in every), faults),
        share_interval(sum(step for _, step in every), faults),
        {rule: hits / faults for rule, hits in by_rule.items()},
        {
            begin: (sum(agent for agent, _ in items) / len(items), sum(step for _, step in items) / len(items))
            for begin, items in right.items()
            if items
        },
        dict(sorted(hands.items())),
        furthest,
    )


def _plant(flow: Workflow, begin: str, rng: Random) -> tuple[str, dict[str, tuple[Action, int]]]:
    """Return the root, and the acts with whose they are: the fault begun as said, links lost, decoys put in."""
    trigger, looked_up = flow.harmful[:2]
    request = flow.acts[0].record_id
    root = {"outside": trigger, "alone": looked_up, "asked": request}[begin]
    found: dict[str, tuple[Action, int]] = {}
    outside: list[str] = []
    for act, agent in zip(flow.acts, flow.agents, strict=True):
        causes = act.parents
        if act.record_id == looked_up and begin != "outside":
            causes = (request,) if begin == "asked" else ()
        if act.record_id in flow.harmful[2:] and outside and rng.random() < _DECOY:
            causes = (*causes, rng.choice(outside))
        kept = tuple(dict.fromkeys(item for item in causes if rng.random() >= _LOST))
        found[act.record_id] = (replace(act, parents=kept), agent)
        if Does.READS_UNTRUSTED in does(act.tool, act.risk) and act.record_id != trigger:
            outside.append(act.record_id)
    return root, found


def _named(harm: str, acts: Mapping[str, tuple[Action, int]]) -> dict[str, dict[int, float]]:
    """Say whom each simpler rule names: those with the largest share, in equal parts."""
    named = {}
    for rule, shares in baselines(harm, acts).items():
        most = max(shares.values())
        top = [agent for agent, share in shares.items() if share > most - 1e-12]
        named[rule] = dict.fromkeys(top, 1 / len(top))
    return named
