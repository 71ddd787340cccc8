"""A log server in a process of its own, whose keys are known from the start: what a chain would say, without one.

`python -m bench.log_under_test FOLDER PORT AGENTS WORKERS`
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address, AgentRef, LogId, checksum, log_id
from ledger.domain.signing import SessionKey
from ledger.logserver import runner

CHAIN: Final = 31337
REGISTRY: Final = checksum("0x" + "5f" * 20)
ORIGIN: Final = "bench/ombud"
LOG: Final[LogId] = log_id(CHAIN, checksum("0x" + "11" * 20), ORIGIN)
STREAM: Final = 1
OPERATOR: Final = SessionKey(keccak(b"bench operator"))


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent with its one session key."""

    ref: AgentRef
    key: SessionKey


def agent(number: int) -> Agent:
    """Return the agent of a number; every process gives the same."""
    return Agent(AgentRef(CHAIN, REGISTRY, number), SessionKey(keccak(b"bench agent %d" % number)))


@dataclass(frozen=True, slots=True)
class _Key:
    agent: bytes
    epoch: int = 0
    may_state: bool = True


@dataclass(frozen=True, slots=True)
class _Stream:
    home_log: bytes = LOG
    opening_head: bytes = ZERO32


class Directory:
    """Keys and streams of the first so many agents."""

    def __init__(self, agents: int) -> None:
        self._keys = {found.key.address: _Key(found.ref.key) for found in map(agent, range(agents))}
        self._stream = _Stream()

    def lookup(self, key: Address) -> _Key | None:
        """Return an agent's key."""
        return self._keys.get(key)

    def stream(self, key: Address, stream: int) -> _Stream | None:
        """Return an agent's one stream."""
        return self._stream if key in self._keys and stream == STREAM else None


def now() -> int:
    """Return Unix seconds."""
    return int(time.time())


if __name__ == "__main__":
    folder, port, agents, workers = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    runner.run(
        folder,
        runner.LogConfig(CHAIN, LOG, ORIGIN, workers=workers),
        runner.LogKeys(OPERATOR, Ed25519PrivateKey.from_private_bytes(keccak(b"bench note"))),
        directory=Directory(agents),
        clock=now,
        port=port,
    )
