"""Answers are signed over what was asked, what was answered, and as of which block."""

from __future__ import annotations

import base64

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.api.signing import DIRECTORY, Signer
from ledger.domain import http_signature
from tests.fakes.asked import index, sources_of

SECRET = b"\x07" * 32
NOW = 1_800_000_000


@pytest.fixture
def signer():
    return Signer(SECRET, lambda: NOW)


@pytest.fixture
def signed(world, mirror, assets, signer):
    index(world, mirror)
    app = create_app(sources_of(world, mirror), vendor=assets, signer=signer)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def covered(answer):
    """Check the signature of an answer with what a reader has; say what it covers."""
    found = http_signature.parse_inputs(answer.headers["signature-input"])["ombud"]
    path, _, query = answer.request.url.raw_path.partition(b"?")
    values = {f'"{name}"': value for name, value in answer.headers.items()} | {
        '"@status"': str(answer.status_code),
        '"@method";req': answer.request.method,
        '"@path";req': path.decode(),
        '"@query";req': "?" + query.decode(),
    }
    keys = answer.client_keys
    base = http_signature.signature_base(found.components, found.text, values)
    http_signature.verify(
        keys[found.keyid], base, http_signature.parse_signatures(answer.headers["signature"])["ombud"]
    )
    if answer.content:
        http_signature.check_content_digest(answer.headers["content-digest"], answer.content)
    return found


@pytest.fixture
def ask(signed):
    keys = {key["kid"]: base64.urlsafe_b64decode(key["x"] + "=") for key in signed.get(DIRECTORY).json()["keys"]}

    def get(path, **more):
        answer = signed.get(path, **more)
        answer.client_keys = keys
        return answer

    return get


PATHS = ("/v1/agents", "/v1/agents/0?as_of=3", "/v1/agents/99", "/v1/nothing", "/v1/agents?limit=0", "/docs", "/")


def test_every_answer_is_signed_over_request_status_and_body(ask):
    for path in PATHS:
        answer = ask(path, follow_redirects=False)
        components = covered(answer).components
        assert {'"@status"', '"@method";req', '"@path";req', '"@query";req'} <= set(components)
        assert ('"content-digest"' in components) == bool(answer.content)


def test_block_tag_and_time_are_covered(ask):
    answer = ask("/v1/agents/0")
    found = covered(answer)
    assert found.created == NOW
    assert '"ombud-as-of"' in found.components
    block = answer.json()["as_of"]
    assert answer.headers["ombud-as-of"] == f"{block['number']} {block['hash']}"
    same = ask("/v1/agents/0", headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304
    assert '"etag"' in covered(same).components


def test_the_published_key_is_named_by_its_thumbprint(signed, signer):
    (key,) = signed.get(DIRECTORY).json()["keys"]
    assert (key["kid"], key["crv"], key["alg"]) == (signer.keyid, "Ed25519", "EdDSA")
    assert base64.urlsafe_b64decode(key["x"] + "=") == signer.public


def test_without_a_signer_nothing_is_signed(client):
    assert "signature" not in client.get("/v1/agents").headers
    assert client.get(DIRECTORY).status_code == 404
