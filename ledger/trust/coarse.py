"""Numbers of few digits: a change that is too small to matter stays where it is.

A rating changes what its rater passes on to everybody, by a little; that changes what they pass on, by less; and so on
to every agent there is. Voices of few binary digits stop this: most of them do not change at all. What an epoch is
remains a function of its ratings alone, the same wherever and however it is computed, but one that can be computed
from the previous epoch by following what did change. Digits are cut off, never rounded up, so no credibility is made.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ledger.trust.ratings import Ints

_MANTISSA: Final = 52
"""Binary digits after the first of an IEEE double, which holds integers below 2^53 exactly."""


def coarse(values: Ints, digits: int) -> Ints:
    """Cut non-negative integers below 2^53 to their first binary digits.

    Args:
        values: (n,) of any size in that range.
        digits: How many are kept, 1 to 53.
    """
    kept = np.int64(-1 << (_MANTISSA + 1 - digits))
    cut: Ints = (values.astype(np.float64).view(np.int64) & kept).view(np.float64).astype(np.int64)
    return cut
