"""What the owner of an agent does on chain: register it, open epochs with session keys and streams, bond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.chain import bonds
from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.events import TOPICS, Event, decode
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentRef
from ledger.domain.signing import SessionKey
from ledger.domain.statements import key_binding_digest
from ledger.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class StreamGrant:
    """A stream that an epoch may write: its number and the id of its home log (zero: direct, on chain)."""

    stream: int
    home_log: bytes = ZERO32


@dataclass(frozen=True, slots=True)
class StreamHead:
    """Where a stream ended: one past its last sequence number, and its last header."""

    stream: int
    next_seq: int
    head: bytes


def register_agent(sender: Sender, uri: str = "") -> AgentRef:
    """Mint an agent owned by the sender; `uri` says where its registration file is, and may be empty.

    Raises:
        ChainRevertError: if the registry refuses.
    """
    sent = sender.send("AgentRegistry", "register(string)", uri)
    agent_id: int = sent.event("Registered").args["agentId"]
    return AgentRef(sender.chain.chain_id(), sender.chain.deployment.registry, agent_id)


def agents_of(chain: Chain, registrant: Address) -> list[AgentRef]:
    """Return the agents that an account registered, oldest first, read from the registry's events."""
    return [_ref(chain, event) for event in _registrations(chain, [None, "0x" + registrant[2:].lower().zfill(64)])]


def agents_with_uri(chain: Chain, uris: Sequence[str]) -> dict[str, list[AgentRef]]:
    """Return the agents that were registered with one of these URIs, by URI, oldest first; anybody's."""
    found: dict[str, list[AgentRef]] = {}
    for event in _registrations(chain, []):
        if event.args["agentURI"] in uris:
            found.setdefault(event.args["agentURI"], []).append(_ref(chain, event))
    return found


def _registrations(chain: Chain, topics: list[str | None]) -> list[Event]:
    registered = "0x" + TOPICS["AgentRegistry"]["Registered"].hex()
    logs = chain.logs_of(chain.deployment.registry, [registered, *topics])
    return [event for log in logs if (event := decode(log, chain.names())) is not None]


def _ref(chain: Chain, event: Event) -> AgentRef:
    return AgentRef(chain.chain_id(), chain.deployment.registry, event.args["agentId"])


def bind_key(sender: Sender, ref: AgentRef, epoch: int, key: SessionKey) -> tuple[Address, bytes]:
    """Make a key grant: the key's address and its own signature over the binding to agent and epoch."""
    digest = key_binding_digest(
        chain_id=ref.chain_id,
        key_ring=sender.chain.deployment.addresses["KeyRing"],
        agent_id=ref.agent_id,
        epoch=epoch,
        key=key.address,
    )
    return key.address, key.sign(digest)


def open_epoch(sender: Sender, ref: AgentRef, keys: Sequence[SessionKey], streams: Sequence[StreamGrant]) -> int:
    """Open the agent's next epoch with session keys and streams; returns its number.

    Raises:
        ChainRevertError: if the epoch before is open, a key is taken, or the sender may not.
        InvalidInputError: if the agent is of another registry.
    """
    _check_world(sender, ref)
    epoch: int = sender.chain.read("KeyRing", "epochCount", ref.agent_id)
    grants = [bind_key(sender, ref, epoch, key) for key in keys]
    sent = sender.send(
        "KeyRing", "openEpoch", ref.agent_id, grants, [(grant.stream, grant.home_log) for grant in streams]
    )
    opened: int = sent.event("EpochOpened").args["epoch"]
    return opened


def add_key(sender: Sender, ref: AgentRef, key: SessionKey) -> Sent:
    """Bind one more session key to the running epoch."""
    _check_world(sender, ref)
    epoch: int = sender.chain.read("KeyRing", "epochCount", ref.agent_id) - 1
    return sender.send("KeyRing", "addKey", ref.agent_id, bind_key(sender, ref, max(epoch, 0), key))


def add_stream(sender: Sender, ref: AgentRef, grant: StreamGrant) -> Sent:
    """Add a stream to the running epoch."""
    return sender.send("KeyRing", "addStream", ref.agent_id, (grant.stream, grant.home_log))


def revoke_key(sender: Sender, ref: AgentRef, key: Address) -> Sent:
    """Revoke a session key of the running epoch."""
    return sender.send("KeyRing", "revokeKey", ref.agent_id, key)


def close_epoch(sender: Sender, ref: AgentRef, heads: Sequence[StreamHead] = ()) -> Sent:
    """Close the running epoch, committing where its streams ended."""
    return sender.send("KeyRing", "closeEpoch", ref.agent_id, [(end.stream, end.next_seq, end.head) for end in heads])


def bond(sender: Sender, ref: AgentRef, wei: int) -> Sent:
    """Deposit a bond for the agent; the sender is liable with it."""
    _check_world(sender, ref)
    return bonds.put_up(sender, ref.key, wei)


def _check_world(sender: Sender, ref: AgentRef) -> None:
    here = (sender.chain.chain_id(), sender.chain.deployment.registry)
    if (ref.chain_id, ref.registry) != here:
        raise InvalidInputError(
            f"agent {ref} is not of registry {here[1]} on chain {here[0]}",
            hint="name an agent of this chain",
            code="bad_agent",
        )
