"""A thousand rounds of a market: does it pay to be bad now and then, under another name, or in another context?

Clients hire whoever is trusted, by the scores of this package, and now and then somebody unknown. A deal earns one
credit. Whoever cheats keeps a second one, what the work would have cost him; the client finds out, rates, and may
claim. A claim that is upheld costs the cheat what he kept, out of his bond, and is a ruling. What an attacker gains is
how much more he ends up with than an honest agent of the same market did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ledger.trust.configuration import DEFENCES, FULL, Defences
from ledger.trust.epoch import epoch
from ledger.trust.evaluation.world import DAY
from ledger.trust.ratings import Flags, Ints, Rating, Ruling, ratings_of

ROUNDS: Final = 1000
"""Days; in each, every client has one thing to be done in each context."""
_ANCHORS: Final = 2
_CLIENTS: Final = 20
_HONEST: Final = 9
_BEGIN: Final = 1_600_000_000
_SCORED: Final = 10
_EXPLORES: Final = 0.05
_TRUSTED_PPB: Final = 400_000_000
_RULED_WRONG: Final = 0.007
_TRIES: Final = 12
"""Names that one attacker may have used up."""
Cheats = Callable[[int, int], bool]
"""Whether the attacker cheats, by its deals so far under this name and the context."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """How an attacker behaves; `renames`: it leaves a name of which a ruling was upheld, for the price of a bond."""

    name: str
    cheats: Cheats
    renames: bool = False
    contexts: int = 1


HONEST: Final = Strategy("honest", lambda _, __: False)
"""What is compared with: gains nothing, but for the dice."""
STRATEGIES: Final = (
    *(
        Strategy(f"on_off_{rest}", lambda deals, _, rest=rest: deals % (rest + 1) == rest)  # type: ignore[misc]
        for rest in (1, 5, 20, 100)
    ),
    Strategy("turns_in_the_end", lambda deals, _: deals >= 1900),  # noqa: PLR2004 - of some 2,000
    Strategy("turns_after_300", lambda deals, _: deals >= 300),  # noqa: PLR2004 - as named
    Strategy("whitewashing", lambda deals, _: deals >= 20, renames=True),  # noqa: PLR2004 - likewise
    Strategy("whitewashing_at_once", lambda _, __: True, renames=True),
    Strategy("disguise", lambda _, context: context == 1, contexts=2),
)


@dataclass(frozen=True, slots=True)
class Market:
    """What attackers meet: `claims` is the chance that a cheated client claims, `bond` what a name costs, in credits.

    A bond comes back after the last round, less what was taken out of it.
    """

    claims: float = 0.8
    bond: float = 20.0
    rules: Defences = DEFENCES


@dataclass(slots=True)
class _Books:
    """One market under way. Agents: anchors, clients, honest agents, and the attacker's names."""

    market: Market
    dice: np.random.Generator
    credits: dict[int, float] = field(default_factory=dict)
    rows: list[list[Rating]] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    name: int = _ANCHORS + _CLIENTS + _HONEST
    deals: int = 0
    taken: float = 0.0

    @property
    def sellers(self) -> Ints:
        """Whom clients may hire: the honest, and the attacker's present name."""
        first = _ANCHORS + _CLIENTS
        found: Ints = np.r_[np.arange(first, first + _HONEST), self.name]
        return found


def gain(strategy: Strategy, market: Market, seed: int, rounds: int = ROUNDS) -> float:
    """Return what an attacker gained, as a share of an honest agent's credits: 0 if it ended up with the same.

    Args:
        strategy: What it does.
        market: Where.
        seed: Of the dice.
        rounds: How many days.
    """
    books = _Books(market, np.random.default_rng([seed, 1000]))
    books.rows = [_vouched() for _ in range(strategy.contexts)]
    trusted = [np.zeros(len(books.sellers), np.bool_) for _ in range(strategy.contexts)]
    for day in range(rounds):
        now = _BEGIN + 200 * DAY + day * DAY
        for context in range(strategy.contexts):
            if day % _SCORED == 0:
                trusted[context] = _trusted(books, context, now)
            for client in range(_ANCHORS, _ANCHORS + _CLIENTS):
                _deal(books, strategy, client, context, trusted[context], now)
    honest = [books.credits.get(one, 0.0) for one in books.sellers[:-1].tolist()]
    usual = float(np.mean(honest))
    return (books.credits.get(-1, 0.0) - books.taken) / usual - 1


def gains(market: Market, seeds: Sequence[int], rounds: int = ROUNDS) -> dict[str, float]:
    """Return what each strategy gained, and honesty, as the mean over seeds."""
    return {
        one.name: float(np.mean([gain(one, market, seed, rounds) for seed in seeds])) for one in (HONEST, *STRATEGIES)
    }


def _vouched() -> list[Rating]:
    """Let anchors vouch for clients, and clients for honest agents, half a year ago."""
    anchors, clients = range(_ANCHORS), range(_ANCHORS, _ANCHORS + _CLIENTS)
    return [Rating(anchor, client, FULL, _BEGIN) for anchor in anchors for client in clients]


def _trusted(books: _Books, context: int, now: int) -> Flags:
    agents = _ANCHORS + _CLIENTS + _HONEST + _TRIES
    found = epoch(ratings_of(books.rows[context], agents), range(_ANCHORS), now, books.rulings, books.market.rules)
    sellers = books.sellers
    trusted: Flags = found.scores.enough[sellers] & (found.scores.ppb[sellers] >= _TRUSTED_PPB)
    return trusted


def _deal(books: _Books, strategy: Strategy, client: int, context: int, trusted: Flags, now: int) -> None:
    dice, sellers = books.dice, books.sellers
    known = np.flatnonzero(trusted)
    open_to = known if len(known) and dice.random() >= _EXPLORES else np.arange(len(sellers))
    seller = int(sellers[dice.choice(open_to)])
    ours = seller == books.name
    account = -1 if ours else seller
    cheats = ours and strategy.cheats(books.deals, context)
    books.deals += ours
    books.credits[account] = books.credits.get(account, 0.0) + 1 + cheats
    books.rows[context].append(Rating(client, seller, -FULL if cheats else FULL, now))
    if cheats and dice.random() < books.market.claims and dice.random() >= _RULED_WRONG:
        books.rulings.append(Ruling(seller, now))
        books.taken += min(2.0, books.market.bond)
        if strategy.renames and books.name + 1 < _ANCHORS + _CLIENTS + _HONEST + _TRIES:
            books.taken += books.market.bond / 2  # half of what is left of a bond is out of reach while it unbonds
            books.name, books.deals = books.name + 1, 0
