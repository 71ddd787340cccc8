"""How often a panel rules right when part of its pool is corrupt, with one appeal to seven.

Every trial is a case before the pure machine of the panel: seats drawn by a random seed, votes, absences, redraws, and
the review by seven others. One choice is right. Honest arbitrators see it, or err independently at a given rate; the
corrupt all vote for the other one, or stay away where that serves them. Whoever lost the first round always appeals:
the corrupt side too, since an appeal costs it less than its bribes. A ruling is right when the right choice prevails;
a refusal to rule counts as wrong.

Shares of trials, with the exact figures of seven seats beside them: drawn independently, and drawn from this pool.

What binds. The goals name a corrupt share of the pool and no errors of the honest, and are met so: seven seats drawn
from a hundred rule right in 97.2 % of cases at 20 % corrupt, 88.2 % at 30 %. Honest arbitrators that err add to the
corrupt, since whoever reviews sees only votes: at 5 % errors the same seven reach 94.4 and 83.1 %, and no play of
appeals, absences or redraws can exceed them, because the last word is theirs. Nine seats would reach 95.8 and 85.3 %;
the design fixes seven. What else could raise the figure was weighed and left out:

- weights by stake: the corrupt can buy them, and a seat's pay is equal so that nobody need to;
- draws or weights by past agreement: that pays for voting with the others, and so does coherence slashing, which the
  design forbids; a corrupt majority would be drawn ever more;
- fewer leakers and absentees: they already lose stake and, below the least, their place; the corrupt of this model
  do neither;
- accreditation that is not renewed for whoever is overturned too often: lawful and in the accreditor's hands (overturn
  rates are public), but it lowers the corrupt share, which is an input here.

TRUST (arXiv 2510.20188) states its guarantee up to 30 % malicious auditors, by stake-weighted votes of several kinds of
auditor on each of many small parts; its figures are of another vote and are not compared here.
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
            found[f"bound_of_seven_{error}"] = bound(share, error)
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


def bound(share: float, error: float) -> float:
    """Return how often four of seven seats or more vote right when they are drawn from the pool, each sitting once.

    Args:
        share: Of the pool that is corrupt, 0 to 1.
        error: How often an honest arbitrator errs, 0 to 1.
    """
    honest_pool = POOL - round(share * POOL)
    right = 0.0
    for honest in range(QUORUM_OF_MANY, MANY + 1):
        drawn = comb(honest_pool, honest) * comb(POOL - honest_pool, MANY - honest) / comb(POOL, MANY)
        right += drawn * sum(
            comb(honest, seeing) * (1 - error) ** seeing * error ** (honest - seeing)
            for seeing in range(QUORUM_OF_MANY, honest + 1)
        )
    return right


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
