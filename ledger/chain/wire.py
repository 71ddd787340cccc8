"""Blocks and logs as nodes write them (hex strings), decoded by msgspec and turned into our types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec

from ledger.chain.rpc import Reply
from ledger.domain.events import RawLog
from ledger.domain.ids import Address, checksum

_ADDRESSES_KEPT: Final = 1024
_HASHES_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Block:
    """A block's head. `timestamp` in Unix seconds; `logs_bloom` is 256 bytes (Yellow Paper §4.3.1)."""

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int
    logs_bloom: bytes
    receipts_root: bytes


class WireBlock(msgspec.Struct, rename="camel"):
    """The members of `eth_getBlockByNumber` that a block's head is made of."""

    number: str
    hash: str
    parent_hash: str
    timestamp: str
    logs_bloom: str
    receipts_root: str

    def head(self) -> Block:
        """Return it in our types."""
        return Block(
            int(self.number, 16),
            bytes.fromhex(self.hash[2:]),
            bytes.fromhex(self.parent_hash[2:]),
            int(self.timestamp, 16),
            bytes.fromhex(self.logs_bloom[2:]),
            bytes.fromhex(self.receipts_root[2:]),
        )


class WireLog(msgspec.Struct, rename="camel", gc=False):
    """One log of `eth_getLogs` or of a receipt."""

    address: str
    topics: tuple[str, ...]
    data: str
    block_number: str
    block_hash: str
    transaction_hash: str
    transaction_index: str
    log_index: str

    def raw(self) -> RawLog:
        """Return it in our types."""
        return RawLog(
            address=_checksum(self.address),
            topics=tuple([bytes.fromhex(topic[2:]) for topic in self.topics]),
            data=bytes.fromhex(self.data[2:]),
            block_number=int(self.block_number, 16),
            block_hash=_hash(self.block_hash),
            tx_hash=_hash(self.transaction_hash),
            tx_index=int(self.transaction_index, 16),
            log_index=int(self.log_index, 16),
        )


BLOCK: Final = msgspec.json.Decoder(Reply[WireBlock])
BLOCKS: Final = msgspec.json.Decoder(list[Reply[WireBlock]])
LOGS: Final = msgspec.json.Decoder(Reply[list[WireLog]])


@lru_cache(maxsize=_HASHES_KEPT)
def _hash(text: str) -> bytes:
    """Read a hash that many logs share, once."""
    return bytes.fromhex(text[2:])


@lru_cache(maxsize=_ADDRESSES_KEPT)
def _checksum(address: str) -> Address:
    return checksum(address)


def raw_logs(logs: Sequence[WireLog]) -> list[RawLog]:
    """Return logs in our types, in the order of the chain."""
    out = [log.raw() for log in logs]
    out.sort(key=lambda log: (log.block_number, log.log_index))
    return out
