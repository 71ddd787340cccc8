"""Tables to learn from: features and labels of histories, cut at random prefixes or all along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from forecaster.catalogue import FEATURE_NAMES
from forecaster.counts import COUNT_NAMES, plain_counts
from forecaster.features import Floats, History
from forecaster.labels import HORIZON_ACTS, first_fault, first_opening, label
from forecaster.split import Part, prefixes

PREFIXES: Final = 8
"""Cuts drawn from each history."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are histories as of blocks.

    Args:
        features: (n_rows, n_features) float64.
        counts: (n_rows, n_counts) float64, what the baseline sees.
        labels: (n_rows,) int64, 1 where a fault followed.
        agents: (n_rows,) int64, place of the agent in the population.
        blocks: (n_rows,) int64, the block of the cut.
        done: (n_rows,) bool, whether the act at fault was on record already, and only its dispute lay ahead.
        ahead: (n_rows,) int64, acts until that dispute was opened, or as far as the part sees.
    """

    features: Floats
    counts: Floats
    labels: NDArray[np.int64]
    agents: NDArray[np.int64]
    blocks: NDArray[np.int64]
    done: NDArray[np.bool_]
    ahead: NDArray[np.int64]

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Table:
        """Return some of the rows, by mask or by number."""
        return Table(
            self.features[chosen],
            self.counts[chosen],
            self.labels[chosen],
            self.agents[chosen],
            self.blocks[chosen],
            self.done[chosen],
            self.ahead[chosen],
        )

    def __len__(self) -> int:
        return len(self.labels)


def tabulate(
    histories: Sequence[History], part: Part, *, seed: int, number: int = PREFIXES, horizon: int = HORIZON_ACTS
) -> Table:
    """Cut the histories of a part at random prefixes and label them.

    Args:
        histories: The whole population, made ready.
        part: Which of it, and within which blocks.
        seed: Seed of the cuts.
        number: Cuts a history.
        horizon: Acts ahead.

    Returns:
        Rows in order of agent, then block; only those whose label is known within the part.
    """
    found: list[tuple[Floats, Floats, list[int], list[int], list[int], list[bool], list[int]]] = []
    for member in part.members:
        ready = histories[member]
        # the label may not see past the part's end, so it is read from the history as of then
        seen = ready.history.until(min(part.end, ready.history.as_of_block))
        cuts = [block for block in prefixes(ready.history, number, seed) if part.admits(block)]
        known = {block: value for block in cuts if (value := label(seen, block, horizon=horizon)) is not None}
        if known:
            blocks = list(known)
            labels = [int(value) for value in known.values()]
            fault = first_fault(seen)
            done = [fault is not None and fault < seen.position(block) for block in blocks]
            opened = first_opening(seen)
            end = ready.acts(seen.as_of_block if opened is None else opened)
            ahead = [max(0, end - ready.acts(block)) for block in blocks]
            counts = plain_counts(ready, blocks)
            found.append((ready.at(blocks), counts, labels, [member] * len(blocks), blocks, done, ahead))
    return Table(
        np.vstack([np.empty((0, len(FEATURE_NAMES))), *(item[0] for item in found)]),
        np.vstack([np.empty((0, len(COUNT_NAMES))), *(item[1] for item in found)]),
        np.array([value for item in found for value in item[2]], dtype=np.int64),
        np.array([value for item in found for value in item[3]], dtype=np.int64),
        np.array([value for item in found for value in item[4]], dtype=np.int64),
        np.array([value for item in found for value in item[5]], dtype=np.bool_),
        np.array([value for item in found for value in item[6]], dtype=np.int64),
    )
