"""On a whole stack: an authority's read becomes an anchored record, and answers are signed by the pinned key."""

from __future__ import annotations

import time
from contextlib import suppress

import httpx
import pytest

from ledger.client import Client
from ledger.domain.signing import SessionKey
from ledger.errors import NotFoundError, NotIdentifiedError, ProofError, UnavailableError

GROUND = "AI Act, Art. 74"


def until(check, seconds=30.0, pause=0.1):
    limit = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < limit
        time.sleep(pause)
    return found


@pytest.fixture(scope="module")
def watched(stack, ombud):
    return registered(stack, ombud, "watched")


@pytest.fixture(scope="module")
def desk(stack, ombud):
    return registered(stack, ombud, "desk")


def registered(stack, ombud, label):
    agent = ombud("agent", "register", label, "--json").json()["agent"]
    until(lambda: httpx.get(f"{stack.urls.api}/v1/agents/{agent}", trust_env=False, timeout=10).status_code == 200)
    return agent


@pytest.fixture(scope="module")
def key(ombud):
    return ombud("access", "key", "create", "an authority", "--role", "authority", "--json").json()


def test_an_authoritys_read_is_an_anchored_record_that_does_not_say_what_was_read(stack, ombud, watched, desk, key):
    headers = {"Authorization": f"Bearer {key['key']}", "Ombud-Ground": GROUND}
    url = f"{stack.urls.api}/v1/agents/{watched}"
    answer = httpx.get(url, headers=headers, trust_env=False, timeout=10)
    assert answer.status_code == 200, answer.text

    (read, *_) = [item for item in ombud("access", "reads", "--json").json() if item["target"].endswith(watched)]
    assert (read["who"], read["ground"]) == (f"key:{key['id']}", GROUND)

    def told():
        with Client(stack.urls.api) as client, suppress(NotFoundError, UnavailableError):
            return [item for item in client.records(desk).data.items if item.content.get("call") == read["id"]]
        return []

    (record, *_) = until(told)
    assert record.proof is not None
    assert record.proof.anchor is not None
    assert record.content["op"] == "authority_read"
    assert record.content["session"].startswith("read-")
    for word in (watched, GROUND, key["id"], "/v1/agents"):
        assert word not in record.text.replace(desk, "")


def test_a_client_that_pinned_the_signers_key_takes_its_answers(stack, ombud, watched):
    pin = ombud("access", "signer", "--json").json()["pin"]
    with Client(stack.urls.api, pinned=pin) as client:
        assert until(lambda: client.status().ready)
        assert client.agent(watched).data.agent == watched
    with Client(stack.urls.api, pinned="A" * 43) as other, pytest.raises(ProofError):
        other.status()


def test_a_wallet_signs_in_and_a_revoked_key_is_out(stack, ombud, watched):
    key = ombud("access", "key", "create", "another authority", "--role", "authority", "--json").json()
    wallet = SessionKey(b"\x2a" * 32)
    with Client(stack.urls.api) as client:
        assert client.sign_in(wallet) == wallet.address
        assert client.agent(watched).data.agent == watched
    ombud("access", "key", "revoke", key["id"])
    with Client(stack.urls.api, key=key["key"]) as client, pytest.raises(NotIdentifiedError):
        client.status()
