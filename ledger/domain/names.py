"""Names of agents: three ways to write one thing, none of which changes with key, owner or place.

    eip155:31337:0x5FbD.../7                 global id (CAIP-10 and ERC-8004)
    agent://31337.0x5FbD.../7                as a URI
    did:ombud:31337:0x5FbD...:7              as a decentralised identifier

All hold chain, registry and number, so they resolve without asking anyone. A registry address in mixed case must have
its EIP-55 checksum: one wrong character is no other agent, but no name at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ledger.domain.ids import Address, AgentRef, checksum
from ledger.errors import InvalidInputError

_NUMBER: Final = "(0|[1-9][0-9]{0,19})"
_REGISTRY: Final = "(0x[0-9a-fA-F]{40})"
_ID: Final = "(0|[1-9][0-9]{0,77})"
_FORMS: Final = re.compile(
    rf"eip155:{_NUMBER}:{_REGISTRY}/{_ID}|agent://{_NUMBER}\.{_REGISTRY}/{_ID}|did:ombud:{_NUMBER}:{_REGISTRY}:{_ID}"
)
_WORD_LIMIT: Final = 1 << 256


def resolve(name: str) -> AgentRef:
    """Return the agent that a name names.

    Raises:
        InvalidInputError: if it is no name, or its registry fails its checksum.
    """
    match = _FORMS.fullmatch(name)
    if match is None:
        raise _no_name(name)
    last = match.lastindex or 0
    chain, registry, number = match.group(last - 2, last - 1, last)
    agent_id = int(number)
    if agent_id >= _WORD_LIMIT:
        raise _no_name(name)
    return AgentRef(int(chain), _registry(registry), agent_id)


def agent_uri(agent: AgentRef) -> str:
    """Write an agent's name as a URI."""
    return f"agent://{agent.chain_id}.{agent.registry}/{agent.agent_id}"


def agent_did(agent: AgentRef) -> str:
    """Write an agent's name as a decentralised identifier."""
    return f"did:ombud:{agent.chain_id}:{agent.registry}:{agent.agent_id}"


@lru_cache(maxsize=1 << 10)
def _registry(text: str) -> Address:
    address = checksum(text)
    digits = text[2:]
    if address != text and digits not in (digits.lower(), digits.upper()):
        raise InvalidInputError(
            f"registry {text} has another EIP-55 checksum", hint=f"did you mean {address}?", code="bad_checksum"
        )
    return address


def _no_name(name: str) -> InvalidInputError:
    return InvalidInputError(
        f"{name[:120]!r} names no agent",
        hint="write eip155:CHAIN:REGISTRY/ID, agent://CHAIN.REGISTRY/ID or did:ombud:CHAIN:REGISTRY:ID",
        code="bad_agent",
    )
