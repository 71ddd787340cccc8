"""What every chain source and every log source must do, real or fake: the fakes are held against these too."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ledger.domain.entry import SignedSegment
from ledger.errors import NotFoundError
from ledger.indexer.screen import Screen
from ledger.indexer.source import ChainSource, LogSource
from tests.fakes.world import NAMES


def check_chain_source(chain: ChainSource, names: dict[str, str] | None = None) -> None:
    """Check a chain with at least one event of our contracts in it."""
    head = chain.head()
    blocks = list(chain.blocks(0, head.number))
    assert [block.number for block in blocks] == list(range(head.number + 1))
    assert [block.parent_hash for block in blocks[1:]] == [block.hash for block in blocks[:-1]]
    assert all(a.timestamp <= b.timestamp for a, b in pairwise(blocks))
    assert chain.block(head.number).hash == blocks[-1].hash
    logs = chain.logs(0, head.number)
    assert logs
    assert [(log.block_number, log.log_index) for log in logs] == sorted(
        (log.block_number, log.log_index) for log in logs
    )
    assert all(log.block_hash == blocks[log.block_number].hash for log in logs)
    screen = Screen(names or NAMES)
    for number in {log.block_number for log in logs}:
        alone = chain.logs(number, number)
        assert alone == [log for log in logs if log.block_number == number] == chain.receipt_logs(number)
        assert not screen.doubts(blocks[number].logs_bloom, alone)
        assert screen.doubts(blocks[number].logs_bloom, [])
    with pytest.raises(NotFoundError):
        chain.block(head.number + 1)
    with pytest.raises(NotFoundError):
        chain.blocks(head.number, head.number + 1)


def check_log_source(log: LogSource, segments: list[SignedSegment]) -> None:
    """Check a log that holds exactly these segments."""
    size = len(segments)
    for begin in range(size + 1):
        for end in range(begin, size + 1):
            expected = segments[begin:end]
            assert list(log.entries(begin, end)) == [segment.entry.pack() for segment in expected]
            assert list(log.segments(begin, end)) == list(enumerate(expected, begin))
    with pytest.raises(NotFoundError):
        list(log.entries(0, size + 1))
    with pytest.raises(NotFoundError):
        list(log.segments(size, size + 1))
