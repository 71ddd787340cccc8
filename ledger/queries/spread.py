"""How a measure is spread: least, quantiles, most. Quantiles are values that occurred (nearest rank)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

_QUANTILES: Final = (0.5, 0.9, 0.99)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `count` values, in the unit of the values; at least a share of them is no larger than its quantile."""

    count: int
    least: int
    p50: int
    p90: int
    p99: int
    most: int


def spread(values: Sequence[int]) -> Spread | None:
    """Return how values are spread; None for none."""
    if not values:
        return None
    found = sorted(values)
    p50, p90, p99 = (found[ceil(share * len(found)) - 1] for share in _QUANTILES)
    return Spread(len(found), found[0], p50, p90, p99, found[-1])
