"""Answers carry entity tags, and are not sent again to who has them."""

from __future__ import annotations

import pytest

from tests.fakes.asked import index

PATH = "/v1/agents/0"


def test_who_has_an_answer_gets_304_until_it_changes(world, mirror, client):
    first = client.get(PATH)
    tag = first.headers["etag"]
    for named in (tag, f'"other", W/{tag}', "*"):
        again = client.get(PATH, headers={"if-none-match": named})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["x-content-type-options"] == "nosniff"
        assert "content-length" not in again.headers
    assert client.get(PATH, headers={"if-none-match": '"other"'}).content == first.content
    block = first.json()["as_of"]["number"]
    then = client.get(PATH, params={"as_of": block}).headers["etag"]
    world.chain.mine(blocks=20)
    index(world, mirror)
    newer = client.get(PATH, headers={"if-none-match": tag})
    assert (newer.status_code, newer.json()["as_of"]["number"]) == (200, block + 20)
    past = client.get(PATH, params={"as_of": block}, headers={"if-none-match": then})
    assert past.status_code == 200  # it is final now, and says so
    again = {"if-none-match": past.headers["etag"]}
    assert client.get(PATH, params={"as_of": block}, headers=again).status_code == 304


@pytest.mark.parametrize(("path", "status"), [("/v1/agents/99", 404), ("/v1/agents?limit=0", 400), ("/", 307)])
def test_what_is_no_answer_carries_no_tag(client, path, status):
    found = client.get(path, headers={"if-none-match": "*"}, follow_redirects=False)
    assert found.status_code == status
    assert "etag" not in found.headers
