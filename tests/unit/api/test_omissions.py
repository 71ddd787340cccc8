"""Omissions and effects over HTTP, and on the command line's own words for them."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from ledger.api import omission_examples as examples
from ledger.api.app import create_app
from ledger.domain.omission import GRACE_SECONDS
from ledger.domain.signed_receipt import SignedReceipt
from ledger.queries.answers import Answer, Page
from ledger.queries.omissions import OmissionView
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.promises import append, countersignature, promise
from tests.fakes.world import CHAIN_ID, REGISTRY, World


@pytest.fixture
def asked(redis_url):
    """An API over a world in which agent 0 keeps one promise to agent 1 and breaks two."""
    world = World()
    log = world.new_log()
    giver, taker = world.new_agent({1: log}, owner="giver"), world.new_agent({1: log}, owner="taker")
    append(world, log, giver, [{"session": "kept"}])
    due = world.chain.time + 60
    sessions = ("kept", "never", "nor this")
    given = [
        promise(giver, giver.record(n, session=name), n, to=taker.owner, by=due) for n, name in enumerate(sessions)
    ]
    append(world, log, taker, [countersignature(item) for item in given])
    world.anchor(log)
    world.chain.mine(seconds=GRACE_SECONDS + 61)
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    with TestClient(create_app(sources_of(world, mirror))) as client:
        yield client, given
    mirror.close()


def items(client, path, **params):
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["items"]


def test_omissions_are_listed_for_all_and_for_one_with_receipts_that_prove_them(asked):
    client, given = asked
    found = items(client, "/v1/omissions")
    assert [(item["agent"].rpartition("/")[2], item["kind"]) for item in found] == [("0", "hidden")] * 2
    assert {item["omission"] for item in found} == {item.receipt.hash.hex() for item in given[1:]}
    assert found == items(client, "/v1/agents/0/omissions") == items(client, "/v1/omissions", agent="0")
    assert items(client, "/v1/agents/1/omissions") == []
    first = client.get("/v1/omissions", params={"limit": 1, "agent": 0}).json()["data"]
    assert first["more"]
    rest = items(client, "/v1/agents/0/omissions", cursor=first["next_cursor"])
    assert first["items"] + rest == found
    text = TypeAdapter(dict).dump_json(found[0]["receipt"])
    assert SignedReceipt.unpack(text).signer() == found[0]["signer"]


def test_records_are_filtered_by_effect(asked):
    client, _ = asked
    (confirmed,) = items(client, "/v1/agents/0/records", effect="confirmed", proofs=False)
    assert confirmed["content"]["session"] == "kept"
    assert confirmed["countersigned"]["agent"].endswith("/1")
    assert items(client, "/v1/agents/0/records", effect="unconfirmed") == []
    assert len(items(client, "/v1/agents/1/records", effect="unconfirmed")) == 3
    refused = client.get("/v1/agents/0/records", params={"effect": "maybe"})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_effect")
    nobody = client.get("/v1/agents/9/omissions")
    assert (nobody.status_code, nobody.json()["code"]) == (404, "no_such_agent")


def test_one_omission_is_found_by_the_hash_of_its_receipt(asked):
    client, given = asked
    kept, broken = (client.get(f"/v1/omissions/{item.receipt.hash.hex()}") for item in given[:2])
    assert broken.json()["data"] in items(client, "/v1/omissions")
    assert (kept.status_code, kept.json()["code"]) == (404, "no_such_omission")


@pytest.mark.parametrize(
    ("example", "kind"), [(examples.OMISSIONS, Answer[Page[OmissionView]]), (examples.OMISSION, Answer[OmissionView])]
)
def test_examples_in_the_documentation_are_whole_answers(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
