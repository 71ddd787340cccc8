"""The fakes of the log server's ports keep the ports' promises."""

from __future__ import annotations

import pytest

from ledger.domain.signing import SessionKey
from ledger.errors import UnavailableError
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene
from tests.unit.logserver.port_suite import AnchorSuite, KeyDirectorySuite


class FakeWorld:
    def __init__(self) -> None:
        self.directory = scene.directory()
        self.agent, self.key, self.log = scene.AGENT.key, scene.KEY.address, scene.LOG

    def next_epoch(self, head: bytes):
        key = SessionKey(bytes([4]) * 32).address
        self.directory.register(key, self.agent, 1, 1, self.log, opening_head=head)
        return key


class TestFakeDirectory(KeyDirectorySuite):
    @pytest.fixture
    def world(self):
        return FakeWorld()

    def test_cut_off_it_is_unavailable(self, world):
        world.directory.reachable = False
        with pytest.raises(UnavailableError):
            world.directory.lookup(world.key)
        with pytest.raises(UnavailableError):
            world.directory.now()


class TestFakeAnchor(AnchorSuite):
    @pytest.fixture
    def port(self):
        return FakeAnchor()

    def test_it_fails_as_often_as_it_is_told(self, port):
        port.failures = 1
        with pytest.raises(UnavailableError):
            port.anchored()
        assert port.anchored()[0] == 0
