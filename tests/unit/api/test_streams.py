"""Whole lists as NDJSON and CSV, and the feed as server-sent events."""

from __future__ import annotations

import csv
import io
import json

import anyio
import pytest

from ledger.api import push, streams
from ledger.queries.feed import feed
from ledger.store import keys
from tests.fakes.asked import index, sources_of


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(streams, "MAX_LIMIT", 2)


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_list_comes_whole_as_ndjson_with_its_envelope_and_count(client, small_pages):
    found = lines(client.get("/v1/agents/0/records?format=ndjson"))
    listed = client.get("/v1/agents/0/records?limit=500").json()
    assert found[1:-1] == listed["data"]["items"]
    assert len(found[1:-1]) > 2
    assert found[-1] == {"end": True, "count": len(listed["data"]["items"])}
    assert found[0]["envelope"] == {name: value for name, value in listed.items() if name != "data"}


def test_accept_says_the_same_as_format_and_json_goes_first(client):
    as_lines = client.get("/v1/agents", headers={"accept": "application/x-ndjson"})
    assert as_lines.headers["content-type"] == "application/x-ndjson"
    assert client.get("/v1/agents", headers={"accept": "application/json, text/csv"}).json()["data"]
    assert client.get("/v1/agents", headers={"accept": "*/*"}).json()["data"]
    refused = client.get("/v1/agents?format=xml")
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_format")


def test_a_list_comes_as_csv_with_its_envelope_in_headers(client, small_pages):
    answer = client.get("/v1/agents/0/records?format=csv&proofs=false")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    listed = client.get("/v1/agents/0/records?limit=500&proofs=false").json()
    assert [row["record_id"] for row in rows] == [item["record_id"] for item in listed["data"]["items"]]
    assert answer.headers["ombud-as-of"] == f"{listed['as_of']['number']} {listed['as_of']['hash']}"
    assert answer.headers["content-type"].startswith("text/csv")


def test_text_that_begins_like_a_formula_is_none(world, mirror, client):
    world.chain.mine(*world.mint_events(uri="=HYPERLINK(0)")[1])
    index(world, mirror)
    answer = client.get("/v1/agents?format=csv").text
    assert "=HYPERLINK" not in answer or "'=HYPERLINK" in answer
    assert streams._cell("=1+1") == "'=1+1"
    assert streams._cell(-1) == "-1"


def test_what_is_refused_in_json_is_refused_as_a_stream(client):
    assert client.get("/v1/agents/99/records?format=csv").status_code == 404
    assert client.get("/v1/agents?format=ndjson&cursor=nonsense").status_code == 400
    assert client.get("/v1/agents/0?format=ndjson").json()["data"]["agent_id"] == 0


def test_all_pages_are_as_of_one_block_while_data_arrives(world, mirror, small_pages):
    index(world, mirror)
    sources = sources_of(world, mirror)
    from ledger.queries import agents  # noqa: PLC0415

    for _ in range(4):
        world.new_agent()
    index(world, mirror)

    def grows(**arguments):
        found = agents.agents(sources, **arguments)
        world.new_agent()
        index(world, mirror)
        return found

    async def read():
        return [part async for part in streams.streamed(grows, {"cursor": None, "as_of": None}, "ndjson").body_iterator]

    found = b"".join(anyio.run(read)).splitlines()
    head = json.loads(found[0])["envelope"]["as_of"]["number"]
    assert (
        json.loads(found[-1])["count"]
        == agents.agents(sources, cursor=None, limit=500, as_of=head).data.items.__len__()
    )


def test_the_feed_is_read_in_pages(client):
    page = client.get("/v1/feed?cursor=start&topics=verdict").json()["data"]
    assert [item["message"]["event"] for item in page["items"]] == ["proved"]
    after = client.get("/v1/feed", params={"cursor": page["next_cursor"]}).json()["data"]
    assert after["items"] == []
    assert client.get("/v1/feed?topics=gossip").json()["code"] == "bad_topic"
    assert client.get("/v1/feed/stream?cursor=nonsense").json()["code"] == "bad_cursor"


def test_the_stream_goes_on_where_it_was_and_says_when_it_cannot(world, mirror):
    index(world, mirror)
    sources = sources_of(world, mirror)

    async def take(begun, count):
        out = []
        with anyio.fail_after(60):
            found = push.events(sources, begun)
            async for event in found:
                out.append(event)
                if len(out) == count:
                    break
            await found.aclose()
        return out

    first = anyio.run(take, feed(sources), 1)
    assert first[0]["event"] == "hello"
    world.chain.mine(*world.fault_events(world.new_agent({})))
    index(world, mirror)
    second = anyio.run(take, feed(sources, cursor=first[0]["id"]), 3)
    assert [event["event"] for event in second] == ["hello", "lifecycle", "verdict"]
    assert [json.loads(event["data"])["event"] for event in second[1:]] == ["sentenced", "proved"]
    mirror.connection.call("DEL", mirror.space.prefix(0) + keys.META)
    third = anyio.run(take, feed_of(second), 2)
    assert json.loads(third[1]["data"])["code"] == "mirror_empty"


def feed_of(events):
    """Return what a stream that was begun before the mirror was lost holds."""
    from ledger.queries.answers import Answer, AsOf, counted  # noqa: PLC0415
    from ledger.queries.feed import FeedPage  # noqa: PLC0415

    page = FeedPage([], events[-1]["id"], more=False)
    return Answer(1, 31337, "0x", AsOf(0, "", 0), "provisional", counted(""), page)
