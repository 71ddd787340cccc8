"""Claims, audits, credibility roots, authorities and forecasts committed on chain, over HTTP."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from ledger.api import room_examples as examples
from ledger.queries.answers import Answer, Page
from ledger.queries.assertions import BondedAssertion
from ledger.queries.authorities import AuthorityStep
from ledger.queries.capabilities import ClaimView
from ledger.queries.forecast_book import RoundCase, RoundView
from ledger.queries.roots import Roots
from ledger.queries.sealed import RoomView

HASH = "ab" * 32
SEER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
PATHS = (
    "/v1/agents/0/claims",
    f"/v1/capabilities/{HASH}",
    "/v1/authorities",
    "/v1/assertions?standpoint=open",
    "/v1/agents/0/audits",
    "/v1/credibility-roots",
    "/v1/forecast-book",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_complete_and_can_be_had_as_of_a_block(world, client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["completeness"]["complete"]
    then = client.get(path, params={"as_of": world.chain.head().number})
    assert then.json()["as_of"] == answer.json()["as_of"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/assertions/" + HASH, 404, "no_such_assertion"),
        ("/v1/assertions?standpoint=shaky", 400, "bad_standpoint"),
        ("/v1/agents/77/audits", 404, "no_such_agent"),
        ("/v1/agents/0/claims?cursor=x", 400, "bad_cursor"),
        ("/v1/credibility-roots?limit=0", 400, "invalid_input"),
        ("/v1/forecast-book?forecaster=seer", 400, "bad_address"),
        (f"/v1/forecast-book/{SEER}/3", 404, "no_such_round"),
        (f"/v1/forecast-book/{SEER}/-1", 400, "invalid_input"),
        ("/v1/forecast-book/seer/3", 400, "bad_address"),
    ],
)
def test_refusal_is_a_problem_with_code_and_remedy(client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.SEALED, RoomView),
        (examples.ROUNDS, Answer[Page[RoundView]]),
        (examples.ROUND, Answer[RoundCase]),
        (examples.CLAIMS, Answer[Page[ClaimView]]),
        (examples.CAPABLE, Answer[Page[ClaimView]]),
        (examples.ASSERTIONS, Answer[Page[BondedAssertion]]),
        (examples.ASSERTION, Answer[BondedAssertion]),
        (examples.ROOTS, Answer[Roots]),
        (examples.AUTHORITIES, Answer[Page[AuthorityStep]]),
    ],
)
def test_examples_are_answers_of_their_routes(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example


def _refs(description, schema):
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def test_every_list_pages_and_every_answer_can_be_had_as_of_a_block(client):
    description = client.get("/openapi.json").json()
    for path, item in description["paths"].items():
        if "get" not in item:
            continue
        content = item["get"]["responses"]["200"].get("content", {}).get("application/json", {})
        answer = _refs(description, content.get("schema", {})).get("properties", {})
        if "completeness" not in answer or path == "/v1/feed":  # the feed tells what comes next, not what was
            continue
        names = {parameter["name"] for parameter in item["get"]["parameters"]}
        assert {"as_of", "finality", "completeness"} <= set(answer), path
        assert "as_of" in names, path
        data = _refs(description, answer["data"])
        assert data.get("type") != "array", path
        if "next_cursor" in data.get("properties", {}):
            assert {"cursor", "limit"} <= names, path
