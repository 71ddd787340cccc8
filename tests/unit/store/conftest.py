"""An empty mirror in a real Valkey, begun at block 0."""

from __future__ import annotations

import pytest

from ledger.store.books import BlockId
from ledger.store.mirror import Mirror

REGISTRY = "0xAbCdEf0123456789aBcDeF0123456789AbCdEf01"


def block(number: int, branch: int = 0) -> BlockId:
    return BlockId(number, bytes([branch]) + number.to_bytes(31, "big"), 1_700_000_000 + number)


@pytest.fixture
def empty(redis_url):
    found = Mirror.open(redis_url, 31337, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def mirror(empty):
    empty.begin(block(0), instance="i", now=1.0)
    return empty
