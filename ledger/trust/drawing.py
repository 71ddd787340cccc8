"""The draw of audits from a mirror: which block decides, and what each agent had at stake there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.errors import NotFoundError
from ledger.queries.answers import Completeness, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.bonds import bonds
from ledger.queries.coverage import streams_of
from ledger.queries.lifecycle import Agent, fold
from ledger.queries.sources import Sources
from ledger.store.view import View
from ledger.trust.draw import Exposure, Lot, draw

_AT_ONCE: Final = 200
_BASIS: Final = "agents are numbered from 0, and each record has a number of its own in its stream"


@dataclass(frozen=True, slots=True)
class Rules:
    """How audits are drawn.

    Args:
        every: Blocks between draws.
        audits: How many a draw can afford, in expectation.
        worth: Wei that one record is assumed to be worth to who cheats in it.
    """

    every: int = 50_400
    audits: int = 20
    worth: int = 10**15


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: its number, the block whose hash decided, and the agents that did anything since the block before."""

    number: int
    rules: Rules
    after: int
    block: int
    block_hash: str
    time: int
    lots: tuple[Lot, ...]

    @property
    def drawn(self) -> list[int]:
        """Numbers of the agents to audit."""
        return [lot.exposure.agent_id for lot in self.lots if lot.drawn]


def newest(sources: Sources, rules: Rules) -> int:
    """Return the number of the last draw whose block no fork can take back.

    Raises:
        NotFoundError: if there was none yet.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    floor = ask(sources, lambda view: (view.books.floor, counted(_BASIS))).data
    if floor < rules.every:
        raise NotFoundError(
            f"block {floor} is final, and the first draw is by block {rules.every}",
            hint="wait, or draw more often: --blocks",
            code="no_draw",
        )
    return floor // rules.every


def drawn(sources: Sources, rules: Rules, number: int) -> Draw:
    """Draw, or draw again: what comes out depends on the chain alone.

    Raises:
        InvalidInputError: if the block of the draw does not exist yet.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    block, after = number * rules.every, (number - 1) * rules.every
    before = dict(ask(sources, lambda view: (_records(sources, view), counted(_BASIS)), after).data)

    def question(view: View) -> tuple[Draw, Completeness]:
        at = block_at(sources, view)
        exposed = [
            Exposure(one, records - before.get(one, 0), _bond(sources, view, one, owner))
            for (one, records), owner in zip(_records(sources, view), _owners(view), strict=True)
        ]
        lots = draw(at.hash, exposed, worth=rules.worth, audits=rules.audits)
        return Draw(number, rules, after, block, at.hash.hex(), at.time, tuple(lots)), counted(_BASIS)

    return ask(sources, question, block).data


def _agents(view: View) -> Iterator[list[Agent]]:
    numbers = [number for number, _ in view.agents(None, 1 << 31)]
    for begin in range(0, len(numbers), _AT_ONCE):
        some = numbers[begin : begin + _AT_ONCE]
        lives = view.lives(some)
        yield [one for number, life in zip(some, lives, strict=True) if (one := fold(number, life)) is not None]


def _records(sources: Sources, view: View) -> list[tuple[int, int]]:
    """Return agents in order, each with how many records its streams claim."""
    out = []
    for some in _agents(view):
        covered = streams_of(view, [(one.number, sources.agent(one.number).key, one) for one in some])
        out += [
            (one.number, sum(stream.next_seq for stream in streams)) for one, streams in zip(some, covered, strict=True)
        ]
    return out


def _owners(view: View) -> list[str]:
    return [one.owner.owner for some in _agents(view) for one in some]


def _bond(sources: Sources, view: View, number: int, owner: str) -> int:
    found = bonds(view.bonds(sources.agent(number).key))
    return sum(int(bond.active) for bond in found if bond.beneficiary == owner)
