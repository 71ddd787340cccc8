"""Where messages may be sent: public HTTPS addresses, and in the local profile others."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from ledger.errors import InvalidInputError, UnavailableError
from ledger.push import targets

LOCAL = "http://127.0.0.1:9/hook"


@pytest.mark.parametrize(
    "url",
    [
        LOCAL,
        "http://example.org/",
        "ftp://example.org/",
        "https:///nowhere",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https://example.org:99999/",
        "nonsense",
    ],
)
def test_addresses_of_another_form_are_refused_outside_the_local_profile(url):
    with pytest.raises(InvalidInputError) as refused:
        targets.check(url, private=False)
    assert "secret" not in str(refused.value)


def test_the_local_profile_takes_this_machine():
    targets.check(LOCAL, private=True)
    with pytest.raises(InvalidInputError):
        targets.check("ftp://127.0.0.1/", private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[fd00::1]", "192.168.0.1"])
def test_private_networks_are_not_connected_to(host):
    def never(_request):
        raise AssertionError

    with (
        httpx.Client(transport=httpx.MockTransport(never)) as client,
        pytest.raises(InvalidInputError, match="private"),
    ):
        targets.send(client, f"https://{host}/", b"", {}, private=False)


def test_what_was_checked_is_what_is_connected_to(monkeypatch):
    looked = []

    def lookup(host, port, **_more):
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    monkeypatch.setattr(targets.socket, "getaddrinfo", lookup)
    seen = []
    with httpx.Client(
        transport=httpx.MockTransport(lambda request: seen.append(request) or httpx.Response(200))
    ) as client:
        assert (
            targets.send(client, "https://hooks.example.org/in?x=1", b"{}", {"webhook-id": "a"}, private=False) == 200
        )
    (sent,) = seen
    assert (sent.url.host, sent.headers["host"]) == ("93.184.216.34", "hooks.example.org")
    assert sent.extensions["sni_hostname"] == "hooks.example.org"
    assert looked == ["hooks.example.org"]


def test_redirects_are_an_answer_and_not_followed():
    with targets.make_client() as client:
        assert not client.follow_redirects
        assert not client.trust_env
        with pytest.raises(UnavailableError):
            targets.send(client, LOCAL, b"{}", {}, private=True)


def test_a_real_receiver_on_this_machine_gets_body_and_headers():
    got = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.headers["webhook-id"], self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(307)
            self.send_header("location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *_told):
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.timeout = 30
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    with targets.make_client() as client:
        url = f"http://127.0.0.1:{server.server_port}/hook"
        assert targets.send(client, url, b"{}", {"webhook-id": "one.1"}, private=True) == 307
    thread.join(30)
    server.server_close()
    assert got == [("one.1", b"{}")]
