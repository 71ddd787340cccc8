"""`/v1/feedback`, `/v1/dimensions`, `/v1/validations` and what stands under agents and validators."""

from __future__ import annotations

import msgspec
import pytest
from pydantic import TypeAdapter

from ledger.api import feedback_examples as examples
from ledger.domain.feedback_file import FeedbackLine, pack_line, parse_line
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef, checksum
from ledger.queries import feedback
from ledger.queries.answers import Answer, Page
from ledger.queries.dimensions import DimensionView
from ledger.queries.feedback import FeedbackItem
from ledger.queries.feedback_exchange import import_lines
from ledger.queries.feedback_summary import FeedbackSummary
from ledger.queries.validations import ValidationItem
from tests.fakes.asked import sources_of
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import World, account

REQUEST = keccak(b"request")
CLIENT = account("client")


@pytest.fixture
def world():
    found = World()
    opinions = FakeOpinions(found)
    opinions.declare()
    agent = found.new_agent({})
    opinions.backed(agent, "client")
    opinions.give(agent, "owner")
    opinions.request(agent, "validator", REQUEST)
    opinions.answer(agent, "validator", REQUEST, 100)
    return found


PATHS = (
    "/v1/feedback",
    f"/v1/feedback?client={CLIENT}&state=backed",
    "/v1/agents/0/feedback",
    "/v1/agents/0/feedback/summary",
    f"/v1/agents/0/feedback/{CLIENT}/1",
    "/v1/dimensions",
    "/v1/agents/0/validations",
    f"/v1/validators/{account('validator')}/validations",
    f"/v1/validations/{REQUEST.hex()}",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_complete_and_can_be_had_as_of_a_block(world, client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["completeness"]["complete"]
    then = client.get(path, params={"as_of": world.chain.head().number, "x": ""})
    assert then.json()["as_of"] == answer.json()["as_of"]


def test_the_answer_is_the_one_that_the_command_line_shows(world, mirror, client):
    direct = feedback.agent_feedback(sources_of(world, mirror), "0", cursor=None, limit=50, as_of=None)
    assert client.get("/v1/agents/0/feedback").json() == msgspec.json.decode(msgspec.json.encode(direct))
    marks = [(item["own_side"], item["weighs"]) for item in client.get("/v1/agents/0/feedback").json()["data"]["items"]]
    assert marks == [(None, True), ("owner", False)]


def test_export_is_one_line_a_feedback_and_says_as_of_when(world, client):
    answer = client.get("/v1/feedback/export", params={"agent": "0"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [parse_line(line) for line in answer.content.splitlines()]
    assert [(line.client, line.index) for line in lines] == [(CLIENT, 1), (account("owner"), 1)]
    head = world.chain.head()
    assert answer.headers["ombud-as-of"] == f"{head.number} {head.hash.hex()}"


def test_imported_feedback_is_shown_as_weightless(world, mirror, client):
    foreign = FeedbackLine(AgentRef(1, checksum(b"r" * 20), 4), CLIENT, 1, 5, 0)
    import_lines(sources_of(world, mirror), [pack_line(foreign, {})])
    assert client.get("/v1/feedback/imported").json()["agents"] == [str(foreign.agent)]
    found = client.get("/v1/feedback/imported", params={"agent": str(foreign.agent)}).json()
    assert [(item["value"], item["weighs"]) for item in found["items"]] == [("5", False)]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/agents/77/feedback", 404, "no_such_agent"),
        ("/v1/agents/77/feedback/summary", 404, "no_such_agent"),
        ("/v1/agents/77/validations", 404, "no_such_agent"),
        ("/v1/agents/0/feedback?state=burning", 400, "bad_feedback_state"),
        (f"/v1/agents/0/feedback/{CLIENT}/9", 404, "no_such_feedback"),
        ("/v1/agents/0/feedback/alice/1", 400, "bad_address"),
        ("/v1/feedback?client=alice", 400, "bad_address"),
        ("/v1/feedback?cursor=x", 400, "bad_cursor"),
        ("/v1/feedback/export?agent=77", 404, "no_such_agent"),
        ("/v1/feedback/imported?agent=7", 400, "bad_agent"),
        ("/v1/dimensions?limit=0", 400, "invalid_input"),
        ("/v1/validators/alice/validations", 400, "bad_address"),
        ("/v1/validations/" + "0" * 64, 404, "no_such_validation"),
    ],
)
def test_refusal_is_a_problem_with_code_and_remedy(client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.FEEDBACK, Answer[Page[FeedbackItem]]),
        (examples.SUMMARY, Answer[FeedbackSummary]),
        (examples.DIMENSIONS, Answer[Page[DimensionView]]),
        (examples.VALIDATIONS, Answer[Page[ValidationItem]]),
        (examples.VALIDATION, Answer[ValidationItem]),
    ],
)
def test_examples_are_answers_of_their_routes(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
