"""How often a panel rules right when part of its pool is corrupt, with one appeal to seven.

Every trial is a case before the pure machine of the panel: seats drawn by a random seed, votes, absences, redraws, and
the review by seven others. One choice is right. Honest arbitrators see it, or err independently at a given rate; the
corrupt all vote for the other one, or stay away where that serves them. Whoever lost the first round always appeals:
the corrupt side too, since an appeal costs it less than its bribes. A ruling is right when the right choice prevails;
a refusal to rule counts as wrong.

Shares of trials, with the exact binomial figures of seven independent seats beside them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Final

from bench.options import Figures, Options
from ledger.domain.dispute import DISMISSED, UPHELD
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.panel import DRAW_DELAY, MANY, QUORUM_OF_MANY, Panel, Phase, draw_seats

RIGHT: Final = UPHELD
WRONG: Final = DISMISSED
POOL: Final = 100
_TIME: Final = 60  # seconds to commit, and to reveal
_GOALS: Final = {0.2: 0.95, 0.3: 0.85}
_HONEST_ERRORS: Final = (0.0, 0.02, 0.05)


@dataclass(frozen=True, slots=True)
class World:
    """A pool of arbitrators. `error`: how often an honest one errs; `absent`: whether the corrupt stay away instead."""

    pool: Sequence[Address]
    corrupt: frozenset[Address]
    error: float
    absent: bool


def run(options: Options) -> Figures:
    """Simulate pools that are corrupt by 10 to 40 percent."""
    trials = options.size(2_000, 100)
    dice = random.Random(options.seed)
    figures: Figures = {"trials": trials, "pool": POOL, "seats": [3, MANY]}
    for share in (0.1, 0.2, 0.3, 0.4):
        found: Figures = {"exact_of_seven": exact(share)}
        for error in _HONEST_ERRORS:
            found[f"honest_error_{error}"] = share_right(share, error, trials, dice)
        found["corrupt_stay_away"] = share_right(share, 0.0, trials, dice, absent=True)
        found["without_appeal"] = share_right(share, 0.0, trials, dice, appeals=False)
        if share in _GOALS:
            found |= {"goal": _GOALS[share], "met": found["honest_error_0.0"] >= _GOALS[share]}
        figures[f"corrupt_{share}"] = found
        options.say(f"{share:.0%} corrupt: {found['honest_error_0.0']:.1%} right")
    return figures


def exact(share: float) -> float:
    """Return how often four of seven independent seats or more are honest."""
    return sum(
        comb(MANY, honest) * (1 - share) ** honest * share ** (MANY - honest)
        for honest in range(QUORUM_OF_MANY, MANY + 1)
    )


def share_right(
    share: float, error: float, trials: int, dice: random.Random, *, absent: bool = False, appeals: bool = True
) -> float:
    """Return in which share of trials the right choice prevailed.

    Args:
        share: Of the pool that is corrupt, 0 to 1.
        error: How often an honest arbitrator errs, 0 to 1.
        trials: Cases.
        dice: What everything random comes from.
        absent: Whether the corrupt stay away instead of voting.
        appeals: Whether the loser appeals.
    """
    pool = [checksum(keccak(b"arbitrator" + bytes([number]))[12:]) for number in range(POOL)]
    right = 0
    for _ in range(trials):
        world = World(pool, frozenset(dice.sample(pool, round(share * POOL))), error, absent)
        first = hear(Panel(1, _TIME, _TIME, DRAW_DELAY), world, dice, taken=set())
        said = first
        if appeals:
            review = Panel.review(2, _TIME, _TIME, DRAW_DELAY, first.ruling)
            said = hear(review, world, dice, taken=set(first.ballots))
        right += said.ruling == RIGHT
    return right / trials


def hear(panel: Panel, world: World, dice: random.Random, *, taken: set[Address]) -> Panel:
    """Bring a panel to its end; nobody in `taken` sits."""
    now = 0
    while panel.phase is not Phase.CONCLUDED:
        barred = taken | set(panel.ballots)
        seats = draw_seats(dice.randbytes(32), panel.dispute_id, world.pool, _outside(barred), panel.seats)
        panel = panel.drawn(seats, now=now, block=panel.draw_block + 1)
        if panel.phase is not Phase.VOTING:
            continue
        votes = {seat: _vote(seat, world, dice) for seat in seats}
        coming = {seat: vote for seat, vote in votes.items() if vote is not None}
        for seat in coming:
            panel = panel.commit(seat, keccak(seat.encode()), now=now)
        now = panel.commit_until
        for seat, vote in coming.items():
            panel = panel.reveal(seat, vote, keccak(b"reasons"), keccak(seat.encode()), now=now)
        panel = panel.conclude(panel.absent, now=now, block=panel.draw_block + 1)
    return panel


def _outside(barred: set[Address]) -> Callable[[Address], bool]:
    return lambda who: who not in barred


def _vote(seat: Address, world: World, dice: random.Random) -> int | None:
    if seat in world.corrupt:
        return None if world.absent else WRONG
    return WRONG if dice.random() < world.error else RIGHT
