"""What a trust worker remembers from one look at the mirror to the next, so that only what is new is worked out.

Whether it may go on from there is seen, not assumed: what is heard now has to begin with all that was heard before, on
the same terms. A rating taken back, an audit that voids one, an agent sold, a fork: then it begins from nothing, as it
does in each 7-day period, which ages every rating. Either way the epoch is the one that `epoch` finds (see the tests).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ledger.domain.ids import Address
from ledger.trust.configuration import DEFENCES, Defences
from ledger.trust.epoch import Epoch
from ledger.trust.ratings import Ints, Rating, Ruling, ratings_of
from ledger.trust.running import Running
from ledger.trust.terms import Terms


class Word(NamedTuple):
    """One rating that is heard: who, about whom, -1000..1000, at which Unix time."""

    rater: Address
    ratee: Address
    value: int
    time: int


class Found(NamedTuple):
    """An epoch, and where in its columns each account is."""

    epoch: Epoch
    place: Mapping[Address, int]

    def of(self, accounts: Sequence[Address]) -> Ints:
        """Return the places of accounts."""
        return np.array([self.place[account] for account in accounts], dtype=np.int64)


class Memory:
    """The worker's memory of one set of terms. It is not to be shared by threads.

    Args:
        rules: The configuration.
    """

    def __init__(self, rules: Defences = DEFENCES) -> None:
        self._rules = rules
        self._terms: Terms | None = None
        self._heard: list[Word] = []
        self._place: dict[Address, int] = {}
        self.went_on = False
        """Whether the last epoch went on from the one before."""

    def epoch(self, terms: Terms, heard: list[Word], ruled: Iterable[tuple[Address, int]], as_of: int) -> Found:
        """Compute an epoch.

        Args:
            terms: Whose anchors it begins from.
            heard: All ratings that count, in chain order.
            ruled: Accounts that lost a ruling, and when, Unix seconds.
            as_of: Unix seconds.

        Returns:
            The epoch, whose columns are good until the next call.
        """
        ruled = list(ruled)
        known = len(self._heard)
        self.went_on = terms == self._terms and heard[:known] == self._heard
        if not self.went_on:
            known, self._place = 0, {}
        self._terms = None  # until all went well
        new = heard[known:]
        for account in (*terms.anchors, *(one for word in new for one in word[:2]), *(account for account, _ in ruled)):
            self._place.setdefault(account, len(self._place))
        place = self._place
        if not self.went_on:
            self._running = Running([place[account] for account in terms.anchors], self._rules)
        more = ratings_of((Rating(place[one.rater], place[one.ratee], one.value, one.time) for one in new), len(place))
        found = self._running.take(more, as_of, [Ruling(place[account], time) for account, time in ruled])
        self._terms, self._heard = terms, heard
        return Found(found, place)
