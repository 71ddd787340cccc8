"""A made-up population, all from one seed: honest variety, and families of attacks with their harm on record.

It stands in for years of verdicts that do not exist yet. What is measured on it says how the forecaster works,
not how well it will do on live agents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from forecaster.history import AgentHistory, Dispute, StandingChange, Verdict
from forecaster.population.families import FAMILIES, Drift, Family, attack, episode
from forecaster.population.life import Worker
from forecaster.population.pen import Pen
from forecaster.population.temper import ROLES, draw_temper
from ledger.errors import InvalidInputError

BASE_RATE: Final = 0.08
"""Share of agents that do harm in their life."""
ERA_BLOCKS: Final = 400_000
"""Blocks over which agents are born."""
WORLD_END: Final = ERA_BLOCKS + 40_000
"""The block every history is as of: all lives are over, all verdicts are in."""
FAMILY_NAMES: Final = tuple(family.name for family in FAMILIES)
_ACTS: Final = (70, 130)  # length of a life
_EARLIEST: Final = 45  # act of the earliest harm
_EPISODES: Final = 0.30  # share of agents with a weak, honest episode
_SIBLINGS: Final = 0.35  # chance that an agent belongs to an owner who has one already
_DISMISSED: Final = 0.04  # share of agents with a dispute that is dismissed
_LAG: Final = (150, 900)  # blocks from a harm to its verdict
_START_PPM: Final = 333_333
_AFTER_PPM: Final = 90_000
_MIN_AGENTS: Final = 50


@dataclass(frozen=True, slots=True)
class Life:
    """An agent as only the simulator knows it.

    Args:
        history: What the ledger knows.
        family: Its family of attacks; None if it is honest.
        harm: Id of the record that did the harm; None if it did none.
        harm_block: Block of that record.
    """

    history: AgentHistory
    family: str | None
    harm: str | None
    harm_block: int | None


def simulate(
    agents: int, seed: int, *, base_rate: float = BASE_RATE, families: Sequence[str] = FAMILY_NAMES
) -> list[Life]:
    """Simulate a population.

    Args:
        agents: How many.
        seed: Seed of everything.
        base_rate: Exact share that does harm, spread evenly over the families.
        families: Names of the families that take part.

    Raises:
        InvalidInputError: if there are too few agents, or a family is unknown.
    """
    if agents < _MIN_AGENTS:
        raise InvalidInputError(f"a population of {agents} is too small", hint=f"simulate at least {_MIN_AGENTS}")
    unknown = sorted(set(families) - set(FAMILY_NAMES))
    if unknown or not families:
        raise InvalidInputError(f"families {unknown} are unknown", hint=f"choose from {', '.join(FAMILY_NAMES)}")
    rng = Random(f"population/{seed}")  # noqa: S311 a simulation wants repeatable dice
    chosen = [family for family in FAMILIES if family.name in families]
    cast: list[Family | None] = [chosen[i % len(chosen)] for i in range(round(agents * base_rate))]
    cast += [None] * (agents - len(cast))
    rng.shuffle(cast)
    births = sorted(rng.randrange(ERA_BLOCKS) for _ in cast)
    owners: list[str] = []
    for index in range(agents):
        owners.append(rng.choice(owners[-20:]) if owners and rng.random() < _SIBLINGS else f"owner-{index}")
    return [
        _life(index + 1, owner, birth, family, Random(f"agent/{seed}/{index}"))  # noqa: S311 likewise
        for index, (owner, birth, family) in enumerate(zip(owners, births, cast, strict=True))
    ]


def _life(agent_id: int, owner: str, birth: int, family: Family | None, rng: Random) -> Life:
    acts = rng.randint(*_ACTS)
    drifts: list[Drift] = [episode(acts, rng)] if rng.random() < _EPISODES else []
    when = rng.randint(_EARLIEST, acts - 5)
    if family:
        drifts = [attack(family, when, rng)]
    pen = Pen(rng, f"{rng.random()}", birth)
    worker = Worker(rng.choice(ROLES), draw_temper(rng), drifts, pen, rng)
    harm = None
    if family:
        worker.live(when)
        harm = worker.harm(family.harm)
    worker.live(acts)
    pen.anchor()
    harm_block = next((r.block for r in pen.records if r.record_id == harm), None)
    return Life(_judged(agent_id, owner, pen, harm, harm_block, rng), family.name if family else None, harm, harm_block)


def _judged(agent_id: int, owner: str, pen: Pen, harm: str | None, harm_block: int | None, rng: Random) -> AgentHistory:
    """Let the court do its work: harms are upheld after a while, and a few honest agents are accused for nothing."""
    disputes, verdicts = [], []
    if rng.random() < _DISMISSED:
        accused = rng.choice(pen.records)
        disputes.append(Dispute(accused.block + 50, (accused.record_id,)))
        verdicts.append(Verdict(accused.block + rng.randint(*_LAG), upheld=False, records=(accused.record_id,)))
    standing = [StandingChange(pen.records[0].block, _START_PPM)]
    if harm and harm_block is not None:
        lag = rng.randint(*_LAG)
        disputes.append(Dispute(harm_block + lag // 2, (harm,)))
        verdicts.append(Verdict(harm_block + lag, upheld=True, records=(harm,)))
        standing.append(StandingChange(harm_block + lag, _AFTER_PPM))
    return AgentHistory(
        agent_id=agent_id,
        owner=owner,
        as_of_block=WORLD_END,
        records=tuple(pen.records),
        disputes=tuple(sorted(disputes, key=lambda item: item.block)),
        verdicts=tuple(sorted(verdicts, key=lambda item: item.block)),
        standing=tuple(standing),
    )
