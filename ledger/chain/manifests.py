"""Manifests on chain: what an owner says that its agent may do, and what was in force when."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.faults.breaches import Manifest
from ledger.domain.hashing import keccak


def declare(sender: Sender, agent_id: int, document: bytes, tools: Iterable[bytes]) -> int:
    """Put a manifest into force, and return its number.

    Args:
        sender: The agent's owner, or an approved operator.
        agent_id: The agent.
        document: SHA-256 of agent-permissions.json.
        tools: Ids of the tools that it lists (`ledger.domain.authority.tool_id`); none for none at all.

    Raises:
        ChainRevertError: for anyone else, or if it is in force already.
    """
    listed = keccak(b"".join(sorted(set(tools))))
    index: int = sender.send("Manifests", "declare", agent_id, document, listed).event("ManifestDeclared").args["index"]
    return index


def manifest(chain: Chain, agent_id: int, index: int) -> Manifest:
    """Return one manifest of an agent.

    Raises:
        ChainRevertError: if it has no such manifest.
    """
    return Manifest(*chain.read("Manifests", "manifestAt", agent_id, index))


def count(chain: Chain, agent_id: int) -> int:
    """Return how many manifests an agent has had."""
    number: int = chain.read("Manifests", "count", agent_id)
    return number


def in_force_at(chain: Chain, agent_id: int, at: int) -> int | None:
    """Return the number of the manifest in force at a time, Unix seconds; None when there was none."""
    for index in reversed(range(count(chain, agent_id))):
        if manifest(chain, agent_id, index).since <= at:
            return index
    return None
