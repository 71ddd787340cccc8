"""Features of a history as of a block, and the records that carry each of them.

Marks look only back, so the features of a cut are computed from sums of the whole history's marks up to the
cut: one pass serves every block. Nothing depends on the agent's id, on its owner, or on absolute time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from forecaster.catalogue import CATALOGUE, FEATURE_NAMES, RECENT_RECORDS, Feature
from forecaster.hearsay import HEARSAY, carriers, hearsay
from forecaster.history import Action, AgentHistory
from forecaster.marks import MARKS, marks

Floats = NDArray[np.float64]

MIN_ACTS: Final = 12
"""Acts below which a history is insufficient: no forecast is given."""
_PRIOR_RECORDS: Final = 16.0  # how much of its recent self an agent's past is mixed with, where it is short
_GRACE: Final = 6  # records an intent may wait for its outcome before it counts as open
_RATED: Final = [feature for feature in CATALOGUE if feature.window != "known"]
_MARK: Final = np.array([MARKS.index(feature.mark) for feature in _RATED])
_OVER: Final = np.array([MARKS.index(feature.over) for feature in _RATED])
_RISE: Final = np.array([feature.window == "rise" for feature in _RATED])


class History:
    """A history made ready for questions at many blocks.

    Args:
        history: The history, as of its last block.
    """

    def __init__(self, history: AgentHistory) -> None:
        self.history = history
        self.marks = marks(history)
        self._sums = np.vstack([np.zeros((1, len(MARKS))), np.cumsum(self.marks, axis=0)])
        self._intents = np.concatenate([[0], np.cumsum([r.phase == "intent" for r in history.records], dtype=np.int64)])

    def acts(self, block: int) -> int:
        """How many acts were begun as of a block."""
        return int(self._intents[self.history.position(block)])

    def at(self, blocks: Sequence[int]) -> Floats:
        """Compute features as of blocks.

        Args:
            blocks: The blocks.

        Returns:
            (n_blocks, n_features) float64, finite, columns as in `FEATURE_NAMES`.
        """
        ends = np.array([self.history.position(block) for block in blocks], dtype=np.int64)
        known = [self._known(block, int(end)) for block, end in zip(blocks, ends, strict=True)]
        court = np.array(known, dtype=np.float64).reshape(len(ends), len(CATALOGUE) - len(_RATED))
        return np.asarray(np.hstack([self._rated(ends), court]), dtype=np.float64)

    def _rated(self, ends: NDArray[np.int64]) -> Floats:
        starts = np.maximum(0, ends - RECENT_RECORDS)
        return rated(self._sums[starts], self._sums[ends], ends - starts)

    def _known(self, block: int, end: int) -> tuple[float, ...]:
        acts = int(self._intents[end] - self._intents[max(0, end - RECENT_RECORDS)])
        return (len(self._open(end)) / max(1, acts), *court(self.history, block), *hearsay(self.history, block))

    def _open(self, end: int) -> list[str]:
        return left_open(self.history.records[max(0, end - RECENT_RECORDS) : end])

    def carriers(self, name: str, block: int) -> tuple[str, ...]:
        """Return the ids of the records that carry a feature as of a block, the heaviest first.

        Raises:
            ValueError: if there is no such feature.
        """
        feature = CATALOGUE[FEATURE_NAMES.index(name)]
        end = self.history.position(block)
        if feature.window == "known":
            return self._known_carriers(feature, block, end)
        start = max(0, end - RECENT_RECORDS)
        weights = self.marks[start:end, MARKS.index(feature.mark)]
        order = np.argsort(-weights, kind="stable")
        return tuple(self.history.records[start + int(i)].record_id for i in order if weights[i] > 0)

    def _known_carriers(self, feature: Feature, block: int, end: int) -> tuple[str, ...]:
        if feature.name == "open_intents":
            return tuple(self._open(end))
        if feature.name in HEARSAY:
            # what is said of a record may come before its anchor: such a record is nothing to look at yet
            held = {record.record_id for record in self.history.records[:end]}
            return tuple(item for item in carriers(self.history, feature.name, block) if item in held)
        wanted = {"upheld": True, "standing_lost": True, "dismissed": False}
        if feature.name in wanted:
            verdicts = [v for v in self.history.verdicts if v.block <= block and v.upheld == wanted[feature.name]]
            return tuple(dict.fromkeys(item for verdict in verdicts for item in verdict.records))
        disputes = [item.until(block) for item in self.history.disputes if item.block <= block]
        if feature.name == "pending":
            disputes = [item for item in disputes if item.closed is None]
        if feature.name == "unanswered":
            disputes = [item for item in disputes if item.responded is None]
        return tuple(dict.fromkeys(item for dispute in disputes for item in dispute.records))


def rated(before: Floats, now: Floats, records: NDArray[np.int64]) -> Floats:
    """Compute the features that are sums of marks.

    Args:
        before: (n_rows, n_marks) sums of all marks up to the beginning of the recent window.
        now: (n_rows, n_marks) the same up to its end.
        records: (n_rows,) records in the window, `RECENT_RECORDS` at most.

    Returns:
        (n_rows, n_rated) float64, in the order of the catalogue.
    """
    lately = now - before
    recent = lately[:, _MARK] / (lately[:, _OVER] + 1)
    share = _PRIOR_RECORDS / np.maximum(1, records)[:, None]
    past = (before[:, _MARK] + share * lately[:, _MARK]) / (before[:, _OVER] + share * lately[:, _OVER] + 1)
    return np.asarray(np.where(_RISE, recent - past, recent), dtype=np.float64)


def court(history: AgentHistory, block: int) -> tuple[float, ...]:
    """Compute what the court knows as of a block: upheld, dismissed, pending, unanswered, and Standing lost."""
    verdicts = [item for item in history.verdicts if item.block <= block]
    upheld = sum(item.upheld for item in verdicts)
    disputes = [item.until(block) for item in history.disputes if item.block <= block]
    pending = sum(item.closed is None for item in disputes)
    unanswered = sum(item.responded is None for item in disputes)
    standing = [item.score_ppm for item in history.standing if item.block <= block]
    lost = 1 - standing[-1] / max(1, *standing) if standing else 0.0
    return (*np.log1p([upheld, len(verdicts) - upheld, pending, unanswered]).tolist(), lost)


def left_open(recent: Sequence[Action]) -> list[str]:
    """Return the ids of recent intents that have had time for an outcome and have none."""
    ended = {item for r in recent if r.phase == "outcome" for item in r.parents}
    calls = {r.call for r in recent if r.phase == "outcome" and r.call}
    waiting = recent[: max(0, len(recent) - _GRACE)]
    return [
        r.record_id
        for r in waiting
        if r.phase == "intent" and r.record_id not in ended and not (r.call and r.call in calls)
    ]


def features(history: AgentHistory) -> Floats:
    """Compute the features of a history as of its block.

    Returns:
        (n_features,) float64, as in `FEATURE_NAMES`.
    """
    row: Floats = History(history).at([history.as_of_block])[0]
    return row
