"""Feedback as a line of JSON: what `ombud feedback export` writes and `import` reads, one line a feedback.

The names are those of an ERC-8004 feedback file and of the registry's functions, so that a line says everything that
`giveFeedback` is called with. What the exporter found out is under `ombud`; a reader finds it out anew.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentRef, checksum, parse_hex32
from ledger.errors import InvalidInputError

MAX_LINE_BYTES: Final = 64 * 1024
MAX_VALUE: Final = 10**38  # IERC8004Reputation
MAX_DECIMALS: Final = 18
_MAX_INDEX: Final = (1 << 64) - 1
_ACCOUNT: Final = re.compile(r"(?:eip155:[0-9]{1,20}:)?(0x[0-9a-fA-F]{40})")
_REGISTRY: Final = re.compile(r"eip155:[0-9]{1,20}:0x[0-9a-fA-F]{40}")


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One feedback: the arguments of `giveFeedback`, who gave it about whom, and whether it was taken back.

    `value` is an integer with `decimals` digits after the point; `index` counts the client's feedback about the agent
    from 1; `created_at` in Unix seconds, None if the line does not say.
    """

    agent: AgentRef
    client: Address
    index: int
    value: int
    decimals: int
    tag1: str = ""
    tag2: str = ""
    endpoint: str = ""
    uri: str = ""
    hash: bytes = ZERO32
    revoked: bool = False
    created_at: int | None = None

    @property
    def arguments(self) -> tuple[int, int, int, str, str, str, str, bytes]:
        """The arguments of `giveFeedback`, in order."""
        said = (self.tag1, self.tag2, self.endpoint, self.uri, self.hash)
        return (self.agent.agent_id, self.value, self.decimals, *said)


def pack_line(line: FeedbackLine, found: dict[str, Any]) -> bytes:
    """Write a line, without its end; `found` is what the exporter found out."""
    agent = line.agent
    document: dict[str, Any] = {
        "agentRegistry": f"eip155:{agent.chain_id}:{agent.registry}",
        "agentId": agent.agent_id,
        "clientAddress": f"eip155:{agent.chain_id}:{line.client}",
        "feedbackIndex": line.index,
        "createdAt": None if line.created_at is None else datetime.fromtimestamp(line.created_at, UTC).isoformat(),
        "value": line.value,
        "valueDecimals": line.decimals,
        "tag1": line.tag1,
        "tag2": line.tag2,
        "endpoint": line.endpoint,
        "feedbackURI": line.uri,
        "feedbackHash": "0x" + line.hash.hex(),
        "isRevoked": line.revoked,
        "ombud": found,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def parse_line(data: bytes) -> FeedbackLine:
    """Read a line; what it says under `ombud`, or under names unknown here, is left alone.

    Raises:
        InvalidInputError: naming the field, if it is no feedback that a registry could hold.
    """
    if len(data) > MAX_LINE_BYTES:
        raise _bad(f"it has {len(data)} bytes, more than {MAX_LINE_BYTES}")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _bad(f"it is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise _bad("it is no object")
    registry, client = _text(document, "agentRegistry"), _text(document, "clientAddress")
    account = _ACCOUNT.fullmatch(client)
    if not _REGISTRY.fullmatch(registry):
        raise _bad(f"agentRegistry {registry[:80]!r} is no eip155:<chain>:<address>")
    if account is None:
        raise _bad(f"clientAddress {client[:80]!r} is no account")
    agent_id = _number(document, "agentId", 0, (1 << 256) - 1)
    return FeedbackLine(
        agent=AgentRef.parse(f"{registry}/{agent_id}"),
        client=checksum(account[1]),
        index=_number(document, "feedbackIndex", 1, _MAX_INDEX),
        value=_number(document, "value", -MAX_VALUE, MAX_VALUE),
        decimals=_number(document, "valueDecimals", 0, MAX_DECIMALS),
        tag1=_text(document, "tag1", ""),
        tag2=_text(document, "tag2", ""),
        endpoint=_text(document, "endpoint", ""),
        uri=_text(document, "feedbackURI", ""),
        hash=parse_hex32(_text(document, "feedbackHash", ZERO32.hex()), what="feedbackHash"),
        revoked=document.get("isRevoked", False) is True,
        created_at=_moment(document.get("createdAt")),
    )


def _text(document: dict[str, Any], name: str, missing: str | None = None) -> str:
    value = document.get(name, missing)
    if not isinstance(value, str):
        raise _bad(f"{name} is no text")
    return value


def _number(document: dict[str, Any], name: str, least: int, most: int) -> int:
    value = document.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _bad(f"{name} is no whole number from {least} to {most}")
    return value


def _moment(value: object) -> int | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise _bad("createdAt is no moment such as 2026-11-27T15:00:00Z")
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def _bad(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"this line is no feedback: {why}",
        hint="one JSON object a line, with the names of `ombud feedback export`",
        code="bad_feedback_line",
    )
