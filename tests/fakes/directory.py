"""Keys and streams in memory: the double of the chain as a log server asks it. Passes the port's suite."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentKey, LogId
from ledger.errors import UnavailableError


@dataclass
class FakeKeyInfo:
    agent: bytes
    epoch: int
    may_state: bool = True


@dataclass
class FakeStreamInfo:
    home_log: bytes
    opening_head: bytes = ZERO32


@dataclass
class FakeDirectory:
    """Register keys and streams, revoke keys, move time, cut the line."""

    keys: dict[Address, FakeKeyInfo] = field(default_factory=dict)
    streams: dict[tuple[bytes, int, int], FakeStreamInfo] = field(default_factory=dict)
    time: int = 1_800_000_000
    reachable: bool = True
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def register(
        self, key: Address, agent: AgentKey, epoch: int, stream: int, log: LogId, opening_head: bytes = ZERO32
    ) -> None:
        with self._turn:
            self.keys[key] = FakeKeyInfo(agent, epoch)
            self.streams[agent, epoch, stream] = FakeStreamInfo(log, opening_head)

    def revoke(self, key: Address) -> None:
        self.keys[key].may_state = False

    def lookup(self, key: Address) -> FakeKeyInfo | None:
        self._ask()
        return self.keys.get(key)

    def stream(self, key: Address, stream: int) -> FakeStreamInfo | None:
        info = self.lookup(key)
        return self.streams.get((info.agent, info.epoch, stream)) if info else None

    def now(self) -> int:
        self._ask()
        return self.time

    def _ask(self) -> None:
        if not self.reachable:
            raise UnavailableError("the fake chain was cut off", hint="set reachable again")
