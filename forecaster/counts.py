"""Plain counts: what a model sees that knows nothing of order, cause or time. The yardstick, not a detector.

A population on which a linear model of these counts does well proves nothing about anything more clever.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from forecaster.catalogue import RECENT_RECORDS
from forecaster.features import Floats, History
from forecaster.tools import Does, does

_OUTCOMES: Final = ("success", "failure", "timeout", "denied", "refused", "escalated")
_KINDS: Final = ("operational", "interaction", "semantic")
_DOES: Final = (Does.READS_UNTRUSTED, Does.READS_PERSON, Does.SENDS, Does.PAYS)
_PLAIN: Final = ("records", *_OUTCOMES, *_KINDS, *(str(item.name).lower() for item in _DOES))
COUNT_NAMES: Final = tuple(f"{name}_{span}" for span in ("ever", "recent") for name in _PLAIN)
"""Columns of `plain_counts`."""


@lru_cache(maxsize=4096)
def _row(kind: str, phase: str, outcome: str | None, tool: str | None, risk: str | None) -> tuple[float, ...]:
    what = does(tool, risk)
    intent = phase == "intent"
    return (
        1.0,
        *(float(outcome == item) for item in _OUTCOMES),
        *(float(intent and kind == item) for item in _KINDS),
        *(float(intent and item in what) for item in _DOES),
    )


def plain_counts(ready: History, blocks: Sequence[int]) -> Floats:
    """Count records, outcomes, kinds and what tools do, ever and lately.

    Returns:
        (n_blocks, n_counts) float64, columns as in `COUNT_NAMES`.
    """
    records = ready.history.records
    rows = [_row(r.kind, r.phase, r.outcome, r.tool, r.risk) for r in records]
    sums = np.vstack([np.zeros((1, len(_PLAIN))), np.cumsum(rows, axis=0)])
    ends = np.array([ready.history.position(block) for block in blocks], dtype=np.int64)
    return np.hstack([sums[ends], sums[ends] - sums[np.maximum(0, ends - RECENT_RECORDS)]])
