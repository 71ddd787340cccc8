"""The client gives what the API answers, and nothing that a pinned key did not sign for this very request."""

from __future__ import annotations

import httpx
import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.api.signing import Signer
from ledger.client import Client
from ledger.domain.thumbprint import encode_url
from ledger.errors import InvalidInputError, LedgerError, NotFoundError, ProofError, UnavailableError
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World

NOW = 1_800_000_000.0
SIGNER = Signer(b"\x07" * 32, lambda: NOW)
PINNED = encode_url(SIGNER.public)


class Between(httpx.BaseTransport):
    """Stands between a client and an API in this process, and may change what comes by."""

    def __init__(self, app):
        self.inner = TestClient(app, raise_server_exceptions=False)
        self.change_request = lambda request: request
        self.change = lambda answer: answer

    def handle_request(self, request):
        asked = self.change_request(request)
        answer = self.inner.request(
            asked.method,
            asked.url.raw_path.decode(),
            headers={name: value for name, value in asked.headers.items() if name in ("authorization", "content-type")},
            content=asked.content,
        )
        return self.change(httpx.Response(answer.status_code, headers=answer.headers, content=answer.content))


@pytest.fixture
def between(redis_url):
    world = World()
    log = world.new_log()
    for _ in range(3):
        agent = world.new_agent({0: bytes(32), 1: log})
    world.logs[log].append(agent.segment(3), agent.segment(2, session="a/b c"))
    world.anchor(log)
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    yield Between(create_app(sources_of(world, mirror), signer=SIGNER))
    mirror.close()


def client_of(between, *, pinned=PINNED, now=NOW):
    return Client("http://ombud.test", pinned=pinned, clock=lambda: now, transport=between)


def test_answers_have_their_types(between):
    client = client_of(between)
    assert client.status().agents == 3
    assert [item.agent_id for item in client.every(client.agents, limit=2)] == [0, 1, 2]
    agent = client.agent(2)
    assert (agent.data.agent_id, agent.as_of.number) == (2, agent.as_of.number)
    records = client.records(2).data.items
    assert client.record(records[0].record_id).data.record.record_id == records[0].record_id
    assert client.records(2, effect="unconfirmed").data.items == records
    with pytest.raises(NotFoundError, match="no omission"):
        client.omission("ab" * 32)
    assert client.omissions().data.items == client.omissions(agent=2).data.items == []
    assert len(client.session(agent.data.agent, "a/b c").data.items) == 2
    assert client.record_bundle(records[0].record_id)


def test_problems_are_our_errors(between):
    client = client_of(between)
    with pytest.raises(NotFoundError) as caught:
        client.agent(99)
    assert (caught.value.code, caught.value.http_status) == ("no_such_agent", 404)
    with pytest.raises(InvalidInputError):
        client.agents(limit=0)


def _header(name, value):
    def change(answer):
        headers = [(key, text) for key, text in answer.headers.items() if key != name]
        more = [] if value is None else [(name, value)]
        return httpx.Response(answer.status_code, headers=[*headers, *more], content=answer.content)

    return change


def _body(answer):
    return httpx.Response(
        answer.status_code, headers=answer.headers, content=answer.content.replace(b'"epochs":1', b'"epochs":2')
    )


def _status(answer):
    return httpx.Response(203, headers=answer.headers, content=answer.content)


LIES = {
    "unsigned": _header("signature", None),
    "no input": _header("signature-input", None),
    "another signature": _header("signature", "ombud=:" + "A" * 86 + "==:"),
    "another label": _header("signature", "other=:" + "A" * 86 + "==:"),
    "nonsense": _header("signature-input", "x"),
    "another body": _body,
    "another status": _status,
    "another type": _header("content-type", "text/html"),
    "another tag": _header("etag", '"0"'),
    "another block": _header("ombud-as-of", "1 " + "00" * 32),
    "another digest": _header("content-digest", "sha-256=:" + "A" * 43 + "=:"),
}


def test_nothing_that_was_changed_on_the_way_is_taken(between):
    client = client_of(between)
    for name, lie in LIES.items():
        between.change = lie
        with pytest.raises(ProofError):
            client.agents()
        assert name


def test_no_answer_to_another_question_is_taken(between):
    client = client_of(between)
    between.change_request = lambda request: httpx.Request(request.method, "http://ombud.test/v1/agents/1")
    with pytest.raises(ProofError):
        client.agent(2)
    between.change_request = lambda request: httpx.Request(request.method, f"{request.url.copy_with(query=b'as_of=2')}")
    with pytest.raises(ProofError):
        client.agent(2, as_of=3)


def test_no_old_answer_and_none_of_another_key_is_taken(between):
    for now in (NOW + 301, NOW - 61):
        with pytest.raises(ProofError, match="within the last"):
            client_of(between, now=now).status()
    with pytest.raises(ProofError, match="another key"):
        client_of(between, pinned=encode_url(bytes(32))).status()


def test_without_a_pinned_key_answers_are_taken_as_they_come(between):
    between.change = LIES["unsigned"]
    assert client_of(between, pinned=None).status().agents == 3


def test_a_gateway_that_fails_is_no_liar(between):
    between.change = lambda _answer: httpx.Response(502, content=b"<html>")
    with pytest.raises(UnavailableError):
        client_of(between).status()
    with pytest.raises(LedgerError):
        client_of(between, pinned=None).status()


@pytest.mark.parametrize("text", ["", "x", "A" * 44, "?" * 43])
def test_only_a_key_can_be_pinned(text):
    with pytest.raises(InvalidInputError):
        Client("http://ombud.test", pinned=text)
