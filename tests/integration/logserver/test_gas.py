"""A log on a real node, whose gas gets dear, and whose account gets empty."""

from __future__ import annotations

import dataclasses
import secrets
import time

import pytest

from ledger.chain.logs import ChainAnchor, register_log
from ledger.logserver.service import LogService
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ETHER = 10**18
GWEI = 10**9


def eventually(holds) -> bool:
    until = time.monotonic() + 30
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def port(sender):
    name = f"test/{secrets.token_hex(8)}"
    log = register_log(sender, origin=name, checkpoint_key=bytes([1]) * 32, url="http://127.0.0.1:1", bond=ETHER)
    return ChainAnchor(sender, log)


@pytest.fixture
def service(port, tmp_path):
    keys = scene.directory()
    config = dataclasses.replace(scene.config(), anchor_fee_limit=100 * GWEI)
    found = LogService(tmp_path, config, scene.KEYS, directory=keys, clock=keys.now, anchor=port)
    yield found
    found.stop()


def test_an_anchor_waits_for_gas_to_get_cheaper(service, port, bare_chain):
    def base_fee(wei: int) -> None:
        bare_chain.rpc.call("hardhat_setNextBlockBaseFeePerGas", (hex(wei),))
        bare_chain.rpc.call("hardhat_mine", ("0x1",))

    base_fee(500 * GWEI)
    try:
        service.start()
        assert service.submit([scene.segment(0).pack()])[0].accepted
        assert eventually(lambda: service.anchorer.error)
        assert "over the limit of 100000000000" in service.anchorer.error
        assert port.anchored()[0] == 0
    finally:
        base_fee(GWEI)
    assert eventually(lambda: port.anchored()[0] == 1)


def test_an_empty_account_is_named_and_anchors_once_it_is_funded(service, port, sender, bare_chain):
    def balance(wei: int) -> None:
        bare_chain.rpc.call("hardhat_setBalance", (sender.address, hex(wei)))

    balance(0)
    service.start()
    sent = scene.chain(2)
    assert service.submit([sent[0].pack()])[0].accepted
    assert eventually(lambda: service.anchorer.error)
    assert f"account {sender.address} cannot pay" in service.anchorer.error
    assert service.submit([sent[1].pack()])[0].accepted
    balance(ETHER)
    assert eventually(lambda: port.anchored()[0] == 2)
