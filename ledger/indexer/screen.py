"""Are these all the logs? A node may answer well and leave some out, so its answer is held against other facts.

Blocks whose bloom filter names one of our events, without such a log, are read again through their
receipts. Numbers that must follow each other (records of a stream, anchors of a log, disputes, policies, a client's
feedback about an agent) must follow what the mirror has. Where doubt remains, the follower does not advance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ledger.domain.events import TOPICS, RawLog
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address

_BLOOM_BITS: Final = 2048
_BLOOM_HASHES: Final = 3  # Yellow Paper §4.3.1: the low 11 bits of the first three pairs of bytes
_EMPTY: Final = bytes(_BLOOM_BITS // 8)


def _mask(value: bytes) -> int:
    digest = keccak(value)
    mask = 0
    for pair in range(_BLOOM_HASHES):
        mask |= 1 << (int.from_bytes(digest[2 * pair : 2 * pair + 2], "big") % _BLOOM_BITS)
    return mask


def bloom_of(logs: Iterable[RawLog]) -> bytes:
    """Return the bloom filter of some logs, 256 bytes."""
    bloom = 0
    for log in logs:
        bloom |= _mask(bytes.fromhex(log.address[2:]))
        for topic in log.topics:
            bloom |= _mask(topic)
    return bloom.to_bytes(len(_EMPTY), "big")


class Screen:
    """Looks for logs that a node left out.

    Args:
        contracts: Names of our contracts by address.
    """

    def __init__(self, contracts: Mapping[Address, str]) -> None:
        self._masks = [
            (address, topic, _mask(bytes.fromhex(address[2:])) | _mask(topic))
            for address, name in contracts.items()
            for topic in TOPICS.get(name, {}).values()
        ]

    def doubts(self, logs_bloom: bytes, logs: Sequence[RawLog]) -> bool:
        """Whether the block's bloom filter names one of our events that is not among its logs."""
        if logs_bloom == _EMPTY:
            return False
        bloom = int.from_bytes(logs_bloom, "big")
        found = {(log.address, log.topics[0]) for log in logs if log.topics}
        return any(bloom & mask == mask and (address, topic) not in found for address, topic, mask in self._masks)
