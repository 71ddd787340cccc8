from __future__ import annotations

import pytest

from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.rpc import RpcError
from ledger.domain.ids import Address
from ledger.errors import NotFoundError, SetupError, UnavailableError
from tests.fakes import blocks
from tests.fakes.node import FakeNode, Refusal

WIDEST = 10  # blocks that the fake node sends in one reply


def deployment() -> Deployment:
    return Deployment(
        chain_id=31337,
        block=0,
        addresses=blocks.CONTRACTS,
        blocks=dict.fromkeys(CONTRACTS, 0),
        deployer=Address("0x" + "00" * 20),
    )


def log_at(number: int) -> dict:
    log = blocks.log_json("BondVault", "CreditClaimed", {"account": blocks.CONTRACTS["KeyRing"], "amount": number})
    place = {"blockNumber": hex(number), "blockHash": "0x" + "11" * 32, "transactionHash": "0x" + "22" * 32}
    return {**log, **place, "transactionIndex": "0x0", "removed": False}


def get_logs(bounds):
    first, last = int(bounds["fromBlock"], 16), int(bounds["toBlock"], 16)
    if last - first + 1 > WIDEST:
        raise Refusal("query returned more than 10000 results", -32005)
    return [log_at(number) for number in range(last, first - 1, -1)]


@pytest.fixture
def node():
    with FakeNode(eth_getLogs=get_logs, eth_chainId=lambda: "0x7a69") as node:
        yield node


@pytest.fixture
def chain(node):
    with Chain(node.url, deployment(), retries=0) as chain:
        yield chain


def test_a_window_that_the_node_refuses_is_halved_until_it_fits(chain, node):
    logs = chain.logs(0, 99)
    assert [log.block_number for log in logs] == list(range(100))
    assert len(node.asked) > 100 / WIDEST


def test_logs_are_asked_of_our_addresses_with_a_fixed_upper_block(chain, node):
    chain.logs(3, 5)
    (bounds,) = node.asked[0][1]
    assert bounds == {"fromBlock": "0x3", "toBlock": "0x5", "address": list(blocks.CONTRACTS.values())}


def test_a_single_block_that_the_node_refuses_is_an_error(chain, node):
    def refuse(_):
        raise Refusal("no")

    node.methods["eth_getLogs"] = refuse
    with pytest.raises(RpcError):
        chain.logs(0, 3)


def test_a_node_without_a_block_is_unavailable(chain, node):
    node.methods["eth_getBlockByNumber"] = lambda *_: None
    with pytest.raises(UnavailableError, match="has no block yet"):
        chain.head()
    with pytest.raises(NotFoundError):
        chain.block_json(1)


def test_receipts_of_a_block_that_left_the_chain_are_not_mixed_with_another(chain, node):
    node.methods["eth_getTransactionReceipt"] = lambda tx: {"blockHash": "0xbb", "transactionHash": tx}
    with pytest.raises(NotFoundError, match="left the chain"):
        chain.receipts_json({"hash": "0xaa", "number": "0x1", "transactions": ["0x01"]})
    node.methods["eth_getTransactionReceipt"] = lambda _: None
    with pytest.raises(NotFoundError, match="left the chain"):
        chain.receipts_json({"hash": "0xaa", "number": "0x1", "transactions": ["0x01"]})


def test_a_view_where_no_contract_stands_points_to_the_deployment(chain, node):
    node.methods |= {"eth_call": lambda *_: "0x", "eth_getCode": lambda *_: "0x"}
    with pytest.raises(SetupError, match="no such contract at"):
        chain.read("KeyRing", "epochCount", 0)


def test_a_view_that_the_node_cannot_answer_is_unavailable(chain, node):
    def pruned(*_):
        raise Refusal("missing trie node")

    node.methods["eth_call"] = pruned
    with pytest.raises(UnavailableError, match=r"KeyRing\.epochCount: the node refused: missing trie node"):
        chain.read("KeyRing", "epochCount", 0, block=1)


def test_a_chain_opened_without_a_deployment_says_so(node):
    with Chain(node.url) as bare:
        assert bare.names() == {}
        with pytest.raises(SetupError, match="without a deployment"):
            bare.logs(0, 1)
