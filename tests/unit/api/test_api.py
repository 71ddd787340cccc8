"""What HTTP adds to the answers: paths, status codes, problems, headers, documentation."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from structlog.testing import capture_logs

from ledger.api import examples
from ledger.api.app import create_app
from ledger.domain.bundle import parse_bundle
from ledger.domain.verify import verify_bundle
from ledger.queries.agents import AgentSummary
from ledger.queries.answers import Answer, Page
from ledger.queries.records import FoundRecord, RecordView
from ledger.queries.standing import StandingView
from ledger.queries.verdicts import VerdictCase
from ledger.store.books import BlockId
from tests.fakes.asked import index, sources_of

ENVELOPE = {"schema_version", "chain_id", "contract", "as_of", "finality", "completeness", "data"}


def first_record(client):
    return client.get("/v1/agents/0/records").json()["data"]["items"][0]


def every_path(client, world):
    record = first_record(client)["record_id"]
    fault = client.get("/v1/verdicts").json()["data"]["items"][0]["fault_key"]
    log = next(iter(world.logs)).hex()
    return [
        "/v1/agents",
        "/v1/agents/0",
        f"/v1/agents/{world.agents[0].ref}",
        f"/v1/agents/{world.agents[0].ref}/records",
        "/v1/agents/0/records?proofs=false&limit=2",
        "/v1/agents/0/standing",
        f"/v1/records/{record}",
        "/v1/sessions/0/s",
        f"/v1/sessions/{world.agents[0].ref}/{quote('a/b c', safe='')}",
        "/v1/verdicts",
        "/v1/verdicts?agent=0",
        f"/v1/verdicts/{fault}",
        "/v1/logs",
        f"/v1/logs/{log}/anchors",
    ]


def test_every_answer_has_the_same_envelope(client, world):
    for path in every_path(client, world):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert set(answer.json()) == ENVELOPE
        assert answer.json()["as_of"]["number"] == world.chain.head().number


def test_every_answer_can_be_had_as_of_a_block(client, world):
    block = world.chain.head().number
    for path in every_path(client, world):
        answer = client.get(path, params={"as_of": block})
        assert answer.json()["as_of"] == client.get(path).json()["as_of"]


def test_bundles_are_files_that_verify(client, world):
    record = first_record(client)["record_id"]
    for path in (f"/v1/records/0x{record}/bundle", f"/v1/sessions/0/{quote('a/b c', safe='')}/bundle"):
        answer = client.get(path)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["ombud-life"] == "active"
        assert verify_bundle(parse_bundle(answer.content)).ok


NAMES = (
    "a/b",
    "x/bundle",
    "bundle",
    "..",
    "../../etc/passwd",
    "ü/∆",
    " ",
    "a\nb",
    "a\x00b",
    "#x?y=1",
    "'<b>\"",
    "s" * 128,
)


@pytest.mark.parametrize("name", NAMES)
def test_any_session_name_is_found_and_bundled_under_its_encoded_path(client, world, mirror, name):
    agent, log = world.agents[0], next(iter(world.logs))
    for session in (name, "x"):
        world.logs[log].append(agent.segment(1, session=session))
    world.anchor(log)
    index(world, mirror)
    path = f"/v1/sessions/0/{quote(name, safe='').replace('.', '%2E')}"
    (item,) = client.get(path).json()["data"]["items"]
    assert item["content"]["session"] == name
    assert parse_bundle(client.get(f"{path}/bundle").content).subject.id == name
    assert parse_bundle(client.get("/v1/sessions/0/x/bundle").content).subject.id == "x"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/agents/" + "9" * 5000, 400, "bad_agent"),
        ("/v1/agents/%00", 400, "bad_agent"),
        ("/v1/agents/%D9%A3", 400, "bad_agent"),
        ("/v1/agents?cursor=" + "A" * 60_000, 400, "bad_cursor"),
        ("/v1/agents?cursor=%FF%00", 400, "bad_cursor"),
        ("/v1/sessions/0/" + "s" * 600, 400, "invalid_input"),
        ("/v1/sessions/0/%ED%A0%80", 404, "no_such_session"),
        ("/v1/verdicts?agent=", 400, "bad_agent"),
        ("/docs/%2E%2E/%2E%2E/pyproject.toml", 404, "no_such_path"),
        ("/v1/agents/99", 404, "no_such_agent"),
        ("/v1/agents/zzz", 400, "bad_agent"),
        ("/v1/agents/eip155:x/1", 400, "bad_agent"),
        ("/v1/agents/99/records", 404, "no_such_agent"),
        ("/v1/agents?limit=0", 400, "invalid_input"),
        ("/v1/agents?limit=501", 400, "invalid_input"),
        ("/v1/agents?limit=many", 400, "invalid_input"),
        ("/v1/agents?cursor=nonsense", 400, "bad_cursor"),
        ("/v1/agents?as_of=-1", 400, "invalid_input"),
        ("/v1/agents?as_of=99999", 400, "future_block"),
        ("/v1/agents?as_of=1e400", 400, "invalid_input"),
        ("/v1/records/" + "0" * 64, 404, "no_such_record"),
        ("/v1/records/xyz", 400, "invalid_input"),
        ("/v1/records/" + "0" * 64 + "/bundle", 404, "no_such_record"),
        ("/v1/sessions/0/none", 404, "no_such_session"),
        ("/v1/verdicts/" + "0" * 64, 404, "no_such_verdict"),
        ("/v1/logs/" + "0" * 64 + "/anchors", 404, "no_such_log"),
        ("/v1/nothing", 404, "no_such_path"),
    ],
)
def test_refusal_is_a_problem_with_code_and_remedy(client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["hint"]
    assert answer.json()["status"] == status


def test_writing_is_refused(client):
    answer = client.post("/v1/agents")
    assert (answer.status_code, answer.json()["code"]) == (405, "read_only")
    assert answer.headers["allow"] == "GET"


def test_flushed_mirror_is_503_everywhere(client, world, mirror):
    paths = every_path(client, world)
    mirror.connection.call("FLUSHALL")
    for path in [*paths, "/v1/status"]:
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "mirror_empty"), path
        assert answer.headers["retry-after"]


def test_silent_indexer_is_503_but_status_says_so(world, mirror, client):
    late = sources_of(world, mirror, clock=lambda: world.now + 100)
    with TestClient(create_app(late)) as later:
        assert later.get("/v1/agents").json()["code"] == "indexer_silent"
        status = later.get("/v1/status")
    assert status.status_code == 200
    assert not status.json()["ready"]
    assert "has not looked" in status.json()["problem"]


def test_status_of_a_ready_mirror(client, world):
    status = client.get("/v1/status").json()
    assert status["ready"]
    assert (status["agents"], status["logs"], status["verdicts"], status["lag_blocks"]) == (1, 1, 1, 0)


def test_defect_shows_nothing_of_the_inside(world, mirror, assets):
    def broken(_block):
        message = "secret inside"
        raise RuntimeError(message)

    sources = sources_of(world, mirror, clock=broken, block=broken)
    with TestClient(create_app(sources, vendor=assets), raise_server_exceptions=False) as client:
        mirror.begin(_origin(world), instance="i", now=0.0)
        with capture_logs() as lines:
            answer = client.get("/v1/agents")
    assert (answer.status_code, answer.json()["code"]) == (500, "defect")
    assert "secret" not in answer.text
    assert "request_failed" in {line["event"] for line in lines}


def _origin(world):
    block = world.chain.block(0)
    return BlockId(0, block.hash, block.timestamp)


def test_every_response_carries_security_headers(client):
    for path in ("/v1/agents", "/v1/nothing", "/docs", "/openapi.json"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]


def test_docs_load_nothing_from_elsewhere(client):
    page = client.get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js", "favicon-32x32.png"):
        assert client.get(f"/docs/{asset}").status_code == 200
    assert client.get("/docs/secrets").status_code == 404


def test_docs_without_assets_say_what_to_do(world, mirror, tmp_path):
    with TestClient(create_app(sources_of(world, mirror), vendor=tmp_path)) as client:
        answer = client.get("/docs")
    assert answer.json()["code"] == "missing_assets"
    assert "vendor_assets" in answer.json()["hint"]


def test_description_names_every_answer_and_its_problems(client):
    description = client.get("/openapi.json").json()
    for path, item in description["paths"].items():
        operation = item.get("get") or item["post"]
        assert operation["description"], path
        assert {"200", "400", "404", "503"} <= set(operation["responses"]), path
        if not path.endswith(("bundle", "export", "badge.svg", "metrics", "stream")):
            assert "schema" in operation["responses"]["200"]["content"]["application/json"], path


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.RECORDS, Answer[Page[RecordView]]),
        (examples.RECORD, Answer[FoundRecord]),
        (examples.STANDING, Answer[StandingView]),
        (examples.VERDICT, Answer[VerdictCase]),
        (examples.AGENTS, Answer[Page[AgentSummary]]),
    ],
)
def test_example_in_the_documentation_is_a_whole_answer(example, kind):
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
