"""Names of agents, logs and records: how they are written, and how they become 32-byte keys.

A name carries its type, so that an agent key cannot be passed where a log id is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NewType

from ledger.domain.hashing import keccak, word
from ledger.errors import InvalidInputError

AgentKey = NewType("AgentKey", bytes)
"""32 bytes: keccak256(abi.encode(chainId, registry, agentId))."""
LogId = NewType("LogId", bytes)
"""32 bytes: keccak256(abi.encode(chainId, actionLog, origin))."""
RecordId = NewType("RecordId", bytes)
"""32 bytes: the leaf hash of a record's canonical bytes."""
HeaderId = NewType("HeaderId", bytes)
"""32 bytes: the EIP-712 struct hash of a segment header."""
Address = NewType("Address", str)
"""A checksummed 0x address (EIP-55)."""

_AGENT: Final = re.compile(r"eip155:([0-9]{1,20}):(0x[0-9a-fA-F]{40})/([0-9]{1,78})")
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_HEX32: Final = re.compile(r"(?:0x)?[0-9a-fA-F]{64}")
_ADDRESSES_KEPT: Final = 4096
_WORD_LIMIT: Final = 1 << 256


@lru_cache(maxsize=_ADDRESSES_KEPT)
def checksum(address: bytes | str) -> Address:
    """Write an address in its EIP-55 form.

    Raises:
        InvalidInputError: if it is not 20 bytes or 0x and 40 hex digits.
    """
    text = address.hex() if isinstance(address, bytes) else address.removeprefix("0x")
    if not _ADDRESS.fullmatch("0x" + text):
        raise InvalidInputError(
            f"address {address!r} is not 20 bytes", hint="write 0x and 40 hex digits", code="bad_address"
        )
    text = text.lower()
    digest = keccak(text.encode()).hex()
    limit = 8
    return Address("0x" + "".join(c.upper() if int(d, 16) >= limit else c for c, d in zip(text, digest, strict=False)))


def parse_hex32(text: str, *, what: str) -> bytes:
    """Read 32 bytes written as 64 hex digits, with or without 0x.

    Raises:
        InvalidInputError: naming `what` if the text has another form.
    """
    if not _HEX32.fullmatch(text):
        raise InvalidInputError(
            f"{what} {text[:80]!r} is not 64 hex digits", hint="copy it whole from an answer of Ombud"
        )
    return bytes.fromhex(text.removeprefix("0x"))


@dataclass(frozen=True, slots=True)
class AgentRef:
    """The global id of an agent, `eip155:<chain>:<registry>/<id>` (CAIP-10 account and ERC-8004 token)."""

    chain_id: int
    registry: Address
    agent_id: int

    @classmethod
    def parse(cls, text: str) -> AgentRef:
        """Read a global agent id.

        Raises:
            InvalidInputError: if the text has another form.
        """
        match = _AGENT.fullmatch(text)
        if match is None or int(match[3]) >= _WORD_LIMIT:
            raise InvalidInputError(
                f"agent {text[:120]!r} is not a global agent id",
                hint="write eip155:<chain>:<registry address>/<id>",
                code="bad_agent",
            )
        return cls(int(match[1]), checksum(match[2]), int(match[3]))

    def __str__(self) -> str:
        return f"eip155:{self.chain_id}:{self.registry}/{self.agent_id}"

    @property
    def key(self) -> AgentKey:
        """The 32 bytes that statements and contracts name the agent by."""
        return AgentKey(
            keccak(word(self.chain_id) + bytes(12) + bytes.fromhex(self.registry[2:]) + word(self.agent_id))
        )


def log_id(chain_id: int, action_log: str, origin: str) -> LogId:
    """Compute the id of a log from where it is registered and its origin line, as `ActionLog` does."""
    raw = origin.encode()
    padded = raw + bytes(-len(raw) % 32)
    return LogId(
        keccak(word(chain_id) + bytes(12) + bytes.fromhex(action_log[2:]) + word(96) + word(len(raw)) + padded)
    )
