"""What agents pass on of a mandate, and the check of a whole chain of it without asking a chain.

    child = Delegation(root_id, 9, cap=40, expiry=..., tools=tools_hash(ids), context=keccak(b"task 5"), hops=0, salt=b)
    name = child.id(chain_id, mandates_address)        # what the parent's side signs, and what receipts name

Each hop only ever gets less, as `Mandates.sol` enforces it: expiry, tools, hops, and the cap. Budgets of siblings are
conserved by the contract, or by `ledger.domain.mandate_tree`; one chain alone cannot see its siblings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ledger.domain.authority import MOST_TOOLS, Mandate, bound_digest, bytes32, uint
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.domain.signing import recover
from ledger.errors import ConflictError, LedgerError, NotAuthorisedError, NotFoundError

MOST_HOPS: Final = 8
NOTHING: Final = frozenset((b"", ZERO32, keccak(b"")))  # hashes that stand for an empty list or context
_DELEGATION_TYPE: Final = keccak(
    b"Delegation(bytes32 parent,uint256 agentId,uint256 cap,uint64 expiry,bytes32 tools,bytes32 context,uint8 hops,"
    b"bytes32 salt)"
)
_LEAVE_TYPE: Final = keccak(b"LeaveToDelegate(bytes32 mandate,uint8 hops)")

MaySpeak = Callable[[Address, int], bool]
"""Whether an account is owner, operator or live session key of an agent."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """What an agent passes on to `agent_id`: part of mandate `parent`, for `context`.

    `cap` is in the unit of receipts and taken from what the parent has left; `expiry` in Unix seconds; `tools` the hash
    of the list of allowed tools; `context` the hash of what it is for; `hops` how often it may be passed on, 0 to 255.
    """

    parent: bytes
    agent_id: int
    cap: int
    expiry: int
    tools: bytes
    context: bytes
    hops: int
    salt: bytes

    def id(self, chain_id: int, mandates: Address) -> bytes:
        """Return the digest that the parent's side signs, and the name of the delegation.

        Raises:
            InvalidInputError: if a field does not fit its type.
        """
        struct = keccak(
            _DELEGATION_TYPE
            + bytes32(self.parent, "parent")
            + uint(self.agent_id, 256, "agent id")
            + uint(self.cap, 256, "cap")
            + uint(self.expiry, 64, "expiry")
            + bytes32(self.tools, "hash of the tools")
            + bytes32(self.context, "context")
            + uint(self.hops, 8, "hops")
            + bytes32(self.salt, "salt")
        )
        return bound_digest(chain_id, mandates, struct)

    def as_tuple(self) -> tuple[bytes, int, int, int, bytes, bytes, int, bytes]:
        """Return the fields in the order of the contract's structure."""
        return (
            self.parent,
            self.agent_id,
            self.cap,
            self.expiry,
            self.tools,
            self.context,
            self.hops,
            self.salt,
        )


@dataclass(frozen=True, slots=True)
class Passed:
    """A delegation with its list of tools, in strictly ascending order, and who said so."""

    delegation: Delegation
    tools: tuple[bytes, ...]
    signature: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """What a node of a tree still holds: all that a child of it must stay below."""

    name: bytes
    agent_id: int
    left: int
    expiry: int
    tools: bytes
    hops: int


def leave_digest(chain_id: int, mandates: Address, mandate: bytes, hops: int) -> bytes:
    """Return what a principal signs to let a mandate be passed on, `hops` times."""
    return bound_digest(chain_id, mandates, keccak(_LEAVE_TYPE + bytes32(mandate, "mandate") + uint(hops, 8, "hops")))


def refusal(error: type[LedgerError], name: str, message: str, hint: str) -> LedgerError:
    """Return an error whose detail `name` is the custom error of the contract."""
    return error(message, hint=hint, name=f"Mandates_{name}")


def require_something(cap: int, expiry: int, tools: bytes, now: int) -> None:
    """Refuse what allows nothing: no amount, no tools, no time after `now` (Unix seconds).

    Raises:
        ConflictError: naming what there is.
    """
    if cap <= 0 or tools in NOTHING or expiry <= now:
        raise refusal(
            ConflictError,
            "Empty",
            f"it allows nothing: cap {cap}, until {expiry}, tools {tools.hex()}",
            "a mandate needs an amount, a list of tools and time ahead",
        )


def require_less(child: Delegation, parent: Held, now: int, *, ended: bool = False) -> None:
    """Refuse a delegation that is not below its parent, the tools left out.

    Args:
        child: The delegation.
        parent: What its parent holds.
        now: Unix seconds.
        ended: Whether the parent ended before its expiry.

    Raises:
        ConflictError: naming the custom error of the contract.
    """
    if child.context in NOTHING:
        raise refusal(ConflictError, "EmptyContext", "it does not say what it is for", "name the hash of its purpose")
    require_something(child.cap, child.expiry, child.tools, now)
    if child.hops >= parent.hops:
        raise refusal(
            ConflictError,
            "TooDeep",
            f"{child.hops} hops below {parent.hops}",
            "the principal allows hops, and each delegation leaves fewer",
        )
    if ended or now >= parent.expiry:
        raise refusal(
            ConflictError, "NotInForce", f"mandate {parent.name.hex()} is not in force", "act under one that is"
        )
    if child.expiry > parent.expiry:
        raise refusal(
            ConflictError, "OutlivesParent", f"until {child.expiry}, after {parent.expiry}", "let it end earlier"
        )
    if child.cap > parent.left:
        raise refusal(
            ConflictError, "OverBudget", f"{child.cap} of {parent.left} left", "pass on no more than there is left"
        )


def require_tools(child: Delegation, tools: Sequence[bytes], parent: Held, parent_tools: Sequence[bytes]) -> None:
    """Refuse lists that are not the ones named, are unordered, or allow what the parent does not.

    Raises:
        ConflictError: naming the custom error of the contract.
    """
    for shown, named in ((parent_tools, parent.tools), (tools, child.tools)):
        if len(shown) > MOST_TOOLS or keccak(b"".join(shown)) != named:
            raise refusal(
                ConflictError, "WrongTools", f"the list shown is not {named.hex()}", "show the list that was signed"
            )
    for shown in (tools, parent_tools):
        if any(after <= before for before, after in pairwise(shown)):
            raise refusal(
                ConflictError, "ToolsUnordered", "a list is not in ascending order", "sort it, without doubles"
            )
    if not set(tools) <= set(parent_tools):
        raise refusal(ConflictError, "ToolsExceed", "a tool is not on the parent's list", "pass on what is held")


def require_speaker(name: bytes, agent_id: int, signature: bytes, may_speak: MaySpeak) -> Address:
    """Return who of the side of an agent signed `name`.

    Raises:
        ProofError: if the signature is not canonical.
        NotAuthorisedError: if the signer does not speak for the agent.
    """
    signer = recover(name, signature)
    if not may_speak(signer, agent_id):
        raise refusal(
            NotAuthorisedError,
            "NotDelegated",
            f"{signer} does not speak for agent {agent_id}",
            "let the owner, an operator or a live session key of the agent sign",
        )
    return signer


def check_chain(
    root: Mandate,
    root_tools: Sequence[bytes],
    hops: int,
    chain: Sequence[Passed],
    *,
    chain_id: int,
    mandates: Address,
    now: int,
    may_speak: MaySpeak,
) -> Held:
    """Check a chain of delegations hop by hop, and return what its last node holds.

    That the principal granted the root and allowed `hops`, and that nothing was revoked, is asked of the chain.

    Args:
        root: The mandate at its top.
        root_tools: Its list of tools, in strictly ascending order.
        hops: How often the principal lets it be passed on.
        chain: The delegations, from the top.
        chain_id: Chain of the contract.
        mandates: The contract.
        now: Unix seconds.
        may_speak: Who speaks for which agent.

    Raises:
        ConflictError: if a hop is more than its parent, empty, or out of time.
        InvalidInputError: if a field does not fit its type.
        NotFoundError: if a hop names another parent.
        NotAuthorisedError: if a hop was not signed by the side of its parent's agent.
        ProofError: if a signature is not canonical.
    """
    require_something(root.cap, root.expiry, root.tools, now)
    name = root.id(chain_id, mandates)
    held = Held(name, root.agent_id, root.cap, root.expiry, root.tools, min(hops, MOST_HOPS))
    tools = root_tools
    for hop in chain:
        child = hop.delegation
        if child.parent != held.name:
            raise refusal(NotFoundError, "Unknown", "it names another parent", "show every hop from the root on")
        require_less(child, held, now)
        require_tools(child, hop.tools, held, tools)
        name = child.id(chain_id, mandates)
        require_speaker(name, held.agent_id, hop.signature, may_speak)
        held, tools = Held(name, child.agent_id, child.cap, child.expiry, child.tools, child.hops), hop.tools
    return held
