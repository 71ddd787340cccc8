"""Segments from the future come too early; a server's own clock may jump without a loss."""

from __future__ import annotations

import time

from ledger.domain.sealing import make_header, sign
from ledger.errors import UnavailableError
from ledger.logserver.reception import AHEAD_SECONDS
from tests.unit.logserver import scene


def dated(seconds: float, prev: bytes = bytes(32), first: int = 0):
    records = [scene.record(first)]
    ts = int((time.time() + seconds) * 1000)
    return sign(make_header(scene.AGENT, 0, 1, first, records, prev, ts), records, scene.KEY)


def test_a_segment_from_the_future_is_refused_until_its_time_has_come(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    item = dated(AHEAD_SECONDS + 3600)
    refusal = service.submit([item.pack()])[0].refusal
    assert isinstance(refusal, UnavailableError)
    assert refusal.code == "future_dated"
    assert "s ahead of this server's clock" in refusal.message
    assert "set the clocks" in refusal.hint
    service._reception._wall = lambda: time.time() + 7200
    assert service.submit([item.pack()])[0].accepted
    service.stop()


def test_a_segment_within_what_clocks_differ_is_taken(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    assert service.submit([dated(AHEAD_SECONDS - 60).pack()])[0].accepted
    service.stop()


def test_a_server_whose_clock_jumps_back_takes_nothing_new_loses_nothing_and_goes_on(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    first = dated(0)
    assert service.submit([first.pack()])[0].accepted
    second = dated(0, first.entry.segment.header, 1)
    service._reception._wall = lambda: time.time() - 86_400
    again, refused = service.submit([first.pack(), second.pack()])
    assert again.replayed
    assert refused.refusal.code == "future_dated"
    service._reception._wall = time.time
    assert service.submit([second.pack()])[0].accepted
    service.stop()


def test_a_chain_whose_time_jumps_promises_by_its_own_clock_and_keeps_old_promises(tmp_path):
    keys = scene.directory()
    service = scene.service(tmp_path, keys)
    service.start()
    first, second = scene.chain(2)
    before = service.submit([first.pack()])[0].accepted
    keys.time += 10 * 86_400
    after = service.submit([second.pack()])[0].accepted
    assert after.anchor_by - before.anchor_by == 10 * 86_400
    assert service.submit([first.pack()])[0].accepted.anchor_by == before.anchor_by
    service.stop()
