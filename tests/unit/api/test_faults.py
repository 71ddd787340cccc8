"""`/v1/faults`, `/v1/operator-faults`, `/v1/challenges`, manifests and custody."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from ledger.api import fault_examples as examples
from ledger.queries.answers import Answer, Page
from ledger.queries.challenges import ChallengeView
from ledger.queries.faults import FaultCounts, OperatorFault, OperatorFaultCase
from ledger.queries.manifests import Custody, Manifests

HASH = "ab" * 32
PATHS = (
    "/v1/faults",
    "/v1/operator-faults",
    "/v1/challenges",
    f"/v1/challenges?subject={HASH}&state=open",
    "/v1/agents/0/manifests",
    f"/v1/custody/{HASH}",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_complete_and_can_be_had_as_of_a_block(world, client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["completeness"]["complete"]
    then = client.get(path, params={"as_of": world.chain.head().number})
    assert then.json()["as_of"] == answer.json()["as_of"]


def test_faults_are_counted_by_kind(client):
    counts = client.get("/v1/faults").json()["data"]
    assert counts["agents"]["equivocation"] == 1
    assert sum(counts["agents"].values()) + sum(counts["operators"].values()) == 1
    (verdict,) = client.get("/v1/verdicts").json()["data"]["items"]
    assert (verdict["statement_a"], verdict["statement_b"]) == (verdict["header_a"], verdict["header_b"])
    assert client.get(f"/v1/verdicts/{verdict['fault_key']}").json()["data"]["reward"] == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/operator-faults/" + HASH, 404, "no_such_fault"),
        ("/v1/operator-faults?log=" + HASH, 404, "no_such_log"),
        ("/v1/challenges/" + HASH, 404, "no_such_challenge"),
        ("/v1/challenges?state=burning", 400, "bad_challenge_state"),
        ("/v1/challenges?cursor=x", 400, "bad_cursor"),
        ("/v1/agents/77/manifests", 404, "no_such_agent"),
        ("/v1/custody/x", 400, "invalid_input"),
    ],
)
def test_refusal_is_a_problem_with_code_and_remedy(client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.COUNTS, Answer[FaultCounts]),
        (examples.OPERATOR_FAULTS, Answer[Page[OperatorFault]]),
        (examples.OPERATOR_FAULT, Answer[OperatorFaultCase]),
        (examples.CHALLENGES, Answer[Page[ChallengeView]]),
        (examples.CHALLENGE, Answer[ChallengeView]),
        (examples.MANIFESTS, Answer[Manifests]),
        (examples.CUSTODY, Answer[Custody]),
    ],
)
def test_examples_are_answers_of_their_routes(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
