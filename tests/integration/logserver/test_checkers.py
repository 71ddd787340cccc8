"""Examiners in processes of their own: the same findings, from as many at once as there are, and what if one dies."""

from __future__ import annotations

import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger.errors import SetupError, UnavailableError
from ledger.logserver import checkers
from ledger.logserver.checkers import Checkers, serve
from ledger.logserver.examiner import Signed
from tests.unit.logserver import scene
from tests.unit.logserver.examiner_suite import VOUCHED, ExaminerSuite

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def running():
    found = Checkers(2)
    found.start()
    yield found
    found.stop()


class TestCheckers(ExaminerSuite):
    @pytest.fixture
    def examiner(self, running):
        return running


def test_many_requests_at_once_each_get_their_own_findings(running):
    sent = [[item.pack() for item in scene.chain(number % 5 + 1, 20)] for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: running.examine(one, VOUCHED), sent))
    assert [len(one) for one in found] == [len(one) for one in sent]
    assert all(finding == Signed(scene.KEY.address, checked=True) for one in found for finding in one)


def test_a_checker_that_dies_fails_one_request_and_is_replaced():
    found = Checkers(1)
    found.start()
    child = found._free.get()
    found._free.put(child)
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    with pytest.raises(UnavailableError) as caught:
        found.examine([scene.segment(0).pack()], VOUCHED)
    assert caught.value.code == "checker_lost"
    assert found.examine([scene.segment(0).pack()], VOUCHED) == [Signed(scene.KEY.address, checked=True)]
    found.stop()


def test_a_request_that_finds_no_checker_free_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(checkers, "WAIT_SECONDS", 0.05)
    with pytest.raises(UnavailableError) as caught:
        Checkers(1).examine([scene.segment(0).pack()], VOUCHED)
    assert caught.value.code == "busy"


def test_a_checker_that_does_not_start_is_a_setup_error(monkeypatch):
    monkeypatch.setattr(checkers.sys, "executable", "/bin/false")
    with pytest.raises(SetupError, match="OMBUD_LOG_WORKERS"):
        Checkers(1).start()


def test_children_end_with_the_line_to_their_parent():
    ours, theirs = socket.socketpair()
    child = threading.Thread(target=serve, args=(theirs,))
    child.start()
    ours.close()
    child.join(10)
    assert not child.is_alive()
    theirs.close()


def test_a_log_with_workers_accepts_and_refuses_as_one_without(tmp_path):
    keys = scene.directory()
    service = scene.LogService(tmp_path, scene.config(workers=2), scene.KEYS, directory=keys, clock=keys.now)
    service.start()
    sent = scene.chain(4, 3)
    bad = sent[3].pack()[:-1] + b"!"
    verdicts = service.submit([item.pack() for item in sent[:3]] + [bad])
    assert [verdict.accepted is not None for verdict in verdicts] == [True, True, True, False]
    assert verdicts[3].refusal.code == "root_mismatch"
    assert service.submit([sent[3].pack()])[0].accepted.leaf == 3
    service.stop()
