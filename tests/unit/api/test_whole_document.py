"""The whole OpenAPI document: every route as every role, and every route with whatever schemathesis makes up.

A longer run of the second: `OMBUD_SCHEMATHESIS_EXAMPLES=200 pytest tests/unit/api/test_whole_document.py`.
"""

from __future__ import annotations

import os
from urllib.parse import quote

import msgspec
import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ledger.access.parts import parts_in
from ledger.access.reads import Period
from ledger.access.report import Reported
from ledger.api import exports
from ledger.api.app import create_app
from ledger.api.gate import Access
from ledger.api.signing import Signer
from ledger.domain import sealed_file
from ledger.domain.hashing import sha256
from ledger.domain.roles import Caller, Role
from ledger.domain.signing import SessionKey
from ledger.errors import NotIdentifiedError
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from ledger.tiles.incidents import IncidentBook
from ledger.tiles.room import open_room
from scripts.openapi import document as without_a_mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.case_facts import CaseCourt
from tests.fakes.court import ARBITRATORS, MANDATES
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

EXAMPLES = int(os.environ.get("OMBUD_SCHEMATHESIS_EXAMPLES", "2"))
ABSENT = "ab" * 32
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SEALED, SEALED_KEY = sealed_file.seal(b"what was said", name="chat", media_type="text/plain")
READER = X25519PrivateKey.from_private_bytes(b"\x11" * 32).public_key().public_bytes_raw().hex()
ROLES = ("public", "outsider", "owner", "party", "arbitrator", "authority", "operator")

# Everybody gets the same from these.
OPEN = """
DELETE /v1/access/session 204
GET /v1/access/me 200
GET /v1/access/reads 200
GET /v1/agents 200
GET /v1/agents/{agent} 200
GET /v1/agents/{agent}/audits 200
GET /v1/agents/{agent}/badge.svg 200
GET /v1/agents/{agent}/check 200
GET /v1/agents/{agent}/claims 200
GET /v1/agents/{agent}/feedback 200
GET /v1/agents/{agent}/feedback/summary 200
GET /v1/agents/{agent}/feedback/{client}/{index} 400
GET /v1/agents/{agent}/forecast 404
GET /v1/agents/{agent}/history 200
GET /v1/agents/{agent}/mandates 200
GET /v1/agents/{agent}/manifests 200
GET /v1/agents/{agent}/omissions 200
GET /v1/agents/{agent}/oversight 200
GET /v1/agents/{agent}/permissions 200
GET /v1/agents/{agent}/records 200
GET /v1/agents/{agent}/standing 200
GET /v1/agents/{agent}/validations 200
GET /v1/alerts 200
GET /v1/alerts/chains 200
GET /v1/arbitrators 200
GET /v1/assertions 200
GET /v1/assertions/{assertion} 404
GET /v1/authorities 200
GET /v1/capabilities/{capability} 200
GET /v1/challenges 200
GET /v1/challenges/{challenge} 404
GET /v1/credibility-roots 200
GET /v1/custody/{evidence} 200
GET /v1/deadlines 200
GET /v1/dimensions 200
GET /v1/disputes 200
GET /v1/disputes/{dispute} 200
GET /v1/disputes/{dispute}/bundle 200
GET /v1/disputes/{dispute}/precedents 200
GET /v1/evidence 200
GET /v1/evidence/{sha256} 403
GET /v1/evidence/{sha256}/meta 200
GET /v1/faults 200
GET /v1/feed 200
GET /v1/feed/stream 400
GET /v1/feedback 200
GET /v1/feedback/export 200
GET /v1/feedback/imported 200
GET /v1/forecast-book 200
GET /v1/forecast-book/{forecaster}/{epoch} 404
GET /v1/integrity 200
GET /v1/logs 200
GET /v1/logs/{log_id}/anchors 200
GET /v1/mandates/{mandate_id} 200
GET /v1/mandates/{mandate_id}/tree 200
GET /v1/omissions 200
GET /v1/omissions/{omission_id} 404
GET /v1/operator-faults 200
GET /v1/operator-faults/{fault_key} 404
GET /v1/owners/{account}/agents 200
GET /v1/policies 200
GET /v1/reading-keys/{account} 404
GET /v1/recidivists 200
GET /v1/records/{record_id} 200
GET /v1/records/{record_id}/bundle 200
GET /v1/records/{record_id}/permission 200
GET /v1/records/{record_id}/trace 200
GET /v1/records/{record_id}/trace/prov 200
GET /v1/responsibilities 200
GET /v1/sessions/{agent}/{session} 200
GET /v1/sessions/{agent}/{session}/bundle 200
GET /v1/status 200
GET /v1/systemic 200
GET /v1/validations/{request} 404
GET /v1/validators/{account}/validations 200
GET /v1/verdicts 200
GET /v1/verdicts/{fault_key} 200
POST /v1/access/challenge 200
POST /v1/access/session 401
POST /v1/evidence 200
POST /v1/verify 200
"""
# What each role gets, in the order of ROLES.
GUARDED = {
    "GET /v1/export": (401, 403, 403, 403, 403, 200, 200),
    "GET /v1/metrics": (401, 403, 403, 403, 403, 403, 200),
    "GET /v1/incidents": (401, 403, 403, 403, 403, 200, 200),
    "GET /v1/agents/{agent}/reads": (401, 403, 200, 403, 403, 403, 403),
    "PUT /v1/reading-keys/{account}": (401, 403, 403, 400, 403, 403, 403),
    "GET /v1/disputes/{dispute}/room": (401, 403, 200, 200, 200, 200, 200),
    "POST /v1/disputes/{dispute}/room": (401, 403, 200, 200, 200, 403, 403),
    "GET /v1/disputes/{dispute}/room/{sha256}": (401, 403, 200, 200, 200, 200, 200),
    "GET /v1/disputes/{dispute}/room/{sha256}/grant": (401, 403, 404, 404, 200, 403, 403),
    "POST /v1/disputes/{dispute}/room/{sha256}/grants": (401, 403, 409, 409, 409, 403, 403),
    "DELETE /v1/disputes/{dispute}/room/{sha256}/grants/{account}": (401, 403, 403, 404, 403, 403, 403),
}

BODIES = {
    "POST /v1/access/challenge": {"json": {"account": "0x"}},
    "POST /v1/access/session": {"json": {"message": "", "signature": ""}},
    "PUT /v1/reading-keys/{account}": {"json": {"chain_id": 31337, "public": "ab" * 32, "signature": "00" * 65}},
    "POST /v1/disputes/{dispute}/room/{sha256}/grants": {
        "json": {"reader": ARBITRATORS[0], "public": READER, "wrapped": "A" * 107 + "="}
    },
    "POST /v1/evidence": {"content": b"a file"},
    "POST /v1/disputes/{dispute}/room": {"content": SEALED},
    "POST /v1/verify": {"content": b"ab" * 32},
}


class Names:
    """Takes the name of a role for its key."""

    def __init__(self, callers):
        self.callers = callers

    def identify(self, header):
        found = self.callers.get(header.removeprefix("Bearer "))
        if found is None:
            raise NotIdentifiedError("nobody of this name")
        return found


class Book:
    def write(self, *_):
        pass

    def told(self, agent):
        return [Period(0, 10, 3, f"read-{agent}")]


class Desk:
    """Signs nobody in."""

    def challenge(self, account):
        return f"{account} wants"

    def open(self, message, signature):
        raise NotIdentifiedError(f"{message}: {signature}")

    def close(self, token):
        pass


class Whole:
    """A world in which nearly every route has something to say, its API, and who calls."""

    def __init__(self, folder, redis_url):
        world = World()
        court = CaseCourt(world)
        court.found()
        log = world.new_log()
        agent = world.new_agent({0: bytes(32), 1: log})
        world.logs[log].append(agent.segment(3), agent.segment(2, session="a/b c"))
        world.anchor(log)
        world.chain.mine(*world.fault_events(agent))
        court.bond(agent, 10**18)
        evidence = open_evidence(folder / "evidence")
        evidence.put(SEALED, media_type=sealed_file.MEDIA_TYPE, submitter="claimant")
        court.open(agent)
        court.respond(1)
        court.draw(1)
        seat = next(who for who in court.now.trials[1].panel.ballots if who == ARBITRATORS[0])
        self._name(court, sha256(SEALED))
        self.mandate = court.grant(agent).id(CHAIN_ID, MANDATES).hex()
        room = open_room(folder / "room")
        evidence.put(BODIES["POST /v1/evidence"]["content"], submitter="anybody")
        signed = sealed_file.make_reading_key(b"\x11" * 32, SessionKey(b"\x01" * 32), CHAIN_ID)
        reader = msgspec.structs.replace(signed, account=seat)  # who holds a seat's key, this world does not know
        room.keep_key(reader)
        room.keep_grant(sealed_file.grant(SEALED, SEALED_KEY, reader))
        assert reader.public == READER
        self.sealed = sha256(SEALED).hex()
        self.mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
        index(world, self.mirror)
        sources = sources_of(world, self.mirror, evidence=evidence)
        public = frozenset({Role.PUBLIC})
        self.names = Names(
            {
                "outsider": Caller("account:0", account=account("outsider")),
                "owner": Caller("account:1", account=agent.owner),
                "party": Caller("account:2", account=account("claimant")),
                "arbitrator": Caller("account:3", account=seat),
                "authority": Caller("key:4", public | {Role.AUTHORITY}),
                "operator": Caller("key:5", public | {Role.OPERATOR}),
            }
        )
        access = Access(
            identify=self.names,
            reads=Book(),
            report=lambda: [Reported(0, 10, -3, 1.0, 5, 15)],
            sessions=Desk(),
            room=room,
            parts=lambda dispute, who: parts_in(sources, dispute, who),
        )
        regulation = exports.make_router(sources, IncidentBook(folder / "incidents"), bytes(32))
        self.app = create_app(sources, evidence=evidence, access=access, signer=Signer(bytes(32)), more=[regulation])
        self.world = world

    @staticmethod
    def _name(court, digest):
        now, _ = court._begin()
        case, party = court.now.trials[1].dispute.case, account("claimant")
        added = {"disputeId": 1, "party": party, "evidenceHash": digest}
        court._mine(("DisputeCourt", "EvidenceAdded", added), court._uri(case, party, digest), at=now)


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    from ledger.store.embedded import EmbeddedValkey  # noqa: PLC0415 - as the other fixtures do

    server = EmbeddedValkey(tmp_path_factory.mktemp("whole-valkey"), durable=False)
    yield server.start()
    server.stop()


@pytest.fixture(scope="module")
def whole(tmp_path_factory, valkey):
    found = Whole(tmp_path_factory.mktemp("whole"), valkey)
    yield found
    found.mirror.close()


@pytest.fixture(scope="module")
def client(whole):
    with TestClient(whole.app, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="module")
def values(whole, client):
    """Say what stands for the names in paths."""
    listed = client.get("/v1/agents/0/records").json()["data"]["items"]
    return {
        "agent": "0",
        "dispute": "1",
        "session": quote("a/b c", safe=""),
        "record_id": listed[0]["record_id"],
        "fault_key": client.get("/v1/verdicts").json()["data"]["items"][0]["fault_key"],
        "log_id": next(iter(whole.world.logs)).hex(),
        "mandate_id": whole.mandate,
        "sha256": whole.sealed,
        "account": account("claimant"),
        "forecaster": account("seer"),
        "epoch": "1",
    }


def operations(client):
    """Return every operation of the document: method and path, converters left out."""
    document = client.get("/openapi.json").json()
    return {
        f"{method.upper()} {path}".replace(":agent}", "}").replace(":session}", "}")
        for path, item in document["paths"].items()
        for method in item
    }


def asked(client, operation, values, role):
    method, path = operation.split(" ")
    for name in list(values):
        path = path.replace(f"{{{name}}}", values[name])
    while "{" in path:
        path = path[: path.index("{")] + ABSENT + path[path.index("}") + 1 :]
    headers = {} if role == "public" else {"Authorization": f"Bearer {role}"}
    query = {"topics": "nothing"} if path.endswith("/stream") else {}
    return client.request(method, path, headers=headers, params=query, **BODIES.get(operation, {}))


def test_every_route_answers_every_role_as_the_table_says(whole, client, values):
    rows = dict(line.rsplit(" ", 1) for line in OPEN.strip().splitlines())
    found, wanted = {}, {}
    for operation in sorted(operations(client)):
        statuses = tuple(asked(client, operation, values, role).status_code for role in ROLES)
        found[operation] = statuses
        row = rows.get(operation)
        wanted[operation] = GUARDED.get(operation) or ((int(row),) * len(ROLES) if row else "no row")
    wrong = {name: (statuses, wanted[name]) for name, statuses in found.items() if statuses != wanted[name]}
    assert wrong == {}
    assert set(rows) | set(GUARDED) == set(found)


def test_the_document_is_the_same_without_a_mirror(whole):
    assert without_a_mirror() == whole.app.openapi()


def test_a_key_that_does_not_hold_opens_nothing_that_is_open(client, values):
    for operation in sorted(operations(client)):
        assert asked(client, operation, values, "nobody").status_code == 401, operation


def test_schemathesis_finds_nothing_that_breaks_or_is_not_described(whole):
    document = schemathesis.openapi.from_asgi("/openapi.json", whole.app)
    count = 0
    for result in document.get_all_operations():
        operation = result.ok()
        if operation.path.endswith("/stream"):
            continue  # it never ends
        run(operation)
        count += 1
    assert count >= 60


def run(operation):
    """Ask one operation for as many things as may be asked here."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.call_and_validate(checks=CHECKS)

    ask()
