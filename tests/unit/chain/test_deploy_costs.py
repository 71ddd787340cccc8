from __future__ import annotations

import pytest

from ledger.chain.abi import artefact
from ledger.chain.deploy_costs import FEE_ORACLE, costs, data_fee
from ledger.chain.node import Chain
from ledger.domain.ids import checksum
from ledger.errors import SetupError
from tests.fakes.node import FakeNode, Refusal

DEPLOYER = checksum(bytes(19) + b"\x07")
CODES = {"Dimensions": artefact("Dimensions").init_code(), "AgentRegistry": artefact("AgentRegistry").init_code()}


def rollup(size):
    """Charge a wei for each byte."""
    return hex(int(size[0]["data"][10:], 16))


def test_a_creation_that_a_node_cannot_try_yet_is_worked_out_from_its_size():
    def estimated(call):
        if bytes.fromhex(call["data"][2:]) == CODES["AgentRegistry"]:
            raise Refusal("execution reverted", data="0x")
        return hex(123_456)

    with FakeNode(eth_estimateGas=estimated) as node, Chain(node.url, retries=0) as chain:
        small, large = costs(chain, DEPLOYER, CODES)
    assert (small.gas, small.tried) == (123_456, True)
    assert not large.tried
    assert large.gas > len(CODES["AgentRegistry"]) * 200


def test_an_account_that_cannot_pay_is_told():
    def estimated(_):
        raise Refusal("insufficient funds for gas * price + value")

    with (
        FakeNode(eth_estimateGas=estimated) as node,
        Chain(node.url, retries=0) as chain,
        pytest.raises(SetupError, match="cannot pay"),
    ):
        costs(chain, DEPLOYER, CODES)


def test_rollups_that_charge_for_data_apart_are_asked_how_much():
    oracle = {"eth_getCode": lambda at, _: "0x60" if at == FEE_ORACLE else "0x"}
    with FakeNode(**oracle, eth_call=lambda *call: rollup(call)) as node, Chain(node.url, retries=0) as chain:
        assert data_fee(chain, CODES) == sum(map(len, CODES.values()))


def test_where_nothing_is_known_of_data_nothing_is_said():
    def no_such(*_):
        raise Refusal("execution reverted", data="0x")

    with FakeNode(eth_getCode=lambda *_: "0x") as node, Chain(node.url, retries=0) as chain:
        assert data_fee(chain, CODES) is None
    with FakeNode(eth_getCode=lambda *_: "0x60", eth_call=no_such) as node, Chain(node.url, retries=0) as chain:
        assert data_fee(chain, CODES) is None
