"""What is sent is what the description says, field by field: nothing missing, nothing more, nothing of another type."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.domain.hashing import keccak
from tests.fakes.asked import index, sources_of
from tests.fakes.world import account

HASH = "ab" * 32
NAMES = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
    list: "array",
    dict: "object",
}
NOT_JSON = ("bundle", "export", "badge.svg", "stream")


def differences(description: dict[str, Any], schema: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Say where a value is not what a schema describes; a field that the schema does not name is a difference."""
    if "$ref" in schema:
        return differences(
            description, description["components"]["schemas"][schema["$ref"].rpartition("/")[2]], value, at
        )
    if "anyOf" in schema:
        found = [differences(description, one, value, at) for one in schema["anyOf"]]
        return [] if [] in found else min(found, key=len)
    if "enum" in schema or "const" in schema:
        allowed = schema.get("enum", [schema.get("const")])
        return [] if value in allowed else [f"{at}: {value!r} is none of {allowed}"]
    return _of_type(description, schema, value, at)


def _of_type(description: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> list[str]:
    wanted, told = schema.get("type"), NAMES[type(value)]
    if wanted is None:
        return []
    if told != wanted and (told, wanted) != ("integer", "number"):
        return [f"{at}: {told} for {wanted}"]
    if told == "array":
        inner = schema.get("items", {})
        return [line for i, item in enumerate(value) for line in differences(description, inner, item, f"{at}[{i}]")]
    if told != "object" or "properties" not in schema:
        return []
    known = schema["properties"]
    lost = [f"{at}.{name}: is missing" for name in schema.get("required", []) if name not in value]
    more = [f"{at}.{name}: is not described" for name in value if name not in known]
    return (
        lost
        + more
        + [
            line
            for name in value
            if name in known
            for line in differences(description, known[name], value[name], f"{at}.{name}")
        ]
    )


def events_of_rooms():
    told = {"agentId": 0, "capability": bytes.fromhex(HASH), "version": 1, "document": keccak(b"d"), "uri": ""}
    audit = {"assertion": bytes.fromhex(HASH)}
    said = {"agentId": 0, "action": keccak(b"a"), "auditor": account("auditor"), "context": bytes(32), "dimension": 0}
    proposed = {
        "epoch": 1,
        "root": keccak(b"r"),
        "proposer": account("p"),
        "assertion": keccak(b"q"),
        "clusters": bytes(32),
    }
    committed = {
        "forecaster": account("seer"),
        "epoch": 1,
        "root": keccak(b"r"),
        "population": 2,
        "until": 9,
        "model": bytes(32),
    }
    revealed = {
        "forecaster": account("seer"),
        "epoch": 1,
        "agentId": 0,
        "ppm": 7,
        "salt": bytes(32),
        "squares": 49,
        "revealed": 1,
    }
    asked = {"id": bytes.fromhex(HASH), "kind": 0, "subject": bytes.fromhex(HASH), "challenger": account("asker")}
    suspended = {"agentId": 0, "cause": keccak(b"c"), "authority": account("authority"), "until": 1 << 40}
    asserted = {"asserter": account("auditor"), "bond": 1, "openUntil": 1 << 40}
    return [
        ("Claims", "CapabilityClaimed", told),
        ("Audits", "ActionAudited", audit | said | {"weight": 5, "reportHash": bytes(32), "uri": ""}),
        ("Audits", "Asserted", audit | asserted),
        ("CredibilityRoots", "RootProposed", proposed | {"size": 1, "asOfBlock": 1, "formula": bytes(32), "uri": ""}),
        ("CredibilityRoots", "Asserted", {"assertion": keccak(b"q")} | asserted),
        ("ForecastBook", "ForecastCommitted", committed),
        ("ForecastBook", "ForecastRevealed", revealed),
        ("Availability", "EvidenceKept", {"evidenceHash": bytes.fromhex(HASH), "custodian": account("custodian")}),
        ("Availability", "ChallengeOpened", asked | {"about": bytes(12) + b"\x01" * 20, "answerBy": 1 << 39}),
        ("Manifests", "ManifestDeclared", {"agentId": 0, "index": 0, "document": bytes(32), "tools": bytes(32)}),
        ("Lifecycle", "AgentSuspended", suspended | {"evidenceHash": bytes(32)}),
        ("Lifecycle", "AuthorityQueued", {"authority": account("next"), "readyAt": 9}),
    ]


@pytest.fixture
def rich(world, mirror, assets):
    """The API over a world in which nearly every list has something."""
    for event in events_of_rooms():
        world.chain.mine(event)
    index(world, mirror)
    with TestClient(create_app(sources_of(world, mirror), vendor=assets), raise_server_exceptions=False) as found:
        yield found


def values_of(client, world):
    """Say what stands for the names in paths."""
    return {
        "agent:agent": "0",
        "session:session": quote("a/b c", safe=""),
        "record_id": client.get("/v1/agents/0/records").json()["data"]["items"][0]["record_id"],
        "fault_key": client.get("/v1/verdicts").json()["data"]["items"][0]["fault_key"],
        "log_id": next(iter(world.logs)).hex(),
        "forecaster": account("seer"),
        "epoch": "1",
    }


def filled(path, values):
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value).replace(f"{{{name.partition(':')[0]}}}", value)
    for name in ("capability", "evidence", "challenge", "assertion"):
        path = path.replace(f"{{{name}}}", HASH)
    return path


def test_every_answer_is_what_its_description_says(rich, world):
    description = rich.get("/openapi.json").json()
    values, compared = values_of(rich, world), []
    for path, item in description["paths"].items():
        if "get" not in item:
            continue
        content = item["get"]["responses"]["200"].get("content", {}).get("application/json", {})
        asked = filled(path, values)
        if "{" in asked or path.endswith(NOT_JSON) or "schema" not in content:
            continue
        answer = rich.get(asked)
        if answer.status_code == 404:  # what this world does not hold: disputes, mandates, dimensions
            continue
        assert answer.status_code == 200, (asked, answer.text)
        assert differences(description, content["schema"], answer.json()) == [], asked
        compared.append(path)
    assert len(compared) >= 30, sorted(compared)


def test_lists_in_that_world_are_not_empty(rich):
    for path in (
        "agents/0/claims",
        "assertions",
        "agents/0/audits",
        "credibility-roots",
        "forecast-book",
        "authorities",
    ):
        data = rich.get(f"/v1/{path}").json()["data"]
        assert data["items"], path


@pytest.mark.parametrize(
    ("schema", "value", "line"),
    [
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, {}, ".a: is missing"),
        ({"type": "object", "properties": {}}, {"b": 1}, ".b: is not described"),
        ({"type": "array", "items": {"type": "string"}}, ["x", 1], "[1]: integer for string"),
        ({"enum": ["open"]}, "shut", ": 'shut' is none of ['open']"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "1", ": string for integer"),
        ({"type": "integer"}, True, ": boolean for integer"),
    ],
)
def test_a_difference_is_named(schema, value, line):
    assert differences({}, schema, value) == [line]
