"""Who is asked over HTTP may answer anything, and can take neither memory nor time without end."""

from __future__ import annotations

import httpx
import pytest

from ledger.errors import UnavailableError
from ledger.interop import posting
from ledger.interop.posting import MAX_REPLY_BYTES, HttpPost, Reply


def asking(answer) -> HttpPost:
    return HttpPost(httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=False))


def test_bytes_go_and_come_with_their_type():
    def answer(request):
        assert (request.method, request.content, request.headers["content-type"]) == ("POST", b"asked", "text/x")
        return httpx.Response(409, headers={"content-type": "text/x.tlog.size"}, stream=httpx.ByteStream(b"7\n"))

    with asking(answer) as post:
        assert post("http://w/add-checkpoint", b"asked", "text/x") == Reply(409, "text/x.tlog.size", b"7\n")


def test_a_redirect_is_an_answer_and_is_not_followed():
    with asking(
        lambda _: httpx.Response(302, headers={"location": "http://elsewhere/"}, stream=httpx.ByteStream(b""))
    ) as post:
        assert post("http://w/", b"", "text/x").status == 302


def test_a_reply_without_end_is_given_up():
    with (
        asking(lambda _: httpx.Response(200, stream=httpx.ByteStream(bytes(MAX_REPLY_BYTES + 1)))) as post,
        pytest.raises(UnavailableError, match="answers over"),
    ):
        post("http://w/", b"", "text/x")


def test_a_reply_that_drips_is_given_up(monkeypatch):
    monkeypatch.setattr(posting, "LONGEST_S", -1.0)
    with (
        asking(lambda _: httpx.Response(200, stream=httpx.ByteStream(b"drip"))) as post,
        pytest.raises(UnavailableError),
    ):
        post("http://w/", b"", "text/x")


def refused(request):
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize("url", ["http://w/", "http://[broken/"])
def test_what_cannot_be_reached_is_unavailable_with_a_hint(url):
    with asking(refused) as post, pytest.raises(UnavailableError) as found:
        post(url, b"", "text/x")
    assert found.value.hint


def test_what_was_said_fits_into_one_line():
    assert Reply(500, "", b"a\n  b\xff " + b"c" * 1000).said.startswith("a b\ufffd ccc")
    assert len(Reply(500, "", b"c" * 1000).said) == 300
