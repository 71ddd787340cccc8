"""Gas that is dear, and an account that is empty: anchors wait, say so, and catch up; nobody else waits."""

from __future__ import annotations

import dataclasses
import time

import pytest

from ledger.errors import UnavailableError
from ledger.logserver.fees import FeeLimit
from ledger.logserver.service import LogService
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene


def limit(fee: int, *, most: int = 50, now: int = 1000, promised: int | None = 4600) -> FeeLimit:
    return FeeLimit(lambda: fee, most, lambda _: promised, lambda: now, window=3600)


def test_gas_at_the_limit_is_paid():
    limit(50).check(0)
    limit(10**12, most=0).check(0)


def test_dear_gas_makes_an_anchor_wait_and_says_for_how_long():
    with pytest.raises(UnavailableError) as caught:
        limit(51).check(0)
    assert caught.value.code == "fee_too_high"
    assert "at most 1800 s more" in caught.value.message
    assert "OMBUD_ANCHOR_FEE_LIMIT" in caught.value.hint
    with pytest.raises(UnavailableError):
        limit(51, now=2799).check(0)


def test_no_price_is_too_high_for_a_promise_that_comes_due():
    limit(10**12, now=2800).check(0)
    limit(10**12, now=9999).check(0)


def test_without_a_promise_an_anchor_can_wait_as_long_as_it_takes():
    with pytest.raises(UnavailableError):
        limit(51, promised=None).check(0)


def eventually(holds) -> bool:
    until = time.monotonic() + 20
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def log(folder, port, keys) -> LogService:
    config = dataclasses.replace(scene.config(), anchor_fee_limit=50)
    return LogService(folder, config, scene.KEYS, directory=keys, clock=keys.now, anchor=port)


def test_a_log_goes_on_while_gas_is_dear_and_catches_up_when_it_is_not(tmp_path):
    port, keys = FakeAnchor(gas_price=51), scene.directory()
    service = log(tmp_path, port, keys)
    service.start()
    for item in scene.chain(3):
        assert service.submit([item.pack()])[0].accepted
    assert eventually(lambda: service.anchorer.error)
    assert "over the limit" in service.anchorer.error
    assert port.anchors == []
    port.gas_price = 50
    assert port.wait_for(3)
    assert eventually(lambda: service.anchorer.error is None)
    service.stop()


def test_a_promise_is_kept_though_gas_stays_dear(tmp_path):
    port, keys = FakeAnchor(gas_price=10**12), scene.directory()
    service = log(tmp_path, port, keys)
    service.start()
    assert service.submit([scene.segment(0).pack()])[0].accepted
    assert eventually(lambda: service.anchorer.error)
    assert port.anchors == []
    keys.time += service.config.anchor_window // 2
    assert port.wait_for(1)
    service.stop()


def test_a_log_whose_account_is_empty_goes_on_says_so_and_catches_up_once_it_is_funded(tmp_path):
    port, keys = FakeAnchor(funded=False), scene.directory()
    service = log(tmp_path, port, keys)
    service.start()
    sent = scene.chain(3)
    assert service.submit([sent[0].pack()])[0].accepted
    assert eventually(lambda: service.anchorer.error)
    assert "cannot pay" in service.anchorer.error
    assert "fund the account" in service.anchorer.error
    for item in sent[1:]:
        assert service.submit([item.pack()])[0].accepted
    port.funded = True
    assert port.wait_for(3)
    assert eventually(lambda: service.anchorer.error is None)
    service.stop()
