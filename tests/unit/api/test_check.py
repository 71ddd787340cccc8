"""`/v1/agents/{id}/check` and its badge."""

from __future__ import annotations

import pytest

from ledger.domain.reputation import Standing
from ledger.queries.check import interval, judged


def test_an_agent_that_was_found_at_fault_is_refused_with_the_reason(world, client):
    answer = client.get("/v1/agents/0/check", params={"threshold": 500_000, "dimension": 0})
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["verdict"] == "no"
    assert data["low_ppm"] <= data["score_ppm"] <= data["high_ppm"]
    assert data["reasons"][0]["reason"] == "fault"
    assert data["reasons"][0]["seen"]["tx"]
    low = client.get("/v1/agents/0/check", params={"threshold": 0, "dimension": 0}).json()["data"]
    assert low["verdict"] == "yes"


def test_without_evidence_the_answer_is_insufficient(client):
    data = client.get("/v1/agents/0/check", params={"dimension": 9}).json()["data"]
    assert (data["verdict"], data["n"], data["reasons"]) == ("insufficient", 0, [])
    elsewhere = client.get("/v1/agents/0/check", params={"dimension": 0, "context": "ab" * 32}).json()["data"]
    assert elsewhere["verdict"] == "insufficient"


def test_it_can_be_asked_as_of_a_block(world, client):
    head = world.chain.head().number
    then = client.get("/v1/agents/0/check", params={"dimension": 0, "as_of": head - 1}).json()["data"]
    now = client.get("/v1/agents/0/check", params={"dimension": 0}).json()["data"]
    assert then["n"] < now["n"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/agents/99/check", 404),
        ("/v1/agents/0/check?context=zz", 400),
        ("/v1/agents/0/check?threshold=1000001", 400),
        ("/v1/agents/99/badge.svg", 404),
    ],
)
def test_bad_questions_are_refused(client, path, status):
    assert client.get(path).status_code == status


def test_the_badge_is_plain_svg(client):
    answer = client.get("/v1/agents/0/badge.svg", params={"dimension": 0})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "below" in answer.text
    assert "<script" not in answer.text
    assert "insufficient" in client.get("/v1/agents/0/badge.svg", params={"dimension": 9}).text


def test_the_interval_narrows_with_evidence_and_stays_within_bounds():
    few, many = interval(Standing(2000, 1000)), interval(Standing(200_000, 100_000))
    assert many[1] - many[0] < few[1] - few[0]
    assert interval(Standing(0, 10**9))[0] == 0


def test_the_verdict_turns_at_the_threshold():
    now = Standing(5000, 0)
    assert judged(now, now.score_ppm)[0] == "yes"
    assert judged(now, now.score_ppm + 1)[0] == "no"
    assert judged(Standing(999, 0), 0)[0] == "insufficient"
