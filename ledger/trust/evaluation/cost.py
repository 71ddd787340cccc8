"""What it costs to move an honest agent's score by a tenth.

Fresh names move it by nothing, at any price. An attacker needs accounts whose word counts: he makes them, each with a
bond, and lets each earn praise by real, recorded deals with credible agents, then has them all slander (and nobody
dismisses it) or praise. The cheapest number that moves an honest agent's score by a tenth, times the price of one
account, is the cost. The prices are assumptions and are printed with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from ledger.trust.configuration import DEFENCES, FULL, WEIGHT, Defences
from ledger.trust.epoch import Epoch, epoch
from ledger.trust.evaluation.world import DAY, World
from ledger.trust.ratings import Rating, ratings_of

ETH_PRICE: Final = 3000.0
GAS_GWEI: Final = 0.1
BOND_ETH: Final = 0.05
GAS_AGENT: Final = 260_000
"""Registration, session key and bond of one agent."""
GAS_DEAL: Final = 48_000 + 132_512
"""One recorded action and one feedback on it."""
CAPITAL_RATE: Final = 0.05
"""What money would have earned elsewhere in a year, as a share."""
LOCKED_YEARS: Final = 0.5
"""How long a bond must stay: until slander settles, or praise vests."""
DEALS: Final = 5
"""Deals after which an account's word counts as much as the median insider's whose word counts at all."""
PEER_USD: Final = 0.055
"""Median cost of moving a score by a tenth in ERC-8004's registry (arXiv 2606.26028)."""
_STEPS: Final = (1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000)
_TENTH: Final = 0.1
_LATER: Final = 366 * DAY


@dataclass(frozen=True, slots=True)
class Cost:
    """Accounts needed (None if no number does it), and their price in US dollars, with and without refundable bonds.

    `usd_bond_returned` is for whoever gets all bonds back: gas, and what the money would have earned meanwhile.
    """

    accounts: int | None
    direction: str
    usd: float | None
    usd_without_bond: float | None
    usd_bond_returned: float | None
    eth_price: float = ETH_PRICE
    gas_gwei: float = GAS_GWEI
    bond_eth: float = BOND_ETH
    gas_per_account: int = GAS_AGENT + DEALS * GAS_DEAL
    peer_usd: float = PEER_USD


def cost_to_move(world: World, seed: int, victims: int = 15, rules: Defences = DEFENCES) -> Cost:
    """Search the smallest number of accounts, as the median over honest victims, in both directions."""
    if not len(world.honest):
        return Cost(None, "none", None, None, None)
    dice = np.random.default_rng([seed, 10])
    chosen = dice.choice(world.honest, min(victims, len(world.honest)), replace=False)
    plain = epoch(world.network.ratings, world.anchors.tolist(), world.network.end + _LATER, rules=rules)
    found: list[tuple[int, str]] = []
    for direction, value in (("down", -FULL), ("up", FULL)):
        needed = [_needed(world, plain, int(victim), value, dice, rules) for victim in chosen]
        middle = median(_STEPS[-1] * 2 if count is None else count for count in needed)
        if middle <= _STEPS[-1]:
            found.append((int(np.ceil(middle)), direction))
    if not found:
        return Cost(None, "none", None, None, None)
    count, direction = min(found)
    gas = (GAS_AGENT + DEALS * GAS_DEAL) * GAS_GWEI * 1e-9 * ETH_PRICE
    bond = BOND_ETH * ETH_PRICE
    waiting = bond * CAPITAL_RATE * LOCKED_YEARS
    return Cost(count, direction, count * (gas + bond), count * gas, count * (gas + waiting))


def _needed(
    world: World, plain: Epoch, victim: int, value: int, dice: np.random.Generator, rules: Defences
) -> int | None:
    at, anchors = world.network.end + DAY, world.anchors.tolist()
    audible = world.insiders[plain.weight[world.insiders] >= WEIGHT // 1000]
    pool = dice.permutation(audible[audible != victim])
    for count in _STEPS:
        if count > len(pool):
            return None
        rows = ratings_of([Rating(int(one), victim, value, at) for one in pool[:count]], world.agents)
        after = epoch(world.network.ratings.plus(rows), anchors, world.network.end + _LATER, rules=rules)
        was, now = int(plain.scores.ppb[victim]), int(after.scores.ppb[victim])
        if 0 < _TENTH * was <= abs(now - was):
            return count
    return None
