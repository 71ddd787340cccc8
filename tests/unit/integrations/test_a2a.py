"""The interceptor in A2A's own client records calls; a card's pointer is believed only fresh and by the agent."""

from __future__ import annotations

import anyio
import pytest
from a2a.client.base_client import BaseClient
from a2a.client.client import ClientConfig
from a2a.client.transports.base import ClientTransport
from a2a.types.a2a_pb2 import (
    AgentCard,
    Message,
    Part,
    Role,
    SendMessageRequest,
    SendMessageResponse,
    Task,
    TaskState,
    TaskStatus,
)

from ledger.errors import InvalidInputError, ProofError
from ledger.integrations.a2a import MAX_AGE_SECONDS, RECORD_META, LedgerInterceptor, card_pointer, check_card
from tests.fakes.recorded import bound_ledger, pairs, records
from tests.unit.logserver import scene

NOW = 1_800_000_000


class Remote(ClientTransport):
    """Another agent, in memory."""

    def __init__(self, state) -> None:
        self.state = state
        self.got = []

    async def send_message(self, request, **_context):
        self.got.append(request)
        if self.state is None:
            return SendMessageResponse(message=Message(message_id="m2", role=Role.ROLE_AGENT, parts=[Part(text="ok")]))
        return SendMessageResponse(task=Task(id="t1", context_id="c1", status=TaskStatus(state=self.state)))

    async def close(self):
        pass


for name in ClientTransport.__abstractmethods__ - {"send_message", "close"}:
    setattr(Remote, name, None)
Remote.__abstractmethods__ = frozenset()


def ask(ledger, remote):
    card = AgentCard(name="Remote")
    client = BaseClient(card, ClientConfig(streaming=False), remote, [LedgerInterceptor(ledger)])
    message = Message(message_id="m1", context_id="c1", role=Role.ROLE_USER, parts=[Part(text="pay 5")])

    async def run():
        return [item async for item in client.send_message(SendMessageRequest(message=message))]

    return anyio.run(run)


@pytest.fixture
def ledger(tmp_path):
    with bound_ledger(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (None, "success"),
        (TaskState.TASK_STATE_COMPLETED, "success"),
        (TaskState.TASK_STATE_FAILED, "failure"),
        (TaskState.TASK_STATE_REJECTED, "refused"),
        (TaskState.TASK_STATE_INPUT_REQUIRED, "escalated"),
    ],
)
def test_what_is_asked_of_another_agent_is_recorded_and_named_to_it(ledger, state, outcome):
    remote = Remote(state)
    assert len(ask(ledger, remote)) == 1
    assert pairs(ledger) == [("invoke_agent", "Remote/send_message", outcome)]
    written = records(ledger)
    assert {item["session"] for item in written} == {"c1"}
    assert remote.got[0].message.metadata[RECORD_META] == written[0]["id"]


def card(key=scene.KEY, now=NOW, epoch=0) -> AgentCard:
    found = AgentCard(name="Me")
    found.capabilities.extensions.append(card_pointer(key, scene.AGENT, epoch, "https://example.org/v1", now))
    return found


def is_key(agent, epoch, address) -> bool:
    return (agent, epoch, address) == (str(scene.AGENT), 0, scene.KEY.address)


def test_a_fresh_pointer_of_the_agents_own_key_is_believed():
    pointer = check_card(card(), is_key, NOW + 5)
    assert (pointer.agent, pointer.url) == (str(scene.AGENT), "https://example.org/v1")


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (card(now=NOW - MAX_AGE_SECONDS - 1), "stale_pointer"),
        (card(now=NOW + 3600), "stale_pointer"),
        (card(key=scene.STRANGER), "forged_pointer"),
        (card(epoch=1), "forged_pointer"),
    ],
)
def test_a_stale_or_forged_pointer_is_refused(made, code):
    with pytest.raises(ProofError) as refused:
        check_card(made, is_key, NOW)
    assert refused.value.code == code


def test_a_pointer_to_another_place_is_refused():
    made = card()
    made.capabilities.extensions[0].params["url"] = "https://evil.example.org/v1"
    with pytest.raises(ProofError):
        check_card(made, is_key, NOW)


def test_a_card_without_a_pointer_or_with_half_of_one_is_refused():
    with pytest.raises(InvalidInputError):
        check_card(AgentCard(name="Me"), is_key, NOW)
    made = card()
    del made.capabilities.extensions[0].params["epoch"]
    with pytest.raises(InvalidInputError):
        check_card(made, is_key, NOW)
