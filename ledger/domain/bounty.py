"""How a bounty is split, to the wei, as `Credits.sol` does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.errors import InvalidInputError

BPS: Final = 10_000
MOST_ASSETS: Final = 8
MOST_ASSETS_BPS: Final = 5_000


def split(amount: int, assets: Sequence[int]) -> tuple[int, list[int]]:
    """Split a bounty between the agent that delivers and the makers of what it reuses.

    Args:
        amount: Wei.
        assets: Share of each asset, basis points.

    Returns:
        What the agent gets, and what the maker of each asset gets, in wei; together the amount.

    Raises:
        InvalidInputError: if there are too many assets, or they ask for too much together.
    """
    if len(assets) > MOST_ASSETS or sum(assets) > MOST_ASSETS_BPS:
        raise InvalidInputError(
            f"{len(assets)} assets ask for {sum(assets)} basis points",
            hint=f"name at most {MOST_ASSETS}, for {MOST_ASSETS_BPS} basis points together",
            code="bad_reuse",
        )
    shares = [amount * bps // BPS for bps in assets]
    return amount - sum(shares), shares
