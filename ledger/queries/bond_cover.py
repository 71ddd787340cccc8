"""How far bonds cover what agents may be held to: what is bonded, and what running disputes ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.queries.bonds import bonds
from ledger.queries.sources import Sources
from ledger.store import case_rows, keys
from ledger.store.court_view import CourtView
from ledger.store.rows import BOND
from ledger.store.view import View

MOST_AGENTS: Final = 2_000
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class BondCover:
    """Bonds of agents, in wei.

    `agents` were looked at (of more, if `more`), `bonded` of them have an active bond. `asked` is the most that rulings
    on running disputes take, each a share of a bond, `locked` what was set aside for them and for fees. `uncovered`
    counts running disputes in which nothing can be taken, since nothing was bonded.
    """

    agents: int
    bonded: int
    active: str
    unbonding: str
    running: int
    asked: str
    locked: str
    uncovered: int
    more: bool


def bond_cover(sources: Sources, view: View) -> BondCover:
    """Return how far bonds cover what running disputes ask of them."""
    numbers = [number for number, _ in view.agents(None, MOST_AGENTS + 1)]
    looked = numbers[:MOST_AGENTS]
    held = []
    for begin in range(0, len(looked), _AT_ONCE):
        names = [keys.bond(sources.agent(number).key) for number in looked[begin : begin + _AT_ONCE]]
        held += [bonds([BOND.placed(item.data, item.block) for item in items]) for items in view.members_of(names)]
    opened = _running(view)
    return BondCover(
        agents=len(looked),
        bonded=sum(any(int(bond.active) for bond in own) for own in held),
        active=str(sum(int(bond.active) for own in held for bond in own)),
        unbonding=str(sum(int(bond.unbonding) for own in held for bond in own)),
        running=len(opened),
        asked=str(sum(int(row.slice) for row in opened)),
        locked=str(sum(int(row.locked) for row in opened)),
        uncovered=sum(not int(row.slice) for row in opened),
        more=len(numbers) > MOST_AGENTS,
    )


def _running(view: View) -> list[case_rows.Opened]:
    court, out = CourtView(view), []
    numbers = court.running()
    for begin in range(0, len(numbers), _AT_ONCE):
        for history in court.histories(numbers[begin : begin + _AT_ONCE]):
            out += [placed.row for placed in history if isinstance(placed.row, case_rows.Opened)]
    return out
