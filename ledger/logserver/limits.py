"""How much one agent may send, and how much one log may hold.

Only segments with a sound signature by a registered key count, so that nobody can use up what belongs to another.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from ledger.errors import UnavailableError

MOST_AGENTS: Final = 100_000
"""For how many agents it is remembered what they sent; the one that was silent longest is forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Zero means no limit. A burst of ten seconds' worth may come at once."""

    agent_bytes_per_second: int = 0
    log_bytes: int = 0


class Meter:
    """Counts accepted bytes an agent, as a bucket that leaks.

    Args:
        limits: What is allowed.
        clock: Seconds, for how fast it leaks.
    """

    burst_seconds: Final = 10

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._filled: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._turn = Lock()

    @property
    def unlimited(self) -> bool:
        """Whether nothing is limited, so that nobody need be asked."""
        return not (self._limits.agent_bytes_per_second or self._limits.log_bytes)

    def admit(self, agent: bytes, size: int, journal_end: int) -> None:
        """Count a segment of `size` bytes of an agent, into a journal of `journal_end` bytes.

        Raises:
            UnavailableError: if agent or log has had as much as it may; the segment is not counted then.
        """
        if self._limits.log_bytes and journal_end + size > self._limits.log_bytes:
            raise UnavailableError(
                f"the log holds {journal_end} bytes of {self._limits.log_bytes}",
                hint="the operator must raise the limit, or agents move to another log",
                code="log_full",
            )
        rate = self._limits.agent_bytes_per_second
        if not rate:
            return
        with self._turn:
            now = self._clock()
            level, at = self._filled.get(agent, (0.0, now))
            level = max(0.0, level - (now - at) * rate)
            if level and level + size > rate * self.burst_seconds:  # an empty bucket takes one segment of any size
                raise UnavailableError(
                    f"agent {agent.hex()} has sent more than {rate} bytes a second",
                    hint="send again after a pause: the records are safe in the spool",
                    code="agent_limit",
                )
            self._filled[agent] = (level + size, now)
            self._filled.move_to_end(agent)
            if len(self._filled) > MOST_AGENTS:
                self._filled.popitem(last=False)
