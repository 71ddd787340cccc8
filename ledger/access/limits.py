"""How often each caller may call: a bucket in Redis that all processes share, spent in handfuls.

A process takes a tenth of a second's worth at once and spends it without asking anyone, so the hot route meets Redis a
few times a second a caller and not with every request. Whoever has nothing left is refused from memory until their
bucket has something. While Redis cannot be reached each process counts by itself, one second after the other.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.concurrency import run_in_threadpool

from ledger.domain.roles import Caller
from ledger.errors import LimitedError, UnavailableError

BURST_SECONDS: Final = 5
"""How many seconds' worth may be asked for at once, after silence."""
_HANDFUL: Final = 10  # handfuls in a second's worth
_LAPSE_S: Final = 1.0
_MOST: Final = 20_000  # callers remembered: some 4 MB
_MS: Final = 1000


class Buckets(Protocol):
    """Buckets that all processes share."""

    def take(self, name: str, *, rate: int, burst: int, wanted: int) -> int:
        """Take up to `wanted` requests; or return in how many ms there is one, negative."""


class Allowance(Protocol):
    """Tells who calls too often."""

    def spend(self, caller: Caller) -> float | None:
        """Take one request out of what is at hand; None if nothing is at hand and `fetch` must be asked."""

    def fetch(self, caller: Caller) -> float:
        """Take one request, asking what all processes share; return in how many seconds to come back, 0 if allowed."""


async def admit(allowance: Allowance | None, caller: Caller, *, otherwise: str = "") -> None:
    """Count a request, whichever door it knocks at: out of what is at hand, else by asking what all processes share.

    Args:
        allowance: How often each may call; None lets everybody in.
        caller: Who asks.
        otherwise: What else whoever is refused may do, such as `, or ask the operator for a key`.

    Raises:
        LimitedError: if the caller asks too often.
    """
    if allowance is None:
        return
    wait = allowance.spend(caller)
    if wait is None:
        wait = await run_in_threadpool(allowance.fetch, caller)
    if wait > 0:
        seconds = int(wait) + 1
        raise LimitedError("too many requests", hint=f"ask again in {seconds} s{otherwise}", retry_after=seconds)


@dataclass(slots=True)
class _Purse:
    """What this process has in hand for one caller, good until a moment; with nothing left, closed until then."""

    left: int
    until: float


class Limits:
    """Counts the requests of callers; safe to share between threads.

    Args:
        buckets: What all processes share.
        rate: Requests a second for a caller who has no rate of their own.
        clock: Seconds that only go forward.
    """

    def __init__(self, buckets: Buckets, rate: int, clock: Callable[[], float]) -> None:
        self._buckets = buckets
        self._rate = rate
        self._clock = clock
        self._turn = threading.Lock()
        self._purses: OrderedDict[str, _Purse] = OrderedDict()

    def spend(self, caller: Caller) -> float | None:
        """Spend one request from what is in hand; None if `fetch` must be asked, else seconds to wait (0: go on)."""
        with self._turn:
            purse = self._purses.get(caller.name)
            now = self._clock()
            if purse is None or now >= purse.until:
                return None
            if purse.left > 0:
                purse.left -= 1
                return 0.0
            return None if purse.left == 0 else purse.until - now

    def fetch(self, caller: Caller) -> float:
        """Take a handful from the shared bucket and spend one of it; returns seconds to wait (0: go on)."""
        rate = caller.rate or self._rate
        handful = max(1, rate // _HANDFUL)
        try:
            taken = self._buckets.take(caller.name, rate=rate, burst=rate * BURST_SECONDS, wanted=handful)
        except UnavailableError:
            return self._alone(caller, rate)
        now = self._clock()
        if taken > 0:
            self._keep(caller.name, _Purse(taken - 1, now + _LAPSE_S))
            return 0.0
        wait = -taken / _MS
        self._keep(caller.name, _Purse(-1, now + wait))
        return wait

    def _alone(self, caller: Caller, rate: int) -> float:
        """Count without the shared bucket: so many this second, and no more."""
        with self._turn:
            purse = self._purses.get(caller.name)
            now = self._clock()
            if purse is not None and now < purse.until:
                purse.left = -1
                return purse.until - now
        self._keep(caller.name, _Purse(rate - 1, now + _LAPSE_S))
        return 0.0

    def _keep(self, name: str, purse: _Purse) -> None:
        with self._turn:
            self._purses[name] = purse
            self._purses.move_to_end(name)
            while len(self._purses) > _MOST:
                self._purses.popitem(last=False)
