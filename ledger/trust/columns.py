"""Columns worked out from columns, agent by agent, and again only for the agents of whom something moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from ledger.trust.cores import BLOCK, blocks, each
from ledger.trust.ratings import Flags, Ints, picked

_FEW: Final = 2
"""Everything is worked out afresh if more than one agent in so many moved."""


class Column(NamedTuple):
    """(agents,) numbers, and which of them may differ from those of the epoch before; None: any of them."""

    values: Ints
    moved: Flags | None


class Sheet:
    """Works out an epoch's columns, always the same ones in the same order, and remembers them for the next epoch.

    The columns are its own: they are good until the next epoch, and nobody else writes into them.
    """

    def __init__(self) -> None:
        self._known: list[Ints] = []
        self._asked = 0
        self._before = 0

    def again(self, before: int, agents: int) -> None:
        """Begin the next epoch, with so many agents instead of so many before."""
        self._asked, self._before = 0, before
        self._known = [grown(column, agents) for column in self._known]

    def take(self, values: Ints) -> Column:
        """Take in a column that somebody else made."""
        last = self._last()
        self._known[self._asked - 1] = values
        return Column(values, None if last is None else last != values)

    def work(self, function: Callable[..., Ints], *columns: Column) -> Column:
        """Return a column of `function`, which makes (n,) numbers of (n,) numbers, each from those at its place."""
        last = self._last()
        moved = None if last is None else union(*(column.moved for column in columns))
        if moved is not None:
            moved[self._before :] = True
        if last is None or moved is None or _FEW * np.count_nonzero(moved) > len(moved):
            values = _worked(function, [column.values for column in columns])
            self._known[self._asked - 1] = values
            return Column(values, None if last is None else last != values)
        return Column(last, _reworked(function, [column.values for column in columns], last, moved))

    def _last(self) -> Ints | None:
        """Return the column of this turn in the epoch before, of as many agents as there are now."""
        self._asked += 1
        if self._asked <= len(self._known):
            return self._known[self._asked - 1]
        self._known.append(np.zeros(0, np.int64))
        return None


def _worked(function: Callable[..., Ints], columns: Sequence[Ints]) -> Ints:
    """Work out a column block by block: what is at one place depends on that place alone."""
    length = len(columns[0])
    if length <= BLOCK:
        return function(*columns)
    out = np.empty(length, np.int64)

    def work(rows: slice) -> None:
        out[rows] = function(*(column[rows] for column in columns))

    each(work, blocks(length))
    return out


def _reworked(function: Callable[..., Ints], columns: Sequence[Ints], last: Ints, moved: Flags) -> Flags:
    """Work out anew, in place, what may have moved; return what did."""
    rows = np.flatnonzero(moved)

    def work(some: slice) -> None:
        here = rows[some]
        values = function(*(picked(column, here) for column in columns))
        moved[here] = values != picked(last, here)
        last[here] = values

    each(work, blocks(len(rows)))
    return moved


def union(*moved: Flags | None) -> Flags | None:
    """Mark what any column may have moved."""
    known = [one for one in moved if one is not None]
    if len(known) < len(moved):
        return None
    out = known[0].copy()
    for one in known[1:]:
        out |= one
    return out


def grown(column: Ints, agents: int) -> Ints:
    """Make a column longer, with nothing."""
    return column if len(column) == agents else np.pad(column, (0, agents - len(column)))
