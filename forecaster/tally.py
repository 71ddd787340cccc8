"""One agent's features, kept up to date block by block: what a new record costs does not grow with the history.

A tally sees each record and each saying once, and keeps only what the next of them needs: what its marks compare with,
the sums of the recent window, the newest sayings. Disputes, verdicts, Standing and mandates change after they began,
and are few: they are read anew at each block. The features are those of `forecaster.features.History`, to the bit.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np

from forecaster.catalogue import RECENT_RECORDS
from forecaster.features import Floats, court, left_open, rated
from forecaster.hearsay import Ear
from forecaster.history import Action, AgentHistory
from forecaster.marks import MARKS, Marker


class Tally:
    """Features of one agent, of which nothing is known at first."""

    def __init__(self) -> None:
        self._marker, self._ear = Marker(), Ear()
        self._seen = self._heard = 0
        self._last: AgentHistory | None = None
        self._recent: deque[Action] = deque(maxlen=RECENT_RECORDS)
        self._sums: deque[Floats] = deque([np.zeros(len(MARKS))], maxlen=RECENT_RECORDS + 1)
        self._court: tuple[float, ...] = ()
        self._kin = 0
        self.acts = 0

    def continues(self, history: AgentHistory) -> bool:
        """Say whether a history was, as of the last block, the one that was seen.

        It was not after a fork, if a log that waited brought records from before, or if something was opened since.
        """
        last = self._last
        return last is None or replace(history.until(last.as_of_block), owner=last.owner) == last

    def advance(self, history: AgentHistory, block: int) -> None:
        """Take in what became known up to a block.

        Args:
            history: All that is known, as of this block or a later one; it continues what was seen.
            block: The block, no earlier than the last.
        """
        self._marker.told(history)
        position = history.position(block)
        for action in history.records[self._seen : position]:
            self._see(action)
        self._seen = position
        while self._heard < len(history.ratings) and history.ratings[self._heard].block <= block:
            self._ear.hear(history.ratings[self._heard])
            self._heard += 1
        self._court = court(history, block)
        self._kin = sum(item.block <= block for item in history.kin)

    def keep(self, history: AgentHistory) -> None:
        """Remember what was seen up to the block of a history, for `continues`."""
        self._last = history

    def _see(self, action: Action) -> None:
        self._sums.append(self._sums[-1] + self._marker.see(action))
        self._recent.append(action)
        self.acts += action.phase == "intent"

    def now(self) -> Floats:
        """Return the features (n_features,) as of the last block, as in `FEATURE_NAMES`."""
        recent = list(self._recent)
        sums = rated(self._sums[0][None], self._sums[-1][None], np.array([len(recent)]))[0]
        acts = sum(action.phase == "intent" for action in recent)
        known = (len(left_open(recent)) / max(1, acts), *self._court, *self._ear.features(self._kin))
        return np.asarray(np.concatenate([sums, known]), dtype=np.float64)
