"""Whom a session key serves and which streams it may write: `KeyRing` as log servers ask it.

Answers are kept for a few seconds. That delays the sight of a revocation by as much, which the grace of days
that every revocation has makes harmless; an unknown key is asked for again each time, so that a fresh
registration works at once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Generic, TypeVar

from ledger.chain.node import Chain
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentKey, AgentRef

KEPT_S: Final = 5.0
KEPT_ENTRIES: Final = 10_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What the chain says of one session key; `may_state` is `KeyRing.mayState` when it was asked."""

    ref: AgentRef
    epoch: int
    registered_at: int
    revoked_at: int
    may_state: bool

    @property
    def agent(self) -> AgentKey:
        """The 32-byte agent key it speaks for."""
        return self.ref.key


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What the chain says of one stream: its home log, and the `prevHeader` of its first segment."""

    home_log: bytes
    opening_head: bytes


class ChainDirectory:
    """Session keys and their streams, read from the chain with a short memory; safe between threads.

    Args:
        chain: The chain, with its deployment.
        kept_s: How long an answer is kept, in seconds.
        clock: A monotonic clock in seconds.
    """

    def __init__(self, chain: Chain, *, kept_s: float = KEPT_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._chain = chain
        self._keys: _Memory[KeyInfo] = _Memory(kept_s, clock)
        self._streams: _Memory[StreamInfo] = _Memory(kept_s, clock)

    def lookup(self, key: Address) -> KeyInfo | None:
        """Return what is known of a session key, None if it was never registered.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """
        return self._keys.get(key, lambda: self._ask_key(key))

    def stream(self, key: Address, stream: int) -> StreamInfo | None:
        """Return a stream of the key's agent and epoch, None if it was never registered.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """
        info = self.lookup(key)
        if info is None:
            return None
        return self._streams.get((info.ref.agent_id, info.epoch, stream), lambda: self._ask_stream(info, stream))

    def now(self) -> int:
        """Return the time of the chain's head in Unix seconds.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """
        return self._chain.head().timestamp

    def _ask_key(self, key: Address) -> KeyInfo | None:
        agent_id, epoch, registered_at, revoked_at, known = self._chain.read("KeyRing", "keyOf", key)
        if not known:
            return None
        may_state: bool = self._chain.read("KeyRing", "mayState", key, agent_id, epoch)
        ref = AgentRef(self._chain.chain_id(), self._chain.deployment.registry, agent_id)
        return KeyInfo(ref, epoch, registered_at, revoked_at, may_state)

    def _ask_stream(self, info: KeyInfo, stream: int) -> StreamInfo | None:
        known, home_log = self._chain.read("KeyRing", "streamOf", info.ref.agent_id, info.epoch, stream)
        if not known:
            return None
        opening_head = ZERO32
        if info.epoch:
            _, opening_head = self._chain.read("KeyRing", "closingHead", info.ref.agent_id, info.epoch - 1, stream)
        return StreamInfo(home_log, opening_head)


class _Memory(Generic[T]):
    """Answers kept for a while, the least recently asked dropped first; None is never kept."""

    def __init__(self, kept_s: float, clock: Callable[[], float]) -> None:
        self._kept_s = kept_s
        self._clock = clock
        self._answers: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, ask: Callable[[], T | None]) -> T | None:
        with self._lock:
            until, kept = self._answers.get(key, (0.0, None))
            if kept is not None and self._clock() < until:
                self._answers.move_to_end(key)
                return kept
        found = ask()
        if found is not None:
            with self._lock:
                self._answers[key] = (self._clock() + self._kept_s, found)
                self._answers.move_to_end(key)
                if len(self._answers) > KEPT_ENTRIES:
                    self._answers.popitem(last=False)
        return found
