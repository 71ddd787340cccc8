"""Gap-free or not: what sequence numbers say about a list of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which sequence numbers of one stream are present: `[first, end)` with the gaps in between."""

    first: int
    end: int
    rows: int
    gaps: tuple[tuple[int, int], ...]

    @property
    def gapless(self) -> bool:
        """Whether every number from 0 to the end is there."""
        return self.first == 0 and not self.gaps


def coverage(runs: Iterable[tuple[int, int]]) -> Coverage:
    """Fold runs `[first, end)` of sequence numbers into their coverage; overlaps count once."""
    first: int | None = None
    end = rows = 0
    gaps: list[tuple[int, int]] = []
    for begin, stop in sorted(runs):
        if first is None:
            first = end = begin
        if begin > end:
            gaps.append((end, begin))
        rows += max(0, stop - max(begin, end))
        end = max(end, stop)
    return Coverage(first or 0, end, rows, tuple(gaps))
