"""`/v1/alerts` and `/v1/agents/{id}/forecast`."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from ledger.api import forecasts
from ledger.queries.answers import Answer, Page
from ledger.queries.forecast_chains import ChainView
from ledger.queries.forecasts import CAUTION, AlertView, ForecastView
from tests.fakes.stated import RECORD, chain, row, state


@pytest.fixture
def stated(client, mirror):
    state(mirror, {0: row("firing")})
    return client


def test_a_forecast_is_an_answer_with_block_finality_model_and_caution(stated, world):
    for name in ("0", str(world.agents[0].ref)):
        answer = stated.get(f"/v1/agents/{name}/forecast").json()
        assert answer["as_of"]["number"] == world.chain.head().number
        assert answer["finality"] == "provisional"
        assert (answer["data"]["state"], answer["data"]["caution"]) == ("ok", CAUTION)
        assert answer["data"]["statement"]["model"]["digest"] == "f0" * 32


def test_alerts_cite_records(stated):
    answer = stated.get("/v1/alerts", params={"state": "firing", "agent": "0"}).json()
    assert answer["data"]["items"][0]["reasons"][0]["records"] == [RECORD.hex()]
    assert stated.get("/v1/alerts", params={"state": "pending"}).json()["data"]["items"] == []


def test_chains_name_everybody_who_took_part(client, mirror, world):
    state(mirror, {0: row()}, chains=(chain(7, 0, 1),))
    (found,) = client.get("/v1/alerts/chains", params={"agent": str(world.agents[0].ref)}).json()["data"]["items"]
    assert (found["agent_ids"], found["records"][1]) == ([0, 1], RECORD.hex())
    assert found["agents"][0] == str(world.agents[0].ref)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/alerts?state=burning", 400, "bad_alert_state"),
        ("/v1/alerts?agent=99", 404, "no_such_agent"),
        ("/v1/alerts?agent=x", 400, "bad_agent"),
        ("/v1/alerts?cursor=x", 400, "bad_cursor"),
        ("/v1/alerts?as_of=99999", 400, "future_block"),
        ("/v1/alerts/chains?agent=99", 404, "no_such_agent"),
        ("/v1/alerts/chains?cursor=x", 400, "bad_cursor"),
        ("/v1/agents/99/forecast", 404, "no_such_agent"),
        ("/v1/agents/0/forecast", 404, "no_forecast"),
    ],
)
def test_refusals_are_problems(client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (forecasts.ALERTS, Answer[Page[AlertView]]),
        (forecasts.CHAINS, Answer[Page[ChainView]]),
        (forecasts.FORECAST, Answer[ForecastView]),
    ],
)
def test_examples_are_answers_of_their_routes(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
