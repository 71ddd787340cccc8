from __future__ import annotations

import time

import pytest

from ledger.chain.http import SlowReplyError
from ledger.chain.rpc import Rpc, RpcError, is_loopback, shown_url
from ledger.errors import UnavailableError
from ledger.loopback import free_port
from tests.fakes.node import FakeNode, Refusal


@pytest.fixture
def node():
    def refuse(*_):
        raise Refusal("execution reverted", 3, "0xdeadbeef")

    def refuse_inside(*_):
        raise Refusal("execution reverted", -32603, {"data": "0xdeadbeef"})

    with FakeNode(eth_chainId=lambda: "0x7a69", twice=lambda n: 2 * n, refuse=refuse, inside=refuse_inside) as node:
        yield node


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def rpc(node, pauses):
    rpc = Rpc(node.url, sleep=pauses.append)
    yield rpc
    rpc.close()


def test_a_call_returns_its_result(rpc):
    assert rpc.call("eth_chainId") == "0x7a69"


def test_a_batch_keeps_the_order_of_its_calls_whatever_the_nodes(rpc, node):
    assert rpc.batch([("twice", (n,)) for n in range(5)]) == [0, 2, 4, 6, 8]
    assert rpc.batch([]) == []
    assert len(node.asked) == 5


def test_busy_replies_are_asked_again_with_growing_pauses(rpc, node, pauses):
    node.trouble = [(503, b""), (429, b""), (502, b"")]
    assert rpc.call("eth_chainId") == "0x7a69"
    assert pauses == [0.1, 0.2, 0.4]


def test_a_node_that_stays_busy_is_given_up_after_a_bounded_number_of_tries(rpc, node, pauses):
    node.trouble = [(503, b"")] * 99
    with pytest.raises(UnavailableError, match="HTTP 503"):
        rpc.call("eth_chainId")
    assert len(node.trouble) == 99 - 5
    assert pauses == [0.1, 0.2, 0.4, 0.8]


def test_a_refusal_comes_back_at_once_with_its_data(rpc, node):
    with pytest.raises(RpcError) as caught:
        rpc.call("refuse")
    assert (caught.value.rpc_code, caught.value.text, caught.value.data) == (3, "execution reverted", "0xdeadbeef")
    assert len(node.asked) == 1
    with pytest.raises(RpcError):
        rpc.batch([("twice", (1,)), ("refuse", ())])


def test_revert_data_is_found_where_some_nodes_wrap_it(rpc):
    with pytest.raises(RpcError) as caught:
        rpc.call("inside")
    assert caught.value.data == "0xdeadbeef"


NOT_UTF8, TOO_DEEP = b'{"error":{"code":1,"message":"\xff"}}', b'{"a":' * 9000


@pytest.mark.parametrize("nonsense", [b"<html>", b"[]", b"", b'{"result": ', NOT_UTF8, TOO_DEEP])
def test_an_answer_that_is_no_json_rpc_is_unavailable(rpc, node, nonsense):
    node.trouble = [(200, nonsense)]
    with pytest.raises(UnavailableError, match="no JSON-RPC"):
        rpc.call("eth_chainId")


def test_a_batch_with_an_answer_missing_is_unavailable(rpc, node):
    node.trouble = [(200, b"[]")]
    with pytest.raises(UnavailableError, match="without the answer to twice"):
        rpc.batch([("twice", (1,))])


def test_a_refused_connection_names_url_and_setting(pauses):
    rpc = Rpc(f"http://127.0.0.1:{free_port()}", retries=2, sleep=pauses.append, setting="OMBUD_OTHER_URL")
    with pytest.raises(UnavailableError) as caught:
        rpc.call("eth_chainId")
    assert rpc.url in caught.value.message
    assert "OMBUD_OTHER_URL" in caught.value.hint
    assert len(pauses) == 2


def test_a_url_of_another_kind_is_named_without_trying_again(pauses):
    rpc = Rpc("ftp://node", sleep=pauses.append)
    with pytest.raises(UnavailableError, match="ftp://node"):
        rpc.call("eth_chainId")
    assert pauses == []


def test_a_reply_that_takes_too_long_is_told_apart(pauses):
    with FakeNode(slow=lambda: time.sleep(0.2)) as node:
        rpc = Rpc(node.url, timeout_s=0.05, retries=0, sleep=pauses.append)
        with pytest.raises(SlowReplyError):
            rpc.call("slow")
        rpc.close()


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8545", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("https://rpc.example", False),
        ("http://10.0.0.1", False),
        ("nonsense", False),
    ],
)
def test_loopback_urls_are_told_from_others(url, local):
    assert is_loopback(url) is local


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://127.0.0.1:8545", "http://127.0.0.1:8545"),
        ("https://name:word@node.example/v3/0123456789abcdef?key=secret", "https://node.example"),
        ("http://[::1]:8545/x", "http://[::1]:8545"),
        ("http://[::1", "(an unreadable URL)"),
        ("node", "node"),
    ],
)
def test_keys_in_a_nodes_url_are_never_shown(url, shown):
    assert shown_url(url) == shown


def test_a_dead_node_is_named_without_the_key_in_its_url(pauses):
    rpc = Rpc("http://user:word@127.0.0.1:9/v3/0123456789abcdef", retries=0, sleep=pauses.append)
    with pytest.raises(UnavailableError) as caught:
        rpc.call("eth_chainId")
    rpc.close()
    told = str(caught.value.problem())
    assert "http://127.0.0.1:9" in told
    assert not any(secret in told for secret in ("word", "0123456789abcdef"))


def test_the_next_of_several_nodes_is_asked_at_once_when_one_fails(node, pauses):
    rpc = Rpc(f"http://127.0.0.1:{free_port()}, {node.url}", sleep=pauses.append)
    assert rpc.call("twice", (21,)) == 42
    assert rpc.call("twice", (1,)) == 2
    assert (pauses, len(node.asked)) == ([], 2)
    assert node.url in rpc.url
    rpc.close()


def test_when_all_nodes_failed_there_is_a_pause_and_then_an_error_that_names_them(pauses):
    ports = [free_port(), free_port()]
    rpc = Rpc(",".join(f"http://127.0.0.1:{port}" for port in ports), retries=1, sleep=pauses.append)
    with pytest.raises(UnavailableError) as caught:
        rpc.call("eth_chainId")
    assert len(pauses) == 1
    assert all(str(port) in caught.value.message for port in ports)
