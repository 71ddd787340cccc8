"""What principals and agents do on chain: grant a mandate, pass part of it on, and revoke it.

name = grant(principal, mandate)
allow_delegation(principal, name, hops=2)
child = delegate(owner, Delegation(name, other, ...), held_tools, passed_tools)
bounds_of(chain, child)                  # what binds whoever acts under it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.authority import Mandate
from ledger.domain.delegation import Delegation, leave_digest
from ledger.domain.dispute import NOBODY
from ledger.domain.events import TOPICS, decode
from ledger.domain.ids import Address
from ledger.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Granted:
    """What the chain knows of a mandate; times are Unix seconds, `revoked_at` is 0 while it is not revoked."""

    principal: Address
    granted_at: int
    revoked_at: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """What binds whoever acts under a node of a tree of mandates.

    `cap` is what the agent may spend itself, in the unit of receipts, what it passed on left out; `tools` the hash of
    the list of allowed tools. Times are Unix seconds; `ended_at` is 0 unless the node ended before its expiry, by
    a revocation of it or an ancestor, or by a change of owner on the way to its root.
    """

    agent_id: int
    principal: Address
    cap: int
    expiry: int
    tools: bytes
    granted_at: int
    ended_at: int


def mandate_id(chain: Chain, mandate: Mandate) -> bytes:
    """Return the name of a mandate on this chain: what its principal signs, and what receipts name."""
    return mandate.id(chain.chain_id(), chain.deployment.addresses["Mandates"])


def grant(sender: Sender, mandate: Mandate, signature: bytes = b"") -> bytes:
    """Make a mandate known, and return its name.

    Args:
        sender: The principal; or anyone, with the principal's signature.
        mandate: The delegation.
        signature: Of the mandate's name, by its principal; needed from others only.

    Raises:
        ChainRevertError: if it allows nothing, is known already, names no agent, or is not the principal's.
    """
    sent = sender.send("Mandates", "grant", mandate.as_tuple(), signature)
    name: bytes = sent.event("MandateGranted").args["mandateId"]
    return name


def delegation_id(chain: Chain, delegation: Delegation) -> bytes:
    """Return the name of a delegation on this chain: what the parent's side signs, and what receipts name."""
    return delegation.id(chain.chain_id(), chain.deployment.addresses["Mandates"])


def leave(chain: Chain, name: bytes, hops: int) -> bytes:
    """Return what a principal signs to let a mandate be passed on `hops` times."""
    return leave_digest(chain.chain_id(), chain.deployment.addresses["Mandates"], name, hops)


def allow_delegation(sender: Sender, name: bytes, hops: int, signature: bytes = b"") -> Sent:
    """Let a mandate be passed on, once and for good.

    Args:
        sender: The principal; or anyone, with the principal's signature.
        name: Name of the mandate.
        hops: How often it may be passed on, 1 to 8.
        signature: Of `leave`, by the principal; needed from others only.

    Raises:
        ChainRevertError: if that was said before, is too often, or is not the principal's to say.
    """
    return sender.send("Mandates", "allowDelegation", name, hops, signature)


def delegate(
    sender: Sender,
    delegation: Delegation,
    held: Iterable[bytes],
    passed: Iterable[bytes],
    signature: bytes = b"",
) -> bytes:
    """Pass part of a mandate on, and return the name of what is passed on.

    Args:
        sender: Owner, operator or session key of the parent's agent; or anyone, with the signature of one of them.
        delegation: What is passed on.
        held: Ids of all tools of the parent.
        passed: Ids of all tools passed on.
        signature: Of `delegation_id`; needed from others only.

    Raises:
        ChainRevertError: if it is more than the parent has left, allows nothing, the parent is not in force, or it is
            not the sender's to pass on.
    """
    sent = sender.send("Mandates", "delegate", delegation.as_tuple(), sorted(set(held)), sorted(set(passed)), signature)
    name: bytes = sent.event("MandateDelegated").args["mandateId"]
    return name


def revoke(sender: Sender, name: bytes) -> Sent:
    """Revoke a mandate and all passed on from it: as its principal, or as the owner of the agent that passed it on.

    Raises:
        ChainRevertError: for anyone else, or a mandate that is unknown or revoked.
    """
    return sender.send("Mandates", "revoke", name)


def find(chain: Chain, name: bytes) -> Mandate:
    """Return a mandate by its name, as it was granted.

    Raises:
        NotFoundError: if it never was.
    """
    topics = ["0x" + TOPICS["Mandates"]["MandateGranted"].hex(), "0x" + name.hex()]
    for log in chain.logs_of(chain.deployment.addresses["Mandates"], topics):
        event = decode(log, chain.names())
        if event is not None:
            told = event.args
            return Mandate(told["principal"], told["agentId"], told["cap"], told["expiry"], told["tools"], told["salt"])
    raise NotFoundError(f"mandate {name.hex()} was never granted", hint="copy its name whole", code="no_such_mandate")


def status(chain: Chain, name: bytes) -> Granted | None:
    """Return what the chain knows of a mandate; None if it was never granted."""
    principal, granted_at, revoked_at = chain.read("Mandates", "statusOf", name)
    return None if principal == NOBODY else Granted(principal, granted_at, revoked_at)


def bounds_of(chain: Chain, name: bytes) -> Bounds | None:
    """Return what binds whoever acts under a node, root or passed on; None if there is none of that name."""
    bounds = Bounds(*chain.read("Mandates", "boundsOf", name))
    return None if bounds.principal == NOBODY else bounds


def is_in_force(chain: Chain, name: bytes) -> bool:
    """Say whether a node may be acted under now."""
    in_force: bool = chain.read("Mandates", "isInForce", name)
    return in_force
