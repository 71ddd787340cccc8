"""Where a log is read is said by strangers: only HTTP, and outside the local profile no private network."""

from __future__ import annotations

import threading

import httpx
import pytest

from ledger.errors import InvalidInputError, UnavailableError
from ledger.indexer.opening import http_logs, log_client

LOG = bytes(32)


@pytest.fixture
def client():
    with log_client() as client:
        yield client


@pytest.mark.parametrize(
    "url",
    ["", "file:///etc/passwd", "ftp://x", "http://", "log.test", "javascript:1", "http://[::1", "http://x:99999/", "http://a\x00b/"],
)  # fmt: skip
def test_log_is_opened_over_http_alone(client, url):
    with pytest.raises(InvalidInputError, match="is served at") as caught:
        http_logs(client, private=True)(LOG, url)
    assert caught.value.code == "bad_log_url"
    assert caught.value.hint


PRIVATE = ("127.0.0.1", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "localhost")  # noqa: S104 - refused


@pytest.mark.parametrize("host", PRIVATE)
def test_private_networks_are_for_the_local_profile(client, host):
    url = f"http://{host}:1/log"
    assert http_logs(client, private=True)(LOG, url)
    with pytest.raises(InvalidInputError, match="private network"):
        http_logs(client, private=False)(LOG, url)


def test_a_global_address_is_asked_in_any_profile(client):
    assert http_logs(client, private=False)(LOG, "http://1.1.1.1/log")


def test_a_host_that_is_not_found_may_come_back(client):
    with pytest.raises(UnavailableError, match="cannot be found"):
        http_logs(client, private=False)(LOG, f"http://{'a' * 64}.invalid/log")


def test_each_thread_reads_a_log_by_itself(client):
    open_log, found = http_logs(client, private=True), []
    mine = open_log(LOG, "http://log.test")
    assert open_log(LOG, "http://log.test") is mine
    thread = threading.Thread(target=lambda: found.append(open_log(LOG, "http://log.test")))
    thread.start()
    thread.join()
    assert found[0] is not mine


def test_redirects_are_not_followed():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"location": "http://169.254.169.254/latest/meta-data"})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client, pytest.raises(UnavailableError, match="302"):
        http_logs(client, private=True)(LOG, "http://log.test").checkpoint()
    assert asked == ["http://log.test/checkpoint"]
