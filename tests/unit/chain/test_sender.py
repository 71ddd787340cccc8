from __future__ import annotations

import pytest

from ledger.chain.node import Chain
from ledger.chain.sender import NONCE_TRIES, Sender
from ledger.domain.ids import checksum
from ledger.domain.signing import SessionKey
from ledger.errors import ChainRevertError, ConflictError, SetupError, UnavailableError
from tests.fakes.node import FakeNode, Refusal

TARGET = checksum(bytes(19) + b"\x01")
RECEIPT = {
    "status": "0x1",
    "blockNumber": "0x5",
    "gasUsed": "0x5208",
    "logs": [],
    "contractAddress": None,
    "blockHash": "0x00",
}


@pytest.fixture
def node():
    with FakeNode(
        eth_chainId=lambda: "0x7a69",
        eth_estimateGas=lambda _: "0x5208",
        eth_getBlockByNumber=lambda *_: {"baseFeePerGas": "0x10"},
        eth_maxPriorityFeePerGas=lambda: "0x1",
        eth_getTransactionCount=lambda *_: "0x0",
        eth_sendRawTransaction=lambda _: "0x00",
        eth_getTransactionByHash=lambda _: None,
        eth_getTransactionReceipt=lambda _: RECEIPT,
    ) as node:
        yield node


@pytest.fixture
def sender(node):
    with Chain(node.url, retries=0) as chain:
        yield Sender(chain, SessionKey(b"\x01" * 32), wait_s=0.05)


def count(node, method: str) -> int:
    return sum(asked == method for asked, _ in node.asked)


def refusing(message: str, data: str | None = None):
    def refuse(*_):
        raise Refusal(message, data=data)

    return refuse


def test_a_transfer_is_mined(sender):
    sent = sender.transfer(TARGET, 5)
    assert (sent.block, sent.gas_used, sent.events) == (5, 21000, [])
    with pytest.raises(ConflictError, match="emitted no Registered"):
        sent.event("Registered")


def test_a_nonce_taken_by_another_program_is_asked_for_again(sender, node):
    answers = iter([Refusal("nonce too low"), Refusal("replacement transaction underpriced"), None])

    def send(_):
        answer = next(answers)
        if answer:
            raise answer
        return "0x00"

    node.methods["eth_sendRawTransaction"] = send
    sender.transfer(TARGET, 5)
    assert count(node, "eth_getTransactionCount") == 3


def test_endless_contention_is_given_up_with_advice(sender, node):
    node.methods["eth_sendRawTransaction"] = refusing("nonce too low")
    with pytest.raises(UnavailableError) as caught:
        sender.transfer(TARGET, 5)
    assert caught.value.code == "nonce_contention"
    assert count(node, "eth_sendRawTransaction") == NONCE_TRIES


def test_a_transaction_whose_reply_was_lost_is_not_sent_twice(sender, node):
    node.methods["eth_sendRawTransaction"] = refusing("nonce too low")
    node.methods["eth_getTransactionByHash"] = lambda tx: {"hash": tx}
    sender.transfer(TARGET, 5)
    assert count(node, "eth_sendRawTransaction") == 1


def test_a_transaction_that_is_never_mined_is_named(sender, node):
    node.methods["eth_getTransactionReceipt"] = lambda _: None
    with pytest.raises(UnavailableError, match=r"0x[0-9a-f]{64} was not mined"):
        sender.transfer(TARGET, 5)


def test_a_revert_that_shows_only_in_the_block_is_explained_by_replaying_it(sender, node):
    node.methods["eth_getTransactionReceipt"] = lambda _: RECEIPT | {"status": "0x0"}
    text = "0x08c379a0" + "20".zfill(64) + "02".zfill(64) + b"no".hex().ljust(64, "0")
    node.methods["eth_call"] = refusing("reverted", text)
    with pytest.raises(ChainRevertError, match="transfer refused: no"):
        sender.transfer(TARGET, 5)
    node.methods["eth_call"] = lambda *_: "0x"
    with pytest.raises(ChainRevertError, match="no reason given"):
        sender.transfer(TARGET, 5)


@pytest.mark.parametrize("text", ["insufficient funds for gas", "Sender doesn't have enough funds to send tx"])
def test_an_empty_account_is_a_setup_error(sender, node, text):
    node.methods["eth_estimateGas"] = refusing(text)
    with pytest.raises(SetupError, match="cannot pay"):
        sender.transfer(TARGET, 5)


def test_other_refusals_of_the_node_are_passed_on(sender, node):
    node.methods["eth_sendRawTransaction"] = refusing("txpool is full")
    with pytest.raises(UnavailableError, match="txpool is full"):
        sender.transfer(TARGET, 5)


def test_the_fee_leaves_headroom_over_the_base_fee(sender):
    assert sender._fees() == {"maxPriorityFeePerGas": 1, "maxFeePerGas": 33}


def test_the_secret_is_not_in_the_representation(sender):
    assert repr(sender) == f"Sender({sender.address})"


def test_sending_needs_a_deployment(sender):
    with pytest.raises(SetupError, match="without a deployment"):
        sender.send("KeyRing", "addStream", 0, (1, bytes(32)))
