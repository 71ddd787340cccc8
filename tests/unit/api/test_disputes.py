"""`/v1/disputes`, `/v1/deadlines`, `/v1/mandates`, `/v1/arbitrators`, `/v1/policies`."""

from __future__ import annotations

import msgspec
import pytest
from pydantic import TypeAdapter

from ledger.api import dispute_examples as examples
from ledger.queries import cases
from ledger.queries.answers import Answer, Page
from ledger.queries.arbitrators import ArbitratorView
from ledger.queries.cases import CaseFile
from ledger.queries.disputes import Deadlines, DisputeSummary
from ledger.queries.mandates import MandateTree, MandateView
from ledger.queries.policies import PolicyView
from tests.fakes.asked import sources_of
from tests.fakes.court import COURT, MANDATES, FakeCourt
from tests.fakes.world import CHAIN_ID, World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def mandate(world):
    """A world in which agent 0 was found at fault, is disputed again, and acts under a mandate."""
    court = FakeCourt(world)
    court.found()
    agent = world.new_agent({})
    court.bond(agent, 10**18)
    court.open(agent)
    court.respond(1)
    court.judge(1, 1, 1, 1)
    court.finalize(1)
    court.execute(1)
    court.open(agent, seq=1)
    return court.grant(agent).id(CHAIN_ID, MANDATES).hex()


@pytest.fixture
def paths(mandate, client):
    return [
        "/v1/disputes",
        "/v1/disputes?agent=0&state=running&due_before=4000000000",
        "/v1/disputes/1",
        f"/v1/disputes/eip155:31337:{COURT}/1",
        "/v1/deadlines",
        "/v1/agents/0/mandates",
        f"/v1/mandates/{mandate}",
        f"/v1/mandates/0x{mandate}",
        f"/v1/mandates/{mandate}/tree",
        "/v1/arbitrators",
        "/v1/policies",
    ]


def test_every_answer_is_complete_and_can_be_had_as_of_a_block(world, paths, client):
    block = world.chain.head().number
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.json()["completeness"]["complete"], path
        then = client.get(path, params={"as_of": block})
        assert then.json()["as_of"] == answer.json()["as_of"]


def test_the_case_file_is_the_one_that_the_command_line_shows(world, mirror, paths, client):
    direct = cases.case_file(sources_of(world, mirror), "1", as_of=None)
    assert client.get("/v1/disputes/1").json() == msgspec.json.decode(msgspec.json.encode(direct))


def test_disputes_are_filtered_and_paged(paths, client):
    def numbers(**params):
        return [item["dispute_id"] for item in client.get("/v1/disputes", params=params).json()["data"]["items"]]

    assert numbers() == [1, 2]
    assert numbers(state="running") == numbers(state="open") == numbers(due_before=4_000_000_000) == [2]
    assert numbers(state="executed") == [1]
    assert numbers(due_before=1) == numbers(state="final") == []
    first = client.get("/v1/disputes", params={"limit": 1}).json()["data"]
    assert first["more"]
    assert numbers(limit=1, cursor=first["next_cursor"]) == [2]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/disputes/9", 404, "no_such_dispute"),
        ("/v1/disputes/9/bundle", 404, "no_such_dispute"),
        ("/v1/disputes/first", 400, "bad_dispute"),
        ("/v1/disputes/%00", 400, "bad_dispute"),
        ("/v1/disputes/eip155:1:0x0/1", 404, "no_such_dispute"),
        ("/v1/disputes/1?as_of=1", 404, "no_such_dispute"),
        ("/v1/disputes/1?as_of=99999", 400, "future_block"),
        ("/v1/disputes?state=burning", 400, "bad_dispute_state"),
        ("/v1/disputes?agent=77", 404, "no_such_agent"),
        ("/v1/disputes?agent=x", 400, "bad_agent"),
        ("/v1/disputes?due_before=-1", 400, "invalid_input"),
        ("/v1/disputes?cursor=x", 400, "bad_cursor"),
        ("/v1/deadlines?cursor=x", 400, "bad_cursor"),
        ("/v1/arbitrators?cursor=x", 400, "bad_cursor"),
        ("/v1/policies?limit=0", 400, "invalid_input"),
        ("/v1/mandates/" + "0" * 64, 404, "no_such_mandate"),
        ("/v1/mandates/" + "0" * 64 + "/tree", 404, "no_such_mandate"),
        ("/v1/mandates/xyz", 400, "invalid_input"),
        ("/v1/agents/77/mandates", 404, "no_such_agent"),
    ],
)
def test_refusal_is_a_problem_with_code_and_remedy(paths, client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.CASE, Answer[CaseFile]),
        (examples.DISPUTES, Answer[Page[DisputeSummary]]),
        (examples.DEADLINES, Answer[Deadlines]),
        (examples.MANDATE, Answer[MandateView]),
        (examples.MANDATES, Answer[Page[MandateView]]),
        (examples.TREE, Answer[MandateTree]),
        (examples.ARBITRATORS, Answer[Page[ArbitratorView]]),
        (examples.POLICIES, Answer[Page[PolicyView]]),
    ],
)
def test_examples_are_answers_of_their_routes(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
