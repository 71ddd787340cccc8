"""Who may ask for what: keys, roles, and what a stranger is told."""

from __future__ import annotations

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends
from fastapi.testclient import TestClient

from ledger.access.callers import Callers
from ledger.access.keys import Keys
from ledger.access.reads import Period
from ledger.api.access import requires
from ledger.api.app import create_app
from ledger.api.gate import Access
from ledger.domain.record import MAX_RECORD_BYTES
from ledger.domain.roles import Caller, Role
from ledger.errors import UnavailableError
from tests.fakes.asked import index, sources_of


class Book:
    """Keeps reads in memory."""

    def __init__(self):
        self.reads = []

    def write(self, caller, route, target, arguments, ground):
        self.reads.append((caller.name, route, target, arguments, ground))

    def told(self, agent):
        return [Period(0, 10, 3, f"read-{agent}")]


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path / "access", lambda: 1_800_000_000.0)


@pytest.fixture
def book():
    return Book()


@pytest.fixture
def guarded(world, mirror, assets, keys, book):
    """The API with one route for authorities and one for operators."""
    index(world, mirror)
    app = create_app(sources_of(world, mirror), vendor=assets, access=Access(Callers(keys), reads=book))
    router = APIRouter()

    @router.get("/desk")
    def desk(caller: Annotated[Caller, Depends(requires(Role.AUTHORITY))]) -> str:
        return caller.name

    @router.get("/engine")
    def engine(caller: Annotated[Caller, Depends(requires(Role.OPERATOR))]) -> str:
        return caller.name

    app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_a_key_opens_what_its_role_may_read_and_nothing_else(guarded, keys):
    row, key = keys.create([Role.AUTHORITY], "desk")
    assert guarded.get("/desk", headers=bearer(key)).json() == f"key:{row.id}"
    refused = guarded.get("/engine", headers=bearer(key))
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")


def test_a_stranger_is_asked_who_it_is(guarded):
    answer = guarded.get("/desk")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_identified")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Bearer x", "Bearer " + "a" * 5000, "Bearer \xff"])
def test_what_is_no_key_is_refused_on_public_routes_too(guarded, header):
    answer = guarded.get("/v1/agents", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_reads_of_an_authority_are_written_before_they_are_answered(guarded, keys, book):
    row, key = keys.create([Role.AUTHORITY], "desk")
    answer = guarded.get("/v1/agents/0?as_of=3", headers=bearer(key) | {"Ombud-Ground": "AI Act, Art. 74"})
    assert answer.headers["cache-control"] == "private, no-store"
    guarded.get("/v1/agents/99", headers=bearer(key))
    arguments = {"agent": "0", "as_of": "3"}
    assert book.reads == [
        (f"key:{row.id}", "/v1/agents/{agent:agent}", "/v1/agents/0?as_of=3", arguments, "AI Act, Art. 74")
    ]


def test_a_record_that_an_authority_sends_is_written_down_by_its_id(guarded, keys, book):
    row, key = keys.create([Role.AUTHORITY], "desk")
    record = guarded.get("/v1/agents/0/records").json()["data"]["items"][0]
    answer = guarded.post("/v1/verify", headers=bearer(key), content=record["text"].encode())
    assert answer.json()["data"]["standing"] == "anchored"
    assert [(who, read["record_id"]) for who, _, _, read, _ in book.reads] == [(f"key:{row.id}", record["record_id"])]
    too_long = guarded.post("/v1/verify", content=bytes(MAX_RECORD_BYTES + 1))
    assert (too_long.status_code, too_long.json()["code"]) == (413, "too_large")


def test_what_cannot_be_written_down_is_not_answered(guarded, keys, book):
    _, key = keys.create([Role.AUTHORITY], "desk")
    refused = guarded.get("/v1/agents/0", headers=bearer(key) | {"Ombud-Ground": "x" * 201})
    assert (refused.status_code, "data" in refused.json()) == (400, False)

    def full(*_):
        raise UnavailableError("the disk is full")

    book.write = full
    refused = guarded.get("/v1/agents/0", headers=bearer(key))
    assert (refused.status_code, "data" in refused.json()) == (503, False)


def test_reads_of_others_are_not_written(guarded, keys, book):
    _, key = keys.create([Role.OPERATOR], "engine")
    guarded.get("/v1/agents/0", headers=bearer(key))
    guarded.get("/v1/agents/0")
    assert book.reads == []


class Counted:
    """Lets a caller through so often, and then not for three seconds."""

    def __init__(self, left):
        self.left = left
        self.names = []

    def spend(self, caller):
        self.names.append(caller.name)
        self.left -= 1
        return 0.0 if self.left >= 0 else None

    def fetch(self, _caller):
        return 2.5


def test_who_calls_too_often_is_told_when_to_come_back(world, mirror, assets, keys):
    index(world, mirror)
    counted = Counted(1)
    app = create_app(sources_of(world, mirror), vendor=assets, access=Access(Callers(keys), allowance=counted))
    row, key = keys.create([Role.OPERATOR], "ops")
    with TestClient(app, client=("2001:db8:1:2:3:4:5:6", 9)) as client:
        assert client.get("/v1/status").status_code == 200
        refused = client.get("/v1/status", headers=bearer(key))
        guessed = client.get("/v1/status", headers=bearer("ombud_guess"))
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3")
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.json()["code"], refused.json()["retry_after"]) == ("limited", 3)
    assert guessed.status_code == 429
    assert counted.names == ["2001:db8:1:2::/64", f"key:{row.id}", "2001:db8:1:2::/64"]


def test_pages_of_other_origins_read_only_if_they_are_named(world, mirror, assets, client):
    asked = {"Origin": "https://desk.example", "Access-Control-Request-Method": "GET"}
    assert "access-control-allow-origin" not in client.get("/v1/status", headers=asked).headers
    assert client.options("/v1/status", headers=asked).status_code == 405
    access = Access(origins=("https://desk.example",))
    with TestClient(create_app(sources_of(world, mirror), vendor=assets, access=access)) as named:
        found = named.get("/v1/status", headers=asked).headers
        assert found["access-control-allow-origin"] == "https://desk.example"
        assert "access-control-allow-credentials" not in found
        other = named.get("/v1/status", headers=asked | {"Origin": "https://evil.example"}).headers
        assert "access-control-allow-origin" not in other
        refused = named.options("/v1/status", headers=asked | {"Access-Control-Request-Method": "POST"})
        assert refused.status_code == 400


def test_operators_see_what_was_answered(guarded, keys):
    _, key = keys.create([Role.OPERATOR], "ops")
    for _ in range(3):
        guarded.get("/v1/agents/0")
    guarded.get("/v1/agents/99")
    text = guarded.get("/v1/metrics", headers=bearer(key)).text
    assert 'ombud_api_answers_total{route="/v1/agents/{agent:agent}",status="200"} 3' in text
    assert 'ombud_api_answers_total{route="/v1/agents/{agent:agent}",status="404"} 1' in text
    assert 'ombud_api_seconds_bucket{le="+Inf"} 4' in text
    assert "ombud_api_seconds_count 4" in text
