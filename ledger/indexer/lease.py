"""Of several indexers of one mirror one leads and the others wait: none works for nothing, or writes over another.

The lease is kept in the mirror, by its server's clock, and lapses when its holder does not ask again in time. Nothing
rests on that alone: every write shows the holder's token, and is refused in the same step once another has taken over.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

from ledger.store.mirror import Mirror

LEASE_S: Final = 3.0
"""Seconds for which the lease holds: as long does a mirror wait for another indexer when one is killed."""
_AGAIN: Final = 6.0
_HOLDER_BYTES: Final = 8


class Lease:
    """The wish of one process to lead; safe to share between threads.

    Args:
        mirror: What is written; it shows the token from then on.
        seconds: How long the lease holds.
        clock: Seconds that never go back.
    """

    def __init__(
        self, mirror: Mirror, *, seconds: float = LEASE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._mirror = mirror
        self._seconds = seconds
        self._clock = clock
        self._holder = secrets.token_hex(_HOLDER_BYTES)
        self._lock = threading.Lock()
        self._ask_at = float("-inf")
        self._held = False

    def held(self) -> bool:
        """Whether this process leads; asks for it a few times in the time that it holds.

        Raises:
            UnavailableError: if the mirror cannot be reached.
        """
        with self._lock:
            now = self._clock()
            if now >= self._ask_at:
                self._held = False
                self._held = self._mirror.lease(self._holder, self._seconds)
                self._ask_at = now + self._seconds / _AGAIN
            return self._held

    def lost(self) -> None:
        """Ask again before the next write: one was refused."""
        with self._lock:
            self._held, self._ask_at = False, float("-inf")

    def release(self) -> None:
        """Let another lead at once.

        Raises:
            UnavailableError: if the mirror cannot be reached.
        """
        with self._lock:
            if self._held:
                self._held, self._ask_at = False, float("-inf")
                self._mirror.lease(self._holder, 0)
