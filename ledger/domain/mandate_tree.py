"""Mandates and all that is passed on from them, as the pure machine of `Mandates.sol`.

    tree = MandateTree(chain_id, mandates, may_speak, owner_epoch)
    tree.grant(mandate, now); tree.allow(name, 3); tree.delegate(child, held, passed, signature, now)

What may be spent under all nodes of a tree is the cap of its root, whatever happens: a child's cap is taken from its
parent and never returns. A node ends with any ancestor. Refusals carry the name of the contract's custom error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ledger.domain.authority import Mandate
from ledger.domain.delegation import (
    MOST_HOPS,
    Delegation,
    Held,
    MaySpeak,
    refusal,
    require_less,
    require_something,
    require_speaker,
    require_tools,
)
from ledger.domain.ids import Address
from ledger.domain.signing import recover
from ledger.errors import ConflictError, LedgerError, NotAuthorisedError, NotFoundError, ProofError

OwnerEpoch = Callable[[int], tuple[int, int] | None]
"""Number of an agent's running owner epoch and its beginning (Unix seconds); None for an agent that does not exist."""


@dataclass(frozen=True, slots=True)
class Node:
    """A mandate or what was passed on of one: what it holds, and where it stands.

    Times are Unix seconds, 0 for never.
    """

    held: Held
    principal: Address
    parent: bytes | None
    owner_epoch: int
    granted_at: int
    revoked_at: int = 0


class MandateTree:
    """All mandates of one contract.

    Args:
        chain_id: Chain of the contract.
        mandates: The contract.
        may_speak: Who speaks for which agent now: owner, operators and live session keys.
        owner_epoch: Which owner epoch of an agent runs now.
        owns: Who is owner or operator of which agent now, for a session key passes on and never takes back; whoever
            speaks for it, if not given.
    """

    def __init__(
        self,
        chain_id: int,
        mandates: Address,
        may_speak: MaySpeak,
        owner_epoch: OwnerEpoch,
        owns: MaySpeak | None = None,
    ) -> None:
        self._chain_id, self._mandates = chain_id, mandates
        self._may_speak, self._owner_epoch = may_speak, owner_epoch
        self._owns = owns or may_speak
        self._nodes: dict[bytes, Node] = {}

    def grant(self, mandate: Mandate, now: int, signature: bytes | None = None) -> bytes:
        """Grant a mandate, and return its name. Sent by its principal, or with the principal's signature.

        Raises:
            ConflictError: if nobody grants it, it allows nothing, was granted before, or names no agent.
            NotAuthorisedError: if the signature is someone else's.
        """
        if not int(mandate.principal, 16):
            raise refusal(ConflictError, "ZeroPrincipal", "nobody grants it", "name who lets the agent act")
        require_something(mandate.cap, mandate.expiry, mandate.tools, now)
        name = mandate.id(self._chain_id, self._mandates)
        self._require_new(name)
        epoch = self._epoch(mandate.agent_id)
        if signature is not None:
            self._require_principal(name, mandate.principal, signature)
        held = Held(name, mandate.agent_id, mandate.cap, mandate.expiry, mandate.tools, 0)
        self._nodes[name] = Node(held, mandate.principal, None, epoch, now)
        return name

    def allow(self, name: bytes, hops: int) -> None:
        """Let a mandate be passed on, as its principal: once and for good, 1 to `MOST_HOPS` times.

        Raises:
            ConflictError: if that is too often, was said before, or the mandate was itself passed on.
            NotFoundError: if it was never granted.
        """
        node = self._known(name)
        if node.parent is not None:
            raise refusal(ConflictError, "NotRoot", "it was itself passed on", "a principal allows hops at the root")
        if not 0 < hops <= MOST_HOPS:
            raise refusal(ConflictError, "BadHops", f"{hops} hops", f"allow 1 to {MOST_HOPS}")
        if node.held.hops:
            raise refusal(ConflictError, "LeaveGiven", f"{node.held.hops} hops are allowed", "nothing is left to do")
        self._nodes[name] = replace(node, held=replace(node.held, hops=hops))

    def delegate(
        self,
        child: Delegation,
        parent_tools: Sequence[bytes],
        tools: Sequence[bytes],
        now: int,
        *,
        signature: bytes | None = None,
        sender: Address | None = None,
    ) -> bytes:
        """Pass part of a mandate on, and return its name; see `Mandates.delegate`.

        Args:
            child: The delegation.
            parent_tools: List of tools of its parent.
            tools: List of tools passed on.
            now: Unix seconds.
            signature: Of its name, by the side of the parent's agent.
            sender: Who sends it, where there is no signature.

        Raises:
            ConflictError: if it is more than its parent has left, allows nothing, or the parent is not in force.
            NotFoundError: if the parent was never granted.
            NotAuthorisedError: if the side of the parent's agent does not say so.
        """
        parent = self._known(child.parent)
        require_less(child, parent.held, now, ended=bool(self.ended_at(child.parent)))
        require_tools(child, tools, parent.held, parent_tools)
        name = child.id(self._chain_id, self._mandates)
        self._require_new(name)
        epoch = self._epoch(child.agent_id)
        self._require_side(name, parent.held.agent_id, signature, sender)
        self._nodes[child.parent] = replace(parent, held=replace(parent.held, left=parent.held.left - child.cap))
        held = Held(name, child.agent_id, child.cap, child.expiry, child.tools, child.hops)
        self._nodes[name] = Node(held, parent.principal, child.parent, epoch, now)
        return name

    def revoke(self, name: bytes, sender: Address, now: int) -> None:
        """Revoke a node: its principal, or for what was passed on the owner or operator of the agent that did.

        Raises:
            ConflictError: if it was revoked before.
            NotFoundError: if it was never granted.
            NotAuthorisedError: for anyone else.
        """
        node = self._known(name)
        passed_on = node.parent is not None and self._owns(sender, self._nodes[node.parent].held.agent_id)
        if sender != node.principal and not passed_on:
            raise refusal(NotAuthorisedError, "NotPrincipal", f"{sender} is not its principal", "ask who granted it")
        if node.revoked_at:
            raise refusal(ConflictError, "AlreadyRevoked", f"revoked at {node.revoked_at}", "nothing is left to do")
        self._nodes[name] = replace(node, revoked_at=now)

    def bounds_of(self, name: bytes) -> Held:
        """Return what a node holds.

        Raises:
            NotFoundError: if it was never granted.
        """
        return self._known(name).held

    def ended_at(self, name: bytes) -> int:
        """Return when a node ended before its expiry, by itself or any ancestor; 0 if it did not (Unix seconds)."""
        ends = []
        for node in self._line(name):
            running = self._owner_epoch(node.held.agent_id)
            if node.revoked_at:
                ends.append(node.revoked_at)
            if running is not None and running[0] > node.owner_epoch:
                ends.append(running[1])
        return min(ends, default=0)

    def is_in_force(self, name: bytes, now: int) -> bool:
        """Say whether a node may be acted under at `now` (Unix seconds)."""
        return name in self._nodes and now < self._nodes[name].held.expiry and not self.ended_at(name)

    def budget_of(self, root: bytes) -> int:
        """Return what all nodes of a tree may spend together."""
        return sum(node.held.left for name, node in self._nodes.items() if self._root_of(name) == root)

    def _line(self, name: bytes) -> Iterator[Node]:
        at: bytes | None = name
        while at is not None:
            node = self._known(at)
            yield node
            at = node.parent

    def _root_of(self, name: bytes) -> bytes:
        return list(self._line(name))[-1].held.name

    def _known(self, name: bytes) -> Node:
        if name not in self._nodes:
            raise refusal(NotFoundError, "Unknown", f"mandate {name.hex()} was never granted", "name one that was")
        return self._nodes[name]

    def _require_new(self, name: bytes) -> None:
        if name in self._nodes:
            raise refusal(ConflictError, "AlreadyGranted", f"{name.hex()} is granted", "choose another salt")

    def _epoch(self, agent_id: int) -> int:
        running = self._owner_epoch(agent_id)
        if running is None:
            raise refusal(ConflictError, "AgentUnknown", f"there is no agent {agent_id}", "name one that is registered")
        return running[0]

    def _require_principal(self, digest: bytes, principal: Address, signature: bytes) -> None:
        try:
            signer = recover(digest, signature)
        except ProofError:
            signer = None
        if signer != principal:
            raise _not_granted(principal)

    def _require_side(self, name: bytes, agent_id: int, signature: bytes | None, sender: Address | None) -> None:
        try:
            if signature is not None:
                require_speaker(name, agent_id, signature, self._may_speak)
                return
        except ProofError as error:
            raise _not_delegated(agent_id) from error
        if sender is None or not self._may_speak(sender, agent_id):
            raise _not_delegated(agent_id)


def _not_granted(principal: Address) -> LedgerError:
    return refusal(NotAuthorisedError, "NotGranted", f"{principal} did not sign it", "let the principal sign")


def _not_delegated(agent_id: int) -> LedgerError:
    return refusal(
        NotAuthorisedError, "NotDelegated", f"nobody of agent {agent_id}'s side says so", "let its owner or a key sign"
    )
