"""When gas is dear, anchors wait; but not so long that a promise is broken.

A fee spike mostly passes within minutes, and an anchor is promised within an hour. So an anchor that would cost more
than the operator allows waits, and is tried again each period, until half the time of its oldest promise is over; then
it is made at any price, for a broken promise costs the bond.
"""

from __future__ import annotations

from collections.abc import Callable

from ledger.errors import UnavailableError
from ledger.logserver.ports import ChainClock


class FeeLimit:
    """Says whether an anchor may be made now.

    Args:
        fee: What gas costs now, in wei.
        limit: The most to pay for gas, in wei; 0 sets no limit.
        promised: By when the leaf at an index was promised to be anchored, in Unix seconds; None if there is none.
        clock: Chain time.
        window: Seconds within which a segment is promised to be anchored.
    """

    def __init__(
        self,
        fee: Callable[[], int],
        limit: int,
        promised: Callable[[int], int | None],
        clock: ChainClock,
        window: int,
    ) -> None:
        self._fee = fee
        self._limit = limit
        self._promised = promised
        self._clock = clock
        self._patience = window // 2

    def check(self, anchored: int) -> None:
        """Let an anchor of what follows the first `anchored` leaves pass.

        Raises:
            UnavailableError: if gas is too dear, and there is time.
        """
        if not self._limit:
            return
        fee = self._fee()
        if fee <= self._limit:
            return
        until = self._promised(anchored)
        left = None if until is None else until - self._clock()
        if left is not None and left <= self._patience:
            return
        raise UnavailableError(
            f"gas costs {fee} wei, over the limit of {self._limit}: the anchor waits"
            + (f", at most {left - self._patience} s more" if left is not None else ""),
            hint="raise OMBUD_ANCHOR_FEE_LIMIT to anchor at once; acknowledgements go on meanwhile",
            code="fee_too_high",
        )
