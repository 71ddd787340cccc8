"""A made-up population, all from one seed: honest variety, and families of attacks with their harm on record.

It stands in for years of verdicts that do not exist yet. What is measured on it says how the forecaster works,
not how well it will do on live agents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from forecaster.history import Action, AgentHistory, Dispute, Kin, StandingChange, Verdict
from forecaster.population.families import FAMILIES, UNTAUGHT, Drift, Family, attack, episode
from forecaster.population.life import Worker
from forecaster.population.pen import Pen
from forecaster.population.roles import ROLES
from forecaster.population.temper import draw_temper
from ledger.errors import InvalidInputError

BASE_RATE: Final = 0.08
"""Share of agents that do harm in their life."""
TAUGHT_RATE: Final = 0.4
"""The same share among the earlier half, where a forecaster learns: few agents teach more when more of them do harm.

What is learnt there is carried over to the base rate that holds later; see `forecaster.train`.
"""
ERA_BLOCKS: Final = 400_000
"""Blocks over which agents are born."""
WORLD_END: Final = ERA_BLOCKS + 40_000
"""The block every history is as of: all lives are over, all verdicts are in."""
FAMILY_NAMES: Final = tuple(family.name for family in FAMILIES)
UNTAUGHT_NAMES: Final = tuple(family.name for family in UNTAUGHT)
_ACTS: Final = (30, 150)  # length of a life
_EARLIEST: Final = 18  # act of the earliest harm
_EPISODES: Final = 0.30  # share of agents with a weak, honest episode
_SIBLINGS: Final = 0.35  # chance that an agent belongs to an owner who has one already
_DISMISSED: Final = 0.04  # share of agents with a dispute that comes to nothing
_UNDECIDED: Final = 0.2  # share of those in which nobody wanted to decide
_ANSWERED: Final = 0.7  # share of disputes that are answered
_PROVED: Final = {"equivocation": 1.0, "mandate_creep": 0.5}  # share of harms that a proof decides at once, by family
_LAG: Final = (150, 900)  # blocks from a harm to its verdict
_KIN: Final = 0.08  # share of agents whose owner lost another's name, and that do nothing wrong
_KIN_OF_WHITEWASH: Final = 0.9
_START_PPM: Final = 333_333
_AFTER_PPM: Final = 90_000
_MIN_AGENTS: Final = 50
_HABIT: Final = {"untrusted": "exposure", "people": "looking", "sends": "sending", "pays": "paying"}


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
    agents: int,
    seed: int,
    *,
    base_rate: float = BASE_RATE,
    taught_rate: float | None = None,
    families: Sequence[str] = FAMILY_NAMES,
    more: Sequence[Family] = (),
    astray: bool = True,
) -> list[Life]:
    """Simulate a population.

    Args:
        agents: How many.
        seed: Seed of everything.
        base_rate: Exact share that does harm, spread evenly over the families.
        taught_rate: Exact share among the half that is born first; the base rate if not given.
        families: Names of the families that take part; those that teach nothing, only if named.
        more: Families that take part beside them; see `forecaster.population.invented`.
        astray: Whether attackers also take steps that their work does not ask for; without, families share nothing.

    Raises:
        InvalidInputError: if there are too few agents, or a family is unknown.
    """
    if agents < _MIN_AGENTS:
        raise InvalidInputError(f"a population of {agents} is too small", hint=f"simulate at least {_MIN_AGENTS}")
    names = (*FAMILY_NAMES, *UNTAUGHT_NAMES)
    unknown = sorted(set(families) - set(names))
    if unknown or not (families or more):
        raise InvalidInputError(f"families {unknown} are unknown", hint=f"choose from {', '.join(names)}")
    rng = Random(f"population/{seed}")  # noqa: S311 a simulation wants repeatable dice
    chosen = [*(family for family in (*FAMILIES, *UNTAUGHT) if family.name in families), *more]
    early = agents // 2
    cast = [
        *_cast(early, base_rate if taught_rate is None else taught_rate, chosen, rng),
        *_cast(agents - early, base_rate, chosen, rng),
    ]
    births = sorted(rng.randrange(ERA_BLOCKS) for _ in cast)
    owners: list[str] = []
    for index in range(agents):
        owners.append(rng.choice(owners[-20:]) if owners and rng.random() < _SIBLINGS else f"owner-{index}")
    return [
        _life(index + 1, owner, birth, family, Random(f"agent/{seed}/{index}"), astray=astray)  # noqa: S311 likewise
        for index, (owner, birth, family) in enumerate(zip(owners, births, cast, strict=True))
    ]


def _cast(agents: int, rate: float, families: Sequence[Family], rng: Random) -> list[Family | None]:
    """Say who does which harm: an exact share, in any order."""
    first = rng.randrange(len(families))
    cast: list[Family | None] = [families[(first + i) % len(families)] for i in range(round(agents * rate))]
    cast += [None] * (agents - len(cast))
    rng.shuffle(cast)
    return cast


def _life(agent_id: int, owner: str, birth: int, family: Family | None, rng: Random, *, astray: bool = True) -> Life:
    acts = rng.randint(*_ACTS)
    drifts: list[Drift] = [episode(acts, rng)] if rng.random() < _EPISODES else []
    when = rng.randint(_EARLIEST, acts - 5)
    if family:
        drifts = [attack(family, when, rng, astray=astray)]
    pen = Pen(rng, f"{rng.random()}", birth)
    # whoever does no harm works with what some harm would need, so that a role alone tells nobody apart
    needs = (family or rng.choice(FAMILIES)).needs
    role = rng.choice([role for role in ROLES if all(getattr(role, need) for need in needs)])
    worker = Worker(role, draw_temper(rng, [_HABIT[need] for need in needs]), drifts, pen, rng)
    harm = None
    if family:
        worker.live(when)
        harm = worker.harm(family.harm)
    worker.live(acts)
    pen.anchor()
    harm_block = next((r.block for r in pen.records if r.record_id == harm), None)
    judged = _judged(family, pen, harm, harm_block, rng)
    history = AgentHistory(
        agent_id=agent_id,
        owner=owner,
        as_of_block=WORLD_END,
        records=tuple(pen.records),
        disputes=tuple(sorted(judged.disputes, key=lambda item: item.block)),
        verdicts=tuple(sorted(judged.verdicts, key=lambda item: item.block)),
        standing=(StandingChange(pen.records[0].block, _START_PPM), *judged.standing),
        grants=tuple(worker.purse.grants),
        ratings=tuple(worker.talk.ratings),
        kin=_kin(family, birth, rng),
    )
    return Life(history, family.name if family else None, harm, harm_block)


def _kin(family: Family | None, birth: int, rng: Random) -> tuple[Kin, ...]:
    """Faults that were upheld, before it was born, against its owner's other agents."""
    chance = _KIN_OF_WHITEWASH if family and family.kin else _KIN
    return (Kin(max(0, birth - rng.randint(*_LAG))),) if rng.random() < chance else ()


@dataclass(slots=True)
class _Judged:
    """What the court made of an agent."""

    disputes: list[Dispute] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    standing: list[StandingChange] = field(default_factory=list)

    def judge(self, record: Action, *, upheld: bool | None, rng: Random) -> None:
        """Open a dispute about a record, let it be answered or not, and decide it; None refuses to."""
        lag = rng.randint(*_LAG)
        opened, closed = record.block + lag // 2, record.block + lag
        answered = rng.random() < _ANSWERED or upheld is False
        self.disputes.append(
            Dispute(
                opened,
                (record.record_id,),
                responded=opened + lag // 6 if answered else None,
                defaulted=None if answered else opened + lag // 4,
                closed=closed,
            )
        )
        if upheld is not None:
            self.verdicts.append(Verdict(closed, upheld=upheld, records=(record.record_id,), opened=opened))

    def prove(self, record: Action, rng: Random) -> None:
        """Prove the fault in a record: opening and verdict in one."""
        self.verdicts.append(Verdict(record.block + rng.randint(*_LAG) // 2, upheld=True, records=(record.record_id,)))


def _judged(family: Family | None, pen: Pen, harm: str | None, harm_block: int | None, rng: Random) -> _Judged:
    """Let the court do its work: harms are upheld after a while, and a few honest agents are accused for nothing."""
    found = _Judged()
    if rng.random() < _DISMISSED:
        found.judge(rng.choice(pen.records), upheld=None if rng.random() < _UNDECIDED else False, rng=rng)
    if family and harm_block is not None:
        record = next(item for item in pen.records if item.record_id == harm)
        if rng.random() < _PROVED.get(family.name, 0.0):
            found.prove(record, rng)
        else:
            found.judge(record, upheld=True, rng=rng)
        found.standing.append(StandingChange(found.verdicts[-1].block, _AFTER_PPM))
    return found
