"""The real chain and a real log pass the suite that the fakes pass."""

from __future__ import annotations

import pytest

from ledger.tiles.reader import LogReader
from tests.fakes.suites import check_chain_source, check_log_source

pytestmark = pytest.mark.integration


def test_node_is_a_chain_source(chain, agent):
    check_chain_source(chain, chain.names())


def test_published_log_is_a_log_source(log, agent):
    segments = [agent.segment(1 + n % 3) for n in range(5)]
    log.append(*segments[:2])
    log.append(*segments[2:])
    check_log_source(LogReader(log.store), segments)
