"""The chain's key directory and anchors keep the same promises as the fakes."""

from __future__ import annotations

import secrets

import pytest

from ledger.chain.agents import StreamGrant, StreamHead, close_epoch, open_epoch, register_agent
from ledger.chain.directory import ChainDirectory
from ledger.chain.logs import ChainAnchor, register_log
from ledger.domain.ids import LogId
from ledger.domain.signing import SessionKey
from tests.unit.logserver.port_suite import AnchorSuite, KeyDirectorySuite

pytestmark = pytest.mark.integration
ETHER = 10**18
LOG = LogId(bytes([5]) * 32)


class ChainWorld:
    def __init__(self, chain, sender) -> None:
        self.directory = ChainDirectory(chain)
        self.log = LOG
        self._sender = sender
        self._ref = register_agent(sender)
        self.agent = self._ref.key
        self.key = self._open()

    def _open(self):
        key = SessionKey(secrets.token_bytes(32))
        open_epoch(self._sender, self._ref, [key], [StreamGrant(1, LOG)])
        return key.address

    def next_epoch(self, head: bytes):
        close_epoch(self._sender, self._ref, [StreamHead(1, 3, head)])
        return self._open()


class TestChainDirectory(KeyDirectorySuite):
    @pytest.fixture
    def world(self, chain, sender):
        return ChainWorld(chain, sender)


class TestChainAnchor(AnchorSuite):
    @pytest.fixture
    def port(self, sender):
        name = f"test/{secrets.token_hex(8)}"
        log = register_log(sender, origin=name, checkpoint_key=bytes([1]) * 32, url="http://127.0.0.1:1", bond=ETHER)
        return ChainAnchor(sender, log)
