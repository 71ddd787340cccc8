"""One attack a function: what an attacker with a budget does to a network, and to whom.

A budget is a number of names (Sybils, insiders, ring members) or of deals (reciprocity, sleeper). Who can wait does:
praise is read a year later, when it counts in full; slander by insiders at once, before anybody could dismiss it, and a
year later without anybody having done so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from ledger.trust.configuration import FULL
from ledger.trust.evaluation.world import DAY, Attack, Dice, World
from ledger.trust.ratings import Rating, Ruling

Make = Callable[[World, int, Dice], Attack]
_YEAR: Final = 365 * DAY
_SOON: Final = 30 * DAY
_COALITION: Final = 20
_BAD_ACTS: Final = 3
_APPEALS_TO: Final = 7
_SEAT_ERRS: Final = 0.05
"""How often one of three arbitrators errs about a recorded act; the majority errs in 0.7 % of cases."""


def sybil_slander(world: World, budget: int, dice: Dice) -> Attack:
    """Fresh names praise each other and slander an honest agent."""
    names, at = _fresh(world, budget), world.network.end + DAY
    victim = int(dice.choice(world.honest))
    rows = _clique(names, at, dice) + [Rating(name, victim, -FULL, at + DAY) for name in names]
    return Attack(rows, [victim], budget, at + _YEAR)


def insider_slander(world: World, budget: int, dice: Dice) -> Attack:
    """Bought accounts, any of those that rated and were praised, slander an honest agent; ranks are read soon after."""
    return _slander(world, _some(world.insiders, budget, dice), _SOON, dice)


def insider_slander_settled(world: World, budget: int, dice: Dice) -> Attack:
    """The same a year later, if the victim let it stand."""
    return _slander(world, _some(world.insiders, budget, dice), _YEAR, dice)


def insider_slander_busy(world: World, budget: int, dice: Dice) -> Attack:
    """The same by those who rate most, who are the most credible."""
    raters = dice.choice(world.agents, min(budget, int((world.busy > 0).sum())), replace=False, p=world.busy)
    return _slander(world, raters.tolist(), _SOON, dice)


def _slander(world: World, raters: Sequence[int], later: int, dice: Dice) -> Attack:
    at = world.network.end + DAY
    victim = int(dice.choice(world.honest))
    return Attack([Rating(one, victim, -FULL, at) for one in raters if one != victim], [victim], 0, at + later)


def ballot_stuffing(world: World, budget: int, dice: Dice) -> Attack:
    """Fresh names praise each other and a fraud."""
    names, at = _fresh(world, budget), world.network.end + DAY
    fraud = int(dice.choice(world.frauds))
    rows = _clique(names, at, dice) + [Rating(name, fraud, FULL, at + DAY) for name in names]
    return Attack(rows, [fraud], budget, at + _YEAR)


def ring(world: World, budget: int, dice: Dice) -> Attack:
    """Fresh names praise each other, and half as many insiders are paid to praise one of them each."""
    names, at = _fresh(world, budget), world.network.end + DAY
    paid = _some(world.insiders, max(1, budget // 2), dice)
    rows = _clique(names, at, dice) + [
        Rating(one, name, FULL, at + DAY) for one, name in zip(paid, names, strict=False)
    ]
    return Attack(rows, names, budget, at + _YEAR)


def bought_praise(world: World, budget: int, dice: Dice) -> Attack:
    """All that insiders are paid for goes to one newcomer: no formula tells this from an honest newcomer."""
    newcomer, at = world.agents, world.network.end + DAY
    rows = [Rating(one, newcomer, FULL, at) for one in _some(world.insiders, budget, dice)]
    return Attack(rows, [newcomer], 1, at + _YEAR)


def reciprocity(world: World, budget: int, dice: Dice) -> Attack:
    """Twenty frauds that were found out praise each other and, each, agents it had no dealings with: all return it."""
    return _returned(world, _some(world.found_out, _COALITION, dice), budget, dice)


def reciprocity_undetected(world: World, budget: int, dice: Dice) -> Attack:
    """The same with frauds of any rank: some are trusted, and their word, like an insider's, is bought praise."""
    return _returned(world, _some(world.frauds, _COALITION, dice), budget, dice)


def _returned(world: World, coalition: list[int], budget: int, dice: Dice) -> Attack:
    at = world.network.end + DAY
    rows = []
    for fraud in coalition:
        strangers = np.setdiff1d(world.insiders, np.r_[world.raters_of(fraud), coalition])
        for other in _some(strangers, budget, dice):
            rows += [Rating(fraud, other, FULL, at), Rating(other, fraud, FULL, at + DAY)]
    rows += _clique(coalition, at, dice)
    return Attack(sorted(rows, key=lambda row: row.time), coalition, 0, at + _YEAR)


def whitewash(world: World, budget: int, dice: Dice) -> Attack:
    """A fraud registers anew under the owner that is bound to him: what was said of him is said of the new agent.

    Then `budget` fresh names praise it. Its rank is compared with the old agent's.
    """
    fraud = int(dice.choice(world.frauds))
    stuffed = ballot_stuffing(world, budget, dice)
    names = _fresh(world, budget)
    rows = [row for row in stuffed.rows if row.ratee in names]
    rows += [Rating(name, fraud, FULL, world.network.end + 2 * DAY) for name in names]
    return Attack(rows, [fraud], budget, stuffed.as_of)


def whitewash_new_owner(world: World, budget: int, dice: Dice) -> Attack:
    """A fraud comes back as somebody else, and is a newcomer: `insufficient`, for the price of a bond."""
    del budget
    return Attack((), [world.agents], 1, world.network.end + _SOON, before=[int(dice.choice(world.frauds))])


def sleeper(world: World, budget: int, dice: Dice) -> Attack:
    """A newcomer earns praise for half a year, then does three bad acts: each victim says so, and claims.

    Each claim is judged by three arbitrators who read the record; one errs in a twentieth of cases.
    """
    asleep = _sleeping(world, budget, 180, dice)
    ruled = [
        Ruling(row.ratee, row.time)
        for row in asleep.rows[-_BAD_ACTS:]
        if (dice.random(3) < _SEAT_ERRS).sum() < 2  # noqa: PLR2004 - a majority of three
    ]
    return Attack(asleep.rows, asleep.targets, 1, asleep.as_of, ruled)


def sleeper_patient(world: World, budget: int, dice: Dice) -> Attack:
    """The same after three years of praise."""
    asleep = _sleeping(world, budget, 3 * 365, dice)
    return Attack(
        asleep.rows, asleep.targets, 1, asleep.as_of, [Ruling(r.ratee, r.time) for r in asleep.rows[-_BAD_ACTS:]]
    )


def sleeper_unruled(world: World, budget: int, dice: Dice) -> Attack:
    """The same when no victim claims: three bad ratings are all there is."""
    return _sleeping(world, budget, 180, dice)


def sleeper_audited(world: World, budget: int, dice: Dice) -> Attack:
    """The same when no victim claims, but somebody looks into accusations of trusted agents (see `accusations`).

    What he finds is a case, and whoever loses appeals, to seven arbitrators.
    """
    asleep = _sleeping(world, budget, 180, dice)
    bad = asleep.rows[-_BAD_ACTS:]
    ruled = [Ruling(row.ratee, row.time) for row in bad if not _errs(dice)]
    return Attack(asleep.rows, asleep.targets, 1, asleep.as_of, ruled)


def insider_slander_audited(world: World, budget: int, dice: Dice) -> Attack:
    """Slander a year later, where somebody looked into it: what was in order is void, what he got wrong is a ruling."""
    slander = insider_slander_settled(world, budget, dice)
    believed = [row for row in slander.rows if _errs(dice)]
    return Attack(believed, slander.targets, 0, slander.as_of, [Ruling(row.ratee, row.time) for row in believed])


def _errs(dice: Dice) -> bool:
    """Whether most of seven arbitrators err: in 0.02 % of cases."""
    return bool((dice.random(_APPEALS_TO) < _SEAT_ERRS).sum() > _APPEALS_TO // 2)


def _sleeping(world: World, budget: int, days: int, dice: Dice) -> Attack:
    newcomer, at = world.agents, world.network.end + DAY
    raters = dice.choice(
        world.agents, budget + _BAD_ACTS, replace=int((world.busy > 0).sum()) < budget + _BAD_ACTS, p=world.busy
    )
    step = days * DAY // max(1, budget)
    values = dice.choice(world.praise, budget)
    rows = [
        Rating(int(one), newcomer, int(value), at + n * step)
        for n, (one, value) in enumerate(zip(raters, values, strict=False))
    ]
    turned = at + days * DAY
    rows += [Rating(int(one), newcomer, -FULL, turned + n * DAY) for n, one in enumerate(raters[budget:])]
    return Attack(rows, [newcomer], 1, turned + _BAD_ACTS * DAY)


ATTACKS: Final[Mapping[str, Make]] = {
    "sybil_slander": sybil_slander,
    "insider_slander": insider_slander,
    "insider_slander_settled": insider_slander_settled,
    "insider_slander_busy": insider_slander_busy,
    "ballot_stuffing": ballot_stuffing,
    "ring": ring,
    "bought_praise": bought_praise,
    "reciprocity": reciprocity,
    "reciprocity_undetected": reciprocity_undetected,
    "whitewash": whitewash,
    "whitewash_new_owner": whitewash_new_owner,
    "sleeper": sleeper,
    "sleeper_patient": sleeper_patient,
    "sleeper_unruled": sleeper_unruled,
    "sleeper_audited": sleeper_audited,
    "insider_slander_audited": insider_slander_audited,
}

_NEEDS: Final[Mapping[str, Sequence[str]]] = {
    "sybil_slander": ("honest",),
    "insider_slander": ("honest", "insiders"),
    "insider_slander_settled": ("honest", "insiders"),
    "insider_slander_busy": ("honest", "raters"),
    "ballot_stuffing": ("frauds",),
    "ring": ("insiders",),
    "bought_praise": ("insiders",),
    "reciprocity": ("found_out", "insiders"),
    "reciprocity_undetected": ("frauds", "insiders"),
    "whitewash": ("frauds",),
    "whitewash_new_owner": ("frauds",),
    "sleeper": ("raters", "praise"),
    "sleeper_patient": ("raters", "praise"),
    "sleeper_unruled": ("raters", "praise"),
    "sleeper_audited": ("raters", "praise"),
    "insider_slander_audited": ("honest", "insiders"),
}


def can_be_cast(world: World, attack: str) -> bool:
    """Say whether there is anybody in a network for each part of an attack."""
    return all(len(getattr(world, part)) for part in _NEEDS[attack])


def _fresh(world: World, count: int) -> list[int]:
    return list(range(world.agents, world.agents + count))


def _some(pool: np.ndarray[tuple[int], np.dtype[np.int64]], count: int, dice: Dice) -> list[int]:
    return [int(one) for one in dice.choice(pool, min(count, len(pool)), replace=False)]


def _clique(names: Sequence[int], at: int, dice: Dice) -> list[Rating]:
    """Everybody praises everybody, each pair in either order."""
    rows = [Rating(one, other, FULL, at + int(dice.integers(DAY))) for one in names for other in names if one != other]
    return sorted(rows, key=lambda row: row.time)
