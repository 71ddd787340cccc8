"""Log-odds, kept finite."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SMALLEST: Final = 1e-3


def log_odds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(p / (1 - p)) of shares in 0..1, with a thousandth added to both sides."""
    return np.asarray(np.log((shares + _SMALLEST) / (1 - shares + _SMALLEST)), dtype=np.float64)
