"""What the public is told about reads of authorities: how many there were, period by period, with noise.

Whoever is looked at must not find out by the report: so each agent counts at most `CLAMP` times in a period, and the
sum has noise for an epsilon of one. Each period is reported once, when it is over; the number is kept, since a second
would halve the noise. What was spent of each period's budget stands beside it.

    access/report.json   what was reported
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import msgspec

from ledger.access.private import locked, replace_private
from ledger.access.reads import PERIOD_S, ReadBook
from ledger.domain import noise
from ledger.domain.noise import RandBelow
from ledger.errors import ConflictError, SetupError

CLAMP: Final = 5
"""How often one agent counts in a period at most: what one agent can change."""
BUDGET: Final = Fraction(1)
"""Epsilon that may be spent on one period, in all."""
COUNT: Final = "reads"


class _Release(msgspec.Struct, frozen=True, kw_only=True):
    period: int
    name: str
    value: int
    epsilon: str


class _File(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = "ombud/read-report/1"
    releases: tuple[_Release, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """Reads of one period with noise: from `begin` to `end` (Unix s); within `margin` of the clamped sum, 19 in 20."""

    begin: int
    end: int
    reads: int
    epsilon: float
    clamp: int
    margin: int


class Report:
    """The public report of one machine; safe to share between threads.

    Args:
        book: What was read.
        folder: Where it is kept what was reported.
        clock: Unix seconds.
        below: Where chance comes from.
    """

    def __init__(
        self, book: ReadBook, folder: Path, clock: Callable[[], float], below: RandBelow = secrets.randbelow
    ) -> None:
        self._book = book
        self._file = folder / "report.json"
        self._clock = clock
        self._below = below
        self._turn = threading.Lock()

    def periods(self) -> list[Reported]:
        """Return every period that is over, oldest first; one that was not reported yet is reported now."""
        with self._turn, locked(self._file):
            over = int(self._clock()) // PERIOD_S
            told = {release.period for release in self._releases() if release.name == COUNT}
            sums = self._sums()
            first = min([*sums, *told, over])
            for period in range(first, over):
                if period not in told:
                    self._release(period, sums.get(period, 0), BUDGET)
            found = [release for release in self._releases() if release.name == COUNT]
        return [_reported(release) for release in sorted(found, key=lambda one: one.period)]

    def _sums(self) -> dict[int, int]:
        """Count the reads of each period, each agent's clamped; one about no agent counts as about one of its own."""
        counts: Counter[tuple[int, int | str]] = Counter()
        for read, _ in self._book.since(0):
            counts.update((read.at // PERIOD_S, agent) for agent in read.agents or (read.id,))
        sums: Counter[int] = Counter()
        for (period, _), count in counts.items():
            sums[period] += min(count, CLAMP)
        return dict(sums)

    def _release(self, period: int, count: int, epsilon: Fraction) -> None:
        """Publish a count of a period once.

        Raises:
            ConflictError: if that would spend more than the period's budget.
        """
        before = self._releases()
        spent = sum((Fraction(one.epsilon) for one in before if one.period == period), Fraction(0))
        if spent + epsilon > BUDGET:
            raise ConflictError(
                f"period {period} has {BUDGET - spent} left of its budget, not {epsilon}", code="budget_spent"
            )
        value = noise.noisy(count, sensitivity=CLAMP, epsilon=epsilon, below=self._below)
        made = _Release(period=period, name=COUNT, value=value, epsilon=str(epsilon))
        replace_private(self._file, msgspec.json.encode(_File(releases=(*before, made))))

    def _releases(self) -> tuple[_Release, ...]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_File).releases
        except FileNotFoundError:
            return ()
        except msgspec.DecodeError as error:
            # To make another would publish the same counts with other noise.
            raise SetupError(f"{self._file} is damaged: {error}", hint="restore it from a copy") from error


def _reported(release: _Release) -> Reported:
    epsilon = Fraction(release.epsilon)
    return Reported(
        begin=release.period * PERIOD_S,
        end=(release.period + 1) * PERIOD_S,
        reads=release.value,
        epsilon=float(epsilon),
        clamp=CLAMP,
        margin=noise.margin(float(CLAMP / epsilon)),
    )
