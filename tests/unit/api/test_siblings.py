"""No answer about one identity of an owner names another: only who asks by the owner learns which belong together."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.case_facts import CaseCourt
from tests.fakes.court import MANDATES
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

SUBJECTS = ("{agent}", "{record_id}", "{mandate_id}", "{session}")


class Owner:
    """An account with two agents that do the same and are wronged alike, and one API that is asked about both."""

    def __init__(self, redis_url):
        self.world = World()
        self.court = CaseCourt(self.world)
        self.court.found()
        self.log = self.world.new_log()
        self.agents = [self.world.new_agent({0: bytes(32), 1: self.log}) for _ in range(2)]
        self.names = [self._lives(agent, f"session of {agent.number}") for agent in self.agents]
        self.mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
        index(self.world, self.mirror)

    def _lives(self, agent, session):
        mandate = self.court.grant(agent).id(CHAIN_ID, MANDATES).hex()
        segment = agent.segment(2, session=session, mandate=mandate, tool="pay")
        self.world.logs[self.log].append(segment)
        self.world.anchor(self.log)
        self.world.chain.mine(self.world.recorded(agent, agent.record(0, stream=0)))
        self.court.bond(agent, 10**18)
        self.court.open(agent)
        self.world.chain.mine(*self.world.fault_events(agent))
        records = [name.hex() for name in segment.record_ids()]
        return {"agent": str(agent.number), "record_id": records[0], "mandate_id": mandate, "session": session}

    def marks(self, number):
        """Return all texts that name one of the agents."""
        agent, names = self.agents[number], self.names[number]
        keys = [agent.ref.key.hex(), agent.key.address, agent.key.address[2:]]
        return [text.lower() for text in (str(agent.ref), *keys, *list(names.values())[1:])]


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    from ledger.store.embedded import EmbeddedValkey  # noqa: PLC0415 - as the other fixtures do

    server = EmbeddedValkey(tmp_path_factory.mktemp("siblings-valkey"), durable=False)
    yield server.start()
    server.stop()


@pytest.fixture(scope="module")
def owner(valkey):
    found = Owner(valkey)
    yield found
    found.mirror.close()


@pytest.fixture(scope="module")
def client(owner):
    with TestClient(create_app(sources_of(owner.world, owner.mirror)), raise_server_exceptions=False) as found:
        yield found


def about(client, names):
    """Yield every path of the document that is about one agent, with its answer."""
    for path, item in client.get("/openapi.json").json()["paths"].items():
        plain = path.replace(":agent}", "}").replace(":session}", "}")
        if "get" in item and any(subject in plain for subject in SUBJECTS):
            for name, value in names.items():
                plain = plain.replace(f"{{{name}}}", quote(value, safe=""))
            yield path, client.get(plain.replace("{client}", account("a")).replace("{index}", "1"))


def numbers_in(value):
    """Yield all agents' numbers in an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("agent_id", "agents"):
                yield from inner if isinstance(inner, list) else [inner]
            yield from numbers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner)


def test_no_answer_about_one_agent_names_another_of_its_owner(owner, client):
    asked, other, answered = 1, 0, 0
    for path, answer in about(client, owner.names[asked]):
        assert answer.status_code < 500, path
        answered += answer.status_code == 200
        found = [mark for mark in owner.marks(other) if mark in answer.text.lower()]
        assert found == [], path
        if answer.headers["content-type"] == "application/json":
            assert other not in list(numbers_in(answer.json().get("data"))), path
    assert answered >= 15


def test_who_asks_by_the_owner_learns_both(owner, client):
    items = client.get(f"/v1/owners/{owner.agents[0].owner}/agents").json()["data"]["items"]
    assert [item["agent"] for item in items] == [str(agent.ref) for agent in owner.agents]
