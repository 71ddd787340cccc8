"""A2A: every call of another agent is recorded, and an agent's card says where its ledger is, signed.

factory.create(card, interceptors=[LedgerInterceptor()])
card.capabilities.extensions.append(card_pointer(key, agent, epoch, "https://example.org/v1", now))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, Final

import msgspec
from a2a.client.interceptors import AfterArgs, BeforeArgs, ClientCallInterceptor
from a2a.types.a2a_pb2 import AgentCard, AgentExtension, TaskState
from google.protobuf.json_format import MessageToDict

from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, AgentRef
from ledger.domain.record import Outcome
from ledger.domain.signing import SessionKey, recover
from ledger.errors import InvalidInputError, ProofError
from ledger.integrations.live import Calls, quietly
from ledger.sdk.ledger import Ledger
from ledger.sdk.words import Words

POINTER: Final = "urn:ombud:a2a:pointer:1"
RECORD_META: Final = "dev.ombud/record"
MAX_AGE_SECONDS: Final = 30 * 24 * 3600
_TAG: Final = b"ombud/a2a-pointer/1"
_SECONDS_AHEAD: Final = 300  # two clocks may differ by so much
_OUTCOMES: Final[Mapping[int, Outcome]] = {
    TaskState.TASK_STATE_FAILED: "failure",
    TaskState.TASK_STATE_CANCELED: "failure",
    TaskState.TASK_STATE_REJECTED: "refused",
    TaskState.TASK_STATE_AUTH_REQUIRED: "denied",
    TaskState.TASK_STATE_INPUT_REQUIRED: "escalated",
}
_CALL: Final[ContextVar[object]] = ContextVar("ombud_a2a_call", default=None)


class LedgerInterceptor(ClientCallInterceptor):
    """Records what is asked of other agents, and names our record of it in the message.

    Args:
        ledger: Where; the default ledger of the process if not given.
        capture: Whether messages are committed to.
    """

    def __init__(self, ledger: Ledger | None = None, *, capture: bool = True) -> None:
        self.calls = Calls(ledger, capture=capture)

    async def before(self, args: BeforeArgs) -> None:
        """Record the intent before anything is sent."""
        quietly(lambda: self._begin(args))

    async def after(self, args: AfterArgs) -> None:
        """Record the outcome; of a stream, with its first answer that says one."""
        quietly(lambda: self._end(args))

    def _begin(self, args: BeforeArgs) -> None:
        key = object()
        _CALL.set(key)
        message = getattr(args.input, "message", None)
        said: Words = {
            "kind": "interaction",
            "tool": f"{args.agent_card.name}/{args.method}",
            "input": MessageToDict(args.input),
        }
        if message is not None and message.context_id:
            said["session"] = message.context_id
        intent = self.calls.begin(key, "invoke_agent" if message is not None else "query_agent", said)
        if message is not None and intent is not None and intent.record_id is not None:
            message.metadata[RECORD_META] = intent.record_id

    def _end(self, args: AfterArgs) -> None:
        outcome = _outcome(args.result)
        if outcome is not None:
            self.calls.end(_CALL.get(), outcome, {"output": MessageToDict(args.result)})


def _outcome(result: Any) -> Outcome | None:
    """Return how a call ended; None while a streamed task goes on."""
    names = {field.name for field, _ in result.ListFields()}
    if "task" in names:
        return _OUTCOMES.get(result.task.status.state, "success")
    if "status_update" in names:
        state = result.status_update.status.state
        return "success" if state == TaskState.TASK_STATE_COMPLETED else _OUTCOMES.get(state)
    return None if "artifact_update" in names else "success"


class Pointer(msgspec.Struct, frozen=True):
    """What a card says: whose it is, where its ledger answers, since when (Unix seconds), and who signed (hex)."""

    agent: str
    epoch: int
    url: str
    issued_at: int
    signature: str


def card_pointer(key: SessionKey, agent: AgentRef, epoch: int, url: str, now: int) -> AgentExtension:
    """Make the signed pointer of a card.

    Args:
        key: A session key of the agent's epoch.
        agent: Who it is.
        epoch: Its key epoch.
        url: Where its mirror answers, such as `https://example.org/v1`.
        now: Unix seconds.
    """
    signature = key.sign(_digest(str(agent), epoch, url, now)).hex()
    extension = AgentExtension(uri=POINTER, description="Ombud: what this agent did, and how it stands")
    extension.params.update(
        {"agent": str(agent), "epoch": str(epoch), "url": url, "issued_at": str(now), "signature": signature}
    )
    return extension


def check_card(
    card: AgentCard, is_key: Callable[[str, int, Address], bool], now: int, *, max_age: int = MAX_AGE_SECONDS
) -> Pointer:
    """Read the pointer of a card, believing it only if a key of the agent signed it lately.

    Args:
        card: The card.
        is_key: Says whether an address may state for an agent and epoch now, as the registry or a mirror knows.
        now: Unix seconds.
        max_age: Seconds for which a pointer stands.

    Raises:
        InvalidInputError: if the card has no pointer, or one of another form.
        ProofError: if it is stale, from the future, or signed by anyone else.
    """
    found = next((item for item in card.capabilities.extensions if item.uri == POINTER), None)
    if found is None:
        raise InvalidInputError("the card has no pointer to a ledger", code="no_pointer")
    try:
        pointer = msgspec.convert(MessageToDict(found.params), Pointer, strict=False)
        signature = bytes.fromhex(pointer.signature)
        agent = AgentRef.parse(pointer.agent)
    except (msgspec.ValidationError, ValueError) as error:
        raise InvalidInputError(f"the card's pointer has another form: {error}", code="bad_pointer") from error
    if not -_SECONDS_AHEAD <= now - pointer.issued_at <= max_age:
        raise ProofError(f"the card's pointer is of {pointer.issued_at}, now is {now}", code="stale_pointer")
    signer = recover(_digest(str(agent), pointer.epoch, pointer.url, pointer.issued_at), signature)
    if not is_key(str(agent), pointer.epoch, signer):
        raise ProofError(f"the card's pointer is signed by {signer}, no key of {agent}", code="forged_pointer")
    return pointer


def _digest(agent: str, epoch: int, url: str, issued_at: int) -> bytes:
    return keccak(_TAG + msgspec.json.encode([agent, epoch, url, issued_at]))
